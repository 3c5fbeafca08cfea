// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import dev.sluice.error.issue.Position;
import java.io.Serializable;

/**
 * A SQL statement or expression and where it stands, so that an error inside it can be located.
 *
 * @param text the SQL, without a closing semicolon
 * @param position of the first character of {@code text} in its file
 * @param indent columns that the YAML block strips from each further line; 0 in a .sql file; {@link
 *     #UNMAPPED} when the lines of the text are not the lines of the file
 */
public record SqlText(String text, Position position, int indent) implements Serializable {
  /** The text was folded, escaped or replaced: every offset is located at its start. */
  public static final int UNMAPPED = Position.UNMAPPED;

  /** The position in the author's file of a 0-based character offset into {@link #text()}. */
  public Position at(int offset) {
    return position.of(text, indent, offset);
  }
}
