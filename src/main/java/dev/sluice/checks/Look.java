// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.Observed.Values;
import dev.sluice.checks.probe.Probe;
import dev.sluice.checks.probe.Probe.Against;
import dev.sluice.checks.probe.Probe.Order;
import dev.sluice.checks.probe.Probe.State;
import dev.sluice.checks.probe.Probe.Total;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.file.PiiTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one check, whose rows a kernel has as views. */
final class Look {
  private final CheckPlan plan;
  private final Task task;
  private final Probe probe;

  Look(CheckPlan plan, Task task, Probe probe) {
    this.plan = plan;
    this.task = task;
    this.probe = probe;
  }

  /**
   * What a kernel's rows show.
   *
   * @param isOwn whether rows may be against the check, and not only be compared
   */
  Observed at(Kernel kernel, String statement, boolean isOwn) throws StatementFailed {
    String texts =
        probe.state().stream()
            .map(
                s -> "CAST(CAST(%s AS %s) AS VARCHAR)".formatted(SqlName.quote(s.name()), s.type()))
            .collect(Collectors.joining(", "));
    List<Values> seen =
        kernel.rows(
            "SELECT %s FROM (%s)".formatted(texts, statement),
            row -> {
              List<@Nullable String> values = new ArrayList<>();
              for (int i = 1; i <= probe.state().size(); i++) {
                values.add(row.getString(i));
              }
              return new Values(values);
            });
    return new Observed(seen, isOwn && mayShow(probe, seen) ? against(kernel) : List.of());
  }

  /** Where looks count what is against the check, those that found nothing have nothing to show. */
  static boolean mayShow(Probe probe, List<Values> seen) {
    List<String> names = probe.state().stream().map(State::name).toList();
    int found = names.indexOf("found");
    return found < 0 || seen.stream().anyMatch(row -> !"0".equals(row.texts().get(found)));
  }

  private List<Row> against(Kernel kernel) throws StatementFailed {
    Against against = probe.against();
    return against == null || against.order() == Order.SEEN || examples() == 0
        ? List.of()
        : new Examples(against, examples()).rows(kernel, tokens());
  }

  /** What all looks together come to. */
  Verdict judge(Kernel kernel, Observed all) throws StatementFailed {
    kernel.execute(
        "CREATE OR REPLACE TEMP VIEW %s AS %s".formatted(Probe.SEEN, relation(all.seen())));
    Verdict verdict = Judgement.of(task, probe.words(), total(kernel), tokens());
    return verdict.passed() ? verdict : verdict.showing(against(kernel, all.against()));
  }

  /** All that was seen, in an order that is always the same. */
  private String relation(List<Values> seen) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < probe.state().size(); i++) {
      State state = probe.state().get(i);
      columns.add(
          "CAST(s[%d] AS %s) AS %s".formatted(i + 1, state.type(), SqlName.quote(state.name())));
    }
    String rows =
        seen.stream()
            .map(
                row ->
                    row.texts().stream()
                        .map(text -> text == null ? "NULL" : SqlName.literal(text))
                        .collect(Collectors.joining(", ", "[", "]")))
            .sorted()
            .collect(Collectors.joining(", ", "[", "]"));
    return "SELECT %s FROM (SELECT unnest(%s::VARCHAR[][]) AS s)"
        .formatted(String.join(", ", columns), rows);
  }

  private Total total(Kernel kernel) throws StatementFailed {
    return kernel
        .rows(
            probe.total(),
            row ->
                new Total(
                    row.getLong("sample"),
                    row.getLong("found"),
                    row.getString("value"),
                    row.getBoolean("is_within"),
                    row.getString("why"),
                    row.getString("expected")))
        .get(0);
  }

  /** The rows to show, of those that looks showed or of what they gave. */
  private List<Row> against(Kernel kernel, List<Row> shown) throws StatementFailed {
    Against against = probe.against();
    if (against == null || examples() == 0) {
      return List.of();
    }
    Examples examples = new Examples(against, examples());
    return against.order() == Order.SEEN ? examples.rows(kernel, tokens()) : examples.first(shown);
  }

  private int examples() {
    return task.check().terms().examples();
  }

  private PiiTokens tokens() {
    return PiiTokens.in(plan.run().root());
  }
}
