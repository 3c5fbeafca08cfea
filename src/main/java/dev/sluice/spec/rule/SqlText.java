// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.variable.SqlTemplate.Splice;
import java.io.Serializable;
import java.util.List;

/**
 * A SQL statement or expression and where it stands, so that an error inside it can be located.
 *
 * @param text the SQL, without a closing semicolon, with its variables filled in
 * @param position of the first character in its file
 * @param indent columns that the YAML block strips from each further line; 0 in a .sql file; {@link
 *     #UNMAPPED} when the lines of the text are not the lines of the file
 */
public record SqlText(String text, Position position, int indent, Written written)
    implements Serializable {
  /** The text was folded, escaped or replaced: every offset is located at its start. */
  public static final int UNMAPPED = Position.UNMAPPED;

  /** SQL that refers to no variable. */
  public SqlText(String text, Position position, int indent) {
    this(text, position, indent, new Written(text, List.of()));
  }

  /**
   * The SQL as the author wrote it.
   *
   * @param splices where {@link SqlText#text()} differs, in their order
   */
  public record Written(String text, List<Splice> splices) implements Serializable {
    public Written {
      splices = List.copyOf(splices);
    }

    /** Where an offset into the SQL lies in what was written; of a variable, where it begins. */
    private int offset(int filled) {
      int gained = 0;
      for (Splice splice : splices) {
        if (filled < splice.at()) {
          break;
        }
        if (filled < splice.at() + splice.length()) {
          return splice.from();
        }
        gained = splice.at() + splice.length() - splice.to();
      }
      return Math.min(filled - gained, text.length());
    }
  }

  /** The position in the author's file of a 0-based character offset into {@link #text()}. */
  public Position at(int offset) {
    return position.of(written.text(), indent, written.offset(offset));
  }
}
