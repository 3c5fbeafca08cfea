// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.variable.Reference.Trouble;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills variables into SQL: as a literal where a value may stand, as text inside of a quoted text
 * or name. So no value ends what it stands in. Comments and dollar-quoted texts stay as they are.
 */
public final class SqlTemplate {
  private static final Pattern DOLLAR_TAG = Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*)?\\$");

  private final String sql;
  private final Variables variables;
  private final StringBuilder filled = new StringBuilder();
  private final List<Splice> splices = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private int at;

  private SqlTemplate(String sql, Variables variables) {
    this.sql = sql;
    this.variables = variables;
  }

  /**
   * A place that was filled in.
   *
   * @param at where it begins in the statement
   * @param length how long it is there
   * @param from where it begins in what was written
   * @param to where what was written goes on
   */
  public record Splice(int at, int length, int from, int to) implements Serializable {}

  /**
   * What came of a statement.
   *
   * @param text null when there is any trouble
   */
  public record Filled(@Nullable String text, List<Splice> splices, List<Trouble> troubles) {
    public Filled {
      splices = List.copyOf(splices);
      troubles = List.copyOf(troubles);
    }
  }

  public static Filled fill(String sql, Variables variables) {
    return Reference.isIn(sql)
        ? new SqlTemplate(sql, variables).fill()
        : new Filled(sql, List.of(), List.of());
  }

  private Filled fill() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (sql.startsWith("--", at)) {
        copyTo(behind("\n", at));
      } else if (sql.startsWith("/*", at)) {
        copyTo(endOfComment());
      } else if (c == '\'' || c == '"') {
        quoted(c, isEscaped(c));
      } else if (c == '$') {
        dollar();
      } else {
        copyTo(at + 1);
      }
    }
    return new Filled(troubles.isEmpty() ? filled.toString() : null, splices, troubles);
  }

  private void copyTo(int end) {
    filled.append(sql, at, end);
    at = end;
  }

  private int behind(String mark, int from) {
    int found = sql.indexOf(mark, from);
    return found < 0 ? sql.length() : found + mark.length();
  }

  private int endOfComment() {
    int depth = 0;
    for (int i = at; i < sql.length(); i++) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (sql.startsWith("*/", i)) {
        i++;
        if (--depth == 0) {
          return i + 1;
        }
      }
    }
    return sql.length();
  }

  /** Whether a text begins here in which a backslash has a meaning: {@code E'…'}. */
  private boolean isEscaped(char quote) {
    boolean isMarked = quote == '\'' && at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0;
    return isMarked && (at < 2 || !Character.isJavaIdentifierPart(sql.charAt(at - 2)));
  }

  private void quoted(char quote, boolean isEscaped) {
    copyTo(at + 1);
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == quote && !sql.startsWith(String.valueOf(quote), at + 1)) {
        copyTo(at + 1);
        return;
      }
      Reference reference = c == '$' ? Reference.at(sql, at) : null;
      if (reference != null) {
        put(reference, quote, isEscaped);
      } else {
        boolean isPair = c == quote || (isEscaped && c == '\\');
        copyTo(Math.min(sql.length(), at + (isPair ? 2 : 1)));
      }
    }
  }

  private void dollar() {
    Matcher tag = DOLLAR_TAG.matcher(sql).region(at, sql.length());
    int end = tag.lookingAt() ? sql.indexOf(tag.group(), tag.end()) : -1;
    Reference reference = Reference.at(sql, at);
    if (end >= 0) {
      copyTo(end + tag.group().length());
    } else if (reference != null) {
      put(reference, ' ', false);
    } else {
      copyTo(at + 1);
    }
  }

  private void put(Reference reference, char quote, boolean isEscaped) {
    String value =
        switch (reference.form()) {
          case KEPT -> "${";
          case BROKEN -> trouble(reference.brokenness());
          case VALUE -> spelled(reference, quote, isEscaped);
        };
    splices.add(new Splice(filled.length(), value.length(), reference.from(), reference.to()));
    filled.append(value);
    at = reference.to();
  }

  private String spelled(Reference reference, char quote, boolean isEscaped) {
    if (Variable.isSecret(reference.name())) {
      return trouble(
          new Trouble(
              ErrorCode.SECRET_IN_CLEAR,
              reference.from(),
              "the variable `"
                  + reference.name()
                  + "` is a secret by its name, and SQL is written into plans and manifests",
              "take it out, or call the variable something else; only `notify` may hold a secret"));
    }
    Variables.Found found = variables.find(reference);
    if (found.trouble() != null) {
      return trouble(found.trouble().at(reference.from()));
    }
    if (quote == ' ') {
      return found.variable().literal();
    }
    String text = found.variable().text();
    String plain = isEscaped ? text.replace("\\", "\\\\") : text;
    return plain.replace(String.valueOf(quote), "" + quote + quote);
  }

  private String trouble(Trouble trouble) {
    troubles.add(trouble);
    return "";
  }
}
