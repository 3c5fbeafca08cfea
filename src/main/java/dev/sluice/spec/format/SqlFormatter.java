// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.format;

import dev.sluice.bind.Binder;

/**
 * Gives a statement in a file of its own one form: keywords in capitals, no blanks at the ends of
 * lines, no tabs, at most one empty line, a newline at the end. Where lines break is the author's.
 *
 * <p>The kernel's parser must read the same statement from both texts; else the file stays.
 */
public final class SqlFormatter {
  private final Binder binder;

  /**
   * A formatter.
   *
   * @param binder whose parser compares
   */
  public SqlFormatter(Binder binder) {
    this.binder = binder;
  }

  public Formatted format(String sql) {
    String plain = sql.replace("\r\n", "\n");
    String capitals = SqlPieces.of(plain).written(true);
    if (capitals.equals(sql)) {
      return Formatted.as(sql);
    }
    if (isSame(sql, capitals)) {
      return Formatted.as(capitals);
    }
    // A word that is a keyword elsewhere can be a name here.
    String small = SqlPieces.of(plain).written(false);
    return isSame(sql, small)
        ? Formatted.as(small)
        : Formatted.left(sql, "it cannot be parsed, so nobody can tell that it stays the same");
  }

  /** A variable of the spec stands for a name or a value: a name can stand for both. */
  private boolean isSame(String before, String after) {
    return binder.isSame(named(before), named(after));
  }

  private static String named(String sql) {
    return sql.replaceAll("\\$\\{([A-Za-z_][A-Za-z0-9_]*)[^}]*}", "__variable_$1");
  }
}
