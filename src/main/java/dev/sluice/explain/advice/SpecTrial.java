// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.Severity;
import dev.sluice.schema.Column;
import dev.sluice.schema.ContractChange;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries lines before anybody is told to write them: in memory, by the parser of the spec. */
public final class SpecTrial {
  /** The most other places that are named. */
  private static final int MOST = 2;

  private final Function<SpecEdits, Parsed> parser;
  private final @Nullable Manifest there;
  private final @Nullable PipelineSpec whole;

  /**
   * @param parser reads the author's files with edits
   * @param there the run whose rows the next one finds; null for none
   * @param all lines that will be tried: where they can all be written, nothing is read again
   */
  public SpecTrial(Function<SpecEdits, Parsed> parser, @Nullable Manifest there, List<Edit> all) {
    this.parser = parser;
    this.there = there;
    this.whole = all.isEmpty() ? null : parser.apply(new EditedSpec(all)).spec();
  }

  /** A spec with one line of advice. */
  public static SpecEdits edited(Edit edit) {
    return new EditedSpec(List.of(edit));
  }

  /**
   * What came of lines.
   *
   * @param refused why they cannot stand there; null when they can
   * @param others what else must be done with them, for people; empty for nothing
   */
  public record Tried(@Nullable String refused, String others) {
    static final Tried GOOD = new Tried(null, "");

    /** Whether they can be written as they are, and are all. */
    public boolean isGood() {
      return refused == null && others.isEmpty();
    }
  }

  /**
   * Tries lines together.
   *
   * @param column of the table, of which they speak; empty for all
   */
  public Tried of(String table, String column, List<Edit> edits) {
    if (edits.isEmpty()) {
      return Tried.GOOD;
    }
    if (whole != null) {
      return new Tried(null, unfollowed(whole.table(table).orElse(null), column));
    }
    Parsed parsed = parser.apply(new EditedSpec(edits));
    List<Issue> errors =
        parsed.issues().stream().filter(issue -> issue.severity() == Severity.ERROR).toList();
    Set<String> schemas =
        edits.stream().filter(Edit::isOfSchema).map(Edit::file).collect(Collectors.toSet());
    for (Issue issue : errors) {
      String file = issue.position().file();
      if (file.equals(EditedSpec.ADVICE) || schemas.contains(file)) {
        return new Tried(issue.message(), "");
      }
    }
    PipelineSpec spec = parsed.spec();
    return spec == null
        ? new Tried(null, others(errors))
        : new Tried(null, unfollowed(spec.table(table).orElse(null), column));
  }

  private static String others(List<Issue> errors) {
    String named =
        errors.stream()
            .limit(MOST)
            .map(
                each ->
                    "%s:%d (%s)"
                        .formatted(each.position().file(), each.position().line(), each.message()))
            .collect(Collectors.joining(", "));
    return "then mend also " + named + (errors.size() > MOST ? ", …" : "");
  }

  /** That the rows which are there cannot follow; empty when they can, or go. */
  private String unfollowed(@Nullable TableSpec table, String column) {
    TableState state =
        table == null || there == null ? null : there.table(table.name()).orElse(null);
    if (table == null || state == null || state.data().isEmpty() || isReplaced(table)) {
      return "";
    }
    Column before = state.schema().column(column).orElse(null);
    Column now = table.schema().column(column).orElse(null);
    List<String> problems =
        before == null || now == null
            ? List.of()
            : ContractChange.between(alone(before), alone(now)).problems();
    return problems.isEmpty()
        ? ""
        : "the rows that are there cannot follow (%s): give the table another name, or correct the source"
            .formatted(problems.get(0));
  }

  private static TableSchema alone(Column column) {
    return new TableSchema(List.of(column));
  }

  private static boolean isReplaced(TableSpec table) {
    return table.load().disposition() == Disposition.REPLACE;
  }
}
