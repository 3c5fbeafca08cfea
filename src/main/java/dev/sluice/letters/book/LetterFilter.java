// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import dev.sluice.bind.Binder;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which dead letters are meant: those that meet every condition; an empty one is met by all.
 *
 * @param letters beginnings of ids
 * @param tables names of tables and models
 * @param rules names of rules, of which one is among the reasons
 * @param codes error codes, of which one is among the reasons
 * @param runs ids of runs, in one of which it died
 * @param where a SQL condition on the columns of {@link LetterBook#SCHEMA}
 * @param states what became of them
 */
public record LetterFilter(
    List<String> letters,
    List<String> tables,
    List<String> rules,
    List<String> codes,
    List<String> runs,
    String where,
    Set<LetterState> states) {
  /** Every letter. */
  public static final LetterFilter ALL =
      new LetterFilter(List.of(), List.of(), List.of(), List.of(), List.of(), "", Set.of());

  public LetterFilter {
    letters = List.copyOf(letters);
    tables = List.copyOf(tables);
    rules = List.copyOf(rules);
    codes = List.copyOf(codes);
    runs = List.copyOf(runs);
    states = Set.copyOf(states);
  }

  /** The same, but for states. */
  public LetterFilter in(Set<LetterState> others) {
    return new LetterFilter(letters, tables, rules, codes, runs, where, others);
  }

  /** Whether nothing but the state tells letters apart. */
  public boolean isOpen() {
    return letters.isEmpty()
        && tables.isEmpty()
        && rules.isEmpty()
        && codes.isEmpty()
        && runs.isEmpty()
        && where.isEmpty();
  }

  /**
   * The condition in SQL.
   *
   * @throws PipelineException when {@code where} is not one condition on the letters' columns
   */
  public String condition() {
    List<String> parts = new ArrayList<>();
    parts.add("true");
    if (!letters.isEmpty()) {
      parts.add(
          letters.stream()
              .map(id -> "starts_with(letter_id, %s)".formatted(SqlName.literal(id)))
              .collect(Collectors.joining(" OR ", "(", ")")));
    }
    add(parts, "list_contains(%s, table_name)", tables);
    add(parts, "list_has_any(%s, list_transform(reasons, lambda r: r.rule))", rules);
    add(parts, "list_has_any(%s, list_transform(reasons, lambda r: r.code))", codes);
    add(parts, "list_has_any(%s, runs)", runs);
    add(
        parts,
        "list_contains(%s, state)",
        states.stream().map(LetterState::spelled).sorted().toList());
    if (!where.isEmpty()) {
      requireCondition();
      parts.add("(\n" + where + "\n)");
    }
    return String.join(" AND ", parts);
  }

  private static void add(List<String> parts, String form, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(form.formatted(SqlName.literals(values)));
    }
  }

  private void requireCondition() {
    try (Binder binder = Binder.open()) {
      binder.declare(LetterBook.LETTERS, LetterBook.SCHEMA);
      List<SqlProblem> problems = binder.bindCondition(where, LetterBook.LETTERS).problems();
      if (!problems.isEmpty()) {
        SqlProblem first = problems.get(0);
        String suggestion = first.suggestion();
        throw new PipelineException(
            first.code().kind() == dev.sluice.error.ErrorKind.USER
                ? first.code()
                : ErrorCode.SQL_BIND,
            "--where %s: %s, at character %d%s. Its columns are %s."
                .formatted(
                    SqlName.literal(where),
                    first.message(),
                    first.offset() + 1,
                    suggestion == null ? "" : " (" + suggestion + ")",
                    String.join(", ", LetterBook.SCHEMA.names())));
      }
    }
  }
}
