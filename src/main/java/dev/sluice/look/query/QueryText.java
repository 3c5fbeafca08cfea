// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.rule.SqlText;
import java.util.Locale;
import java.util.Set;

/**
 * A statement as a person typed it.
 *
 * @param source what it is called where something is wrong with it: its file, or {@code SQL}
 * @param text all that was typed
 */
public record QueryText(String source, String text) {
  /** Statements that give rows, but may stand only where a table may. */
  private static final Set<String> RELATIONS = Set.of("DESCRIBE", "DESC", "SUMMARIZE");

  private static final String OPEN = "FROM (";

  /** The same as one SELECT, without a semicolon at its end. */
  String select() {
    return isRelation() ? OPEN + statement() + "\n)" : statement();
  }

  private String statement() {
    String statement = text.stripTrailing();
    while (statement.endsWith(";")) {
      statement = statement.substring(0, statement.length() - 1).stripTrailing();
    }
    return statement;
  }

  private boolean isRelation() {
    String first = text.strip().split("\\W", 2)[0];
    return RELATIONS.contains(first.toUpperCase(Locale.ROOT));
  }

  /** Where something is in the text that was typed. */
  Position at(int offset) {
    int typed = Math.max(0, offset - (isRelation() ? OPEN.length() : 0));
    return new SqlText(text, new Position(source, 1, 1), 0)
        .at(Math.min(typed, statement().length()));
  }
}
