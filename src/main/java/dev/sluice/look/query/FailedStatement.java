// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.Position;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.kernel.StatementFailed;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement that was bound, and fails on the values that it meets; at its place where known. */
public final class FailedStatement extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The line of a statement that the kernel quotes, and the place that it marks in it. */
  private static final Pattern QUOTED = Pattern.compile("LINE (\\d+): ([^\\n]*)\\n( *)\\^");

  private final transient Issue issue;

  private FailedStatement(Issue issue, Throwable cause) {
    super(issue.message(), cause);
    this.issue = issue;
  }

  /** Tells where texts are. */
  @FunctionalInterface
  public interface Locator {
    /** The place of a character. */
    Position at(int offset);
  }

  /**
   * What the kernel said of a statement.
   *
   * @param sql the statement, which stood on lines of its own, behind one other
   */
  public static FailedStatement of(StatementFailed failure, String sql, Locator locator) {
    return of(failure, failure, sql, locator);
  }

  /**
   * The same of one whose message may hold personal values.
   *
   * @param shown what others may see of it
   */
  public static FailedStatement of(
      StatementFailed failure, StatementFailed shown, String sql, Locator locator) {
    int offset = offset(failure.getMessage(), sql).orElse(0);
    String message = FailedSql.reason(shown);
    return new FailedStatement(
        Issue.error(ErrorCode.SQL_FAILED, locator.at(offset), message), shown);
  }

  /** What is wrong. */
  public Issue issue() {
    return issue;
  }

  private static OptionalInt offset(String said, String sql) {
    Matcher quoted = QUOTED.matcher(said);
    List<String> lines = sql.lines().toList();
    if (!quoted.find()) {
      return OptionalInt.empty();
    }
    int line = Integer.parseInt(quoted.group(1)) - 2;
    if (line < 0 || line >= lines.size()) {
      return OptionalInt.empty();
    }
    int label = ("LINE " + quoted.group(1) + ": ").length();
    int mark = quoted.group(3).length() - label;
    String excerpt = quoted.group(2);
    String shown = excerpt.replaceFirst("^\\.\\.\\.", "").replaceFirst("\\.\\.\\.$", "");
    int cut = excerpt.startsWith("...") ? 3 : 0;
    int found = lines.get(line).indexOf(shown);
    int start = lines.subList(0, line).stream().mapToInt(each -> each.length() + 1).sum();
    return found < 0 || mark < cut
        ? OptionalInt.of(start)
        : OptionalInt.of(start + found + mark - cut);
  }
}
