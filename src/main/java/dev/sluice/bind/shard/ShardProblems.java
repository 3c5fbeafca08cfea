// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.shard;

import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects and words the reasons why a statement cannot run on parts of its inputs. */
final class ShardProblems {
  private static final String WHOLE = "`per: []` runs the statement in one piece";

  private final List<SqlProblem> problems = new ArrayList<>();
  private final List<String> per;
  private final boolean isRowLevel;
  private final @Nullable KeyTrial trial;

  /**
   * Words problems for a key.
   *
   * @param per null for a row-level statement
   * @param trial of the same statement; null where nobody reads what else it could say
   */
  ShardProblems(@Nullable List<String> per, @Nullable KeyTrial trial) {
    this.trial = trial;
    this.per = per == null ? List.of() : List.copyOf(per);
    this.isRowLevel = per == null;
  }

  List<SqlProblem> all() {
    return problems.stream().distinct().toList();
  }

  int count() {
    return problems.size();
  }

  /** Whether a field or a group that carries these columns keeps rows together. */
  boolean isCovered(long carries) {
    return !isRowLevel && missing(carries).isEmpty();
  }

  private List<String> missing(long carries) {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < per.size(); i++) {
      if ((carries >> i & 1) == 0) {
        missing.add(per.get(i));
      }
    }
    return missing;
  }

  /**
   * Refuses a clause that gathers rows by too little.
   *
   * @param clause what gathers, such as GROUP BY
   * @param columns what it gathers by, as written
   */
  void mismatch(int offset, String clause, long carries, List<String> columns) {
    if (isRowLevel) {
      acrossRows(offset, clause, columns, "");
      return;
    }
    String missing = String.join(", ", missing(carries));
    add(
        offset,
        clause + " does not contain " + missing + ", by which the rows are split",
        "add " + missing + " unchanged, or else " + WHOLE);
  }

  /** Refuses a join of two split relations that equates too little. */
  void join(int offset, long carries, List<String> columns) {
    if (isRowLevel) {
      String small =
          Optional.ofNullable(trial)
              .flatMap(KeyTrial::lookup)
              .map("; or if `%1$s` is small, `lookup: [%1$s]`"::formatted)
              .orElse("");
      acrossRows(offset, "A join of two inputs", columns, small);
      return;
    }
    String missing = String.join(", ", missing(carries));
    add(
        offset,
        "The join does not equate " + missing + ", by which the rows of both sides are split",
        "join on " + missing + " too, or else " + WHOLE);
  }

  /** Refuses what looks at all rows, whatever the key. */
  void allRows(int offset, String what) {
    if (isRowLevel) {
      acrossRows(offset, what, List.of(), "");
      return;
    }
    add(
        offset,
        what + " looks at all rows, but they are split by " + String.join(", ", per),
        WHOLE);
  }

  /** Refuses what every shard would repeat, or another thing that holds for any key. */
  void other(int offset, String message, @Nullable String suggestion) {
    add(offset, message, suggestion == null ? WHOLE : suggestion + ", or else " + WHOLE);
  }

  private void acrossRows(int offset, String what, List<String> columns, String orElse) {
    List<String> key = trial == null ? List.of() : trial.key(columns);
    String declared =
        key.isEmpty()
            ? "add " + WHOLE.replace(" runs", ", which runs")
            : "add `per: [" + String.join(", ", key) + "]`";
    add(offset, what + " looks across rows, but the model has no `per`", declared + orElse);
  }

  private void add(int offset, String message, String suggestion) {
    ErrorCode code = isRowLevel ? ErrorCode.SQL_NEEDS_PER : ErrorCode.PER_MISMATCH;
    problems.add(new SqlProblem(code, Math.max(0, offset), message, suggestion));
  }
}
