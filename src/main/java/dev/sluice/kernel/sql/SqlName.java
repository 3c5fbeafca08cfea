// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one place where names and literals become SQL text. */
public final class SqlName {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private SqlName() {}

  /**
   * Whether a table may have this name: a letter or underscore, then letters, digits, underscores;
   * at most 63.
   */
  public static boolean isLegalTable(String name) {
    return LEGAL.matcher(name).matches();
  }

  /** Quotes an identifier. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Quotes identifiers and joins them with commas. */
  public static String list(Collection<String> names) {
    return names.stream().map(SqlName::quote).collect(Collectors.joining(", "));
  }

  /** Quotes a string literal. */
  public static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** A list literal of strings. */
  public static String literals(Collection<String> values) {
    return values.stream().map(SqlName::literal).collect(Collectors.joining(", ", "[", "]"));
  }
}
