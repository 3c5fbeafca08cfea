// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import dev.sluice.bind.parse.SqlTree;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.error.issue.Issue;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.trial.CaseTrial.Came;
import dev.sluice.trial.cases.GivenRows;
import dev.sluice.trial.cases.TestCase;
import dev.sluice.trial.compare.RowComparison;
import dev.sluice.trial.compare.RowComparison.Wanted;
import dev.sluice.trial.compare.RowDifference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries cases, one after the other in one kernel. The statements are those of a run: the same casts
 * and rules of a table, and of a model the same SQL over inputs of the same types. Nothing is read
 * but the cases, and nothing is written.
 */
public final class Trials {
  private final PipelineSpec spec;
  private final TrialKernel tables;

  private Trials(PipelineSpec spec, Kernel kernel) {
    this.spec = spec;
    this.tables = new TrialKernel(kernel);
  }

  /**
   * Tries every case.
   *
   * @param spec of a case, by its variables
   */
  public static List<CaseResult> run(
      Function<Map<String, String>, PipelineSpec> spec, List<TestCase> cases) {
    PipelineSpec usual = spec.apply(Map.of());
    KernelSettings settings = KernelSettings.closed().within(usual.layout().sqlTimeout());
    try (Kernel kernel = Kernel.open(settings)) {
      return cases.stream()
          .map(
              test ->
                  new Trials(test.vars().isEmpty() ? usual : spec.apply(test.vars()), kernel)
                      .run(test))
          .toList();
    }
  }

  private CaseResult run(TestCase test) {
    long start = System.nanoTime();
    try {
      tables.kernel().about("Test `" + test.name() + "`");
      Came came = new CaseTrial(spec, test, tables).run();
      List<RowDifference> rows = rows(test, came);
      List<String> others = new ArrayList<>(DeadRows.compare(test, came.dead()));
      others.addAll(warned(test, came.warned()));
      return result(test, start, came.schema(), rows, others);
    } catch (Untyped e) {
      return stopped(test, start, null, e.issue());
    } catch (StatementFailed | PipelineException e) {
      return stopped(test, start, String.valueOf(e.getMessage()), null);
    }
  }

  private static CaseResult result(
      TestCase test,
      long start,
      TableSchema schema,
      List<RowDifference> rows,
      List<String> others) {
    GivenRows expected = test.expected().rows();
    List<String> named = expected == null ? List.of() : expected.columns();
    Set<String> shown = Set.copyOf(named.isEmpty() ? schema.names() : named);
    return new CaseResult(test, since(start), schema.names(), shown, rows, others, null, null);
  }

  private static CaseResult stopped(
      TestCase test, long start, @Nullable String failure, @Nullable Issue issue) {
    return new CaseResult(
        test, since(start), List.of(), Set.of(), List.of(), List.of(), failure, issue);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<RowDifference> rows(TestCase test, Came came) throws StatementFailed, Untyped {
    GivenRows expected = test.expected().rows();
    if (expected == null) {
      return List.of();
    }
    TableSchema schema = came.schema();
    List<List<@Nullable String>> values =
        tables.values(schema, tables.typed(test.subject(), schema, expected));
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < expected.rows().size(); i++) {
      GivenRows.Row row = expected.rows().get(i);
      Set<Integer> named =
          row.cells().keySet().stream().map(schema.names()::indexOf).collect(Collectors.toSet());
      wanted.add(new Wanted(row.position(), named, values.get(i)));
    }
    return RowComparison.of(
        schema, keys(test), wanted, tables.values(schema, came.good()), isOrdered(test));
  }

  private Set<String> keys(TestCase test) {
    ModelSpec model = spec.model(test.subject()).orElse(null);
    if (model == null) {
      return Set.copyOf(spec.table(test.subject()).map(t -> t.load().key()).orElse(List.of()));
    }
    Set<String> keys = new HashSet<>(model.key());
    if (keys.isEmpty() && model.per() != null) {
      keys.addAll(model.per());
      keys.retainAll(model.output().names());
    }
    return keys;
  }

  private boolean isOrdered(TestCase test) throws StatementFailed {
    Boolean isSaid = test.expected().isOrdered();
    ModelSpec model = spec.model(test.subject()).orElse(null);
    if (isSaid != null || model == null) {
      return isSaid != null && isSaid;
    }
    String sql = model.sql().text();
    String answer =
        tables
            .kernel()
            .rows(
                "SELECT json_serialize_sql(%s)".formatted(SqlName.literal(sql)),
                row -> row.getString(1))
            .get(0);
    SqlTree tree = SqlTree.read(sql, answer);
    return tree.node() != null
        && tree.node().path("modifiers").findValuesAsText("type").contains("ORDER_MODIFIER");
  }

  private List<String> warned(TestCase test, Map<String, Long> warned) {
    Map<String, Long> expected = test.expected().warned();
    if (expected == null) {
      return List.of();
    }
    Set<String> rules = new HashSet<>(expected.keySet());
    rules.addAll(warned.keySet());
    return rules.stream()
        .sorted()
        .filter(rule -> !warned.getOrDefault(rule, 0L).equals(expected.getOrDefault(rule, 0L)))
        .map(
            rule ->
                "the rule `%s` warns of %s, and is to warn of %d"
                    .formatted(
                        rule,
                        Plural.of(warned.getOrDefault(rule, 0L), "good row"),
                        expected.getOrDefault(rule, 0L)))
        .toList();
  }
}
