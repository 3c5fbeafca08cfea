// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import dev.sluice.bind.parse.SqlTokens.Token;
import dev.sluice.error.issue.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Guesses what was meant where a statement cannot be parsed. */
final class SyntaxHint {
  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "QUALIFY",
          "LIMIT",
          "JOIN",
          "LEFT",
          "RIGHT",
          "INNER",
          "OUTER",
          "CROSS",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "DISTINCT",
          "BETWEEN",
          "PARTITION",
          "OVER",
          "WITH",
          "USING",
          "LIKE",
          "INTERVAL");

  /** What dbt writes for the name of a table; the last text in it is that name. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\{\\{-?\\s*(?:ref|source)\\s*\\([^)]*?['\"]([^'\"]+)['\"]\\s*\\)\\s*-?\\}\\}");

  /** Words that DuckDB keeps for itself, and people have as names of columns. */
  private static final Set<String> KEPT =
      Set.of(
          "ALL",
          "ANALYSE",
          "AND",
          "ANY",
          "ARRAY",
          "AS",
          "ASC",
          "AT",
          "BOTH",
          "CASE",
          "CAST",
          "CHECK",
          "COLUMN",
          "CONSTRAINT",
          "CREATE",
          "DEFAULT",
          "DESC",
          "DESCRIBE",
          "DISTINCT",
          "DO",
          "ELSE",
          "END",
          "EXCEPT",
          "FALSE",
          "FETCH",
          "FOR",
          "FOREIGN",
          "FROM",
          "GROUP",
          "HAVING",
          "IN",
          "INTO",
          "LIMIT",
          "NOT",
          "NULL",
          "OFFSET",
          "ON",
          "ONLY",
          "OR",
          "ORDER",
          "PRIMARY",
          "REFERENCES",
          "SELECT",
          "SHOW",
          "SOME",
          "SUMMARIZE",
          "TABLE",
          "THEN",
          "TO",
          "TRAILING",
          "TRUE",
          "UNION",
          "UNIQUE",
          "USING",
          "WHEN",
          "WHERE",
          "WINDOW",
          "WITH");

  private static final Set<String> BEFORE_A_NAME = Set.of("(", ",", "SELECT", "BY", ".", "=", "+");
  private static final Set<String> BEHIND_A_NAME = Set.of(")", ",", "FROM", "", "=", "+", ";");

  private static final Set<String> WITH_BY = Set.of("GROUP", "ORDER", "PARTITION");

  private static final List<String> JOINS = List.of("LEFT", "RIGHT", "FULL", "INNER", "CROSS");

  /** Shorter words are too near to too many. */
  private static final int LEAST = 3;

  private SyntaxHint() {}

  /**
   * A guess; null for none.
   *
   * @param offset where the parser stops
   */
  static @Nullable String of(String sql, int offset) {
    if (sql.contains("{{") || sql.contains("{%")) {
      return jinja(sql);
    }
    List<Token> tokens = SqlTokens.of(sql).tokens();
    int at = 0;
    while (at < tokens.size() && tokens.get(at).offset() < offset) {
      at++;
    }
    String kept = kept(tokens, at);
    String word = kept == null ? misspelled(tokens, at) : kept;
    if (word != null) {
      return word;
    }
    String here = at < tokens.size() ? tokens.get(at).text() : "";
    String before = at > 0 ? tokens.get(at - 1).text() : "";
    String earlier = at > 1 ? tokens.get(at - 2).text() : "";
    String by = by(earlier, before);
    if (by != null) {
      return by;
    }
    if (before.equals(",")) {
      return "take the comma before it away";
    }
    if (here.equals("(") && isName(before) && isName(earlier)) {
      return "is a comma missing before `" + before + "`?";
    }
    return isName(here) && isName(before) && !isWord(here)
        ? "is a comma or an operator missing before `" + here + "`?"
        : null;
  }

  /** Words that take `BY`, and stand without it. */
  private static @Nullable String by(String earlier, String before) {
    String word = before.toUpperCase(Locale.ROOT);
    boolean isWithin = earlier.equalsIgnoreCase("WITHIN");
    return WITH_BY.contains(word) && !isWithin
        ? "for `%s`, did you mean `%s BY`?".formatted(before, word)
        : null;
  }

  private static String jinja(String sql) {
    Matcher reference = REFERENCE.matcher(sql);
    return reference.find()
        ? "there is no Jinja: write `" + reference.group(1) + "`"
        : "there is no Jinja: write the SQL that it stands for; `${name}` is a variable of `vars`";
  }

  /** A word of SQL that stands where a name would. */
  private static @Nullable String kept(List<Token> tokens, int at) {
    for (int i : new int[] {at - 1, at}) {
      String text = text(tokens, i);
      if (KEPT.contains(text.toUpperCase(Locale.ROOT))
          && BEFORE_A_NAME.contains(text(tokens, i - 1).toUpperCase(Locale.ROOT))
          && BEHIND_A_NAME.contains(text(tokens, i + 1).toUpperCase(Locale.ROOT))) {
        return "`%1$s` is a word of SQL; as the name of a column write it in quotes: `\"%1$s\"`"
            .formatted(text);
      }
    }
    return null;
  }

  private static String text(List<Token> tokens, int i) {
    return i >= 0 && i < tokens.size() ? tokens.get(i).text() : "";
  }

  /** A word just before a place that is nearly one of SQL. */
  private static @Nullable String misspelled(List<Token> tokens, int at) {
    String before = at > 0 && at < tokens.size() ? tokens.get(at - 1).text() : "";
    boolean isBehindJoin = JOINS.contains(before.toUpperCase(Locale.ROOT));
    if (isBehindJoin && Suggestion.nearest(tokens.get(at).text(), List.of("JOIN")) != null) {
      return "for `" + tokens.get(at).text() + "`, did you mean `JOIN`?";
    }
    for (int i = at - 1; i >= Math.max(0, at - 2); i--) {
      String text = tokens.get(i).text();
      if (isName(text) && text.length() >= LEAST && !isWord(text)) {
        String nearest = Suggestion.nearest(text.toUpperCase(Locale.ROOT), WORDS);
        if (nearest != null) {
          return nearest.replace("did you mean", "for `" + text + "`, did you mean");
        }
      }
    }
    return null;
  }

  private static boolean isWord(String text) {
    return WORDS.contains(text.toUpperCase(Locale.ROOT));
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_');
  }
}
