// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import java.io.Serializable;

/**
 * A source file as it was when it was read.
 *
 * @param path as Beam spells it
 * @param bytes its length
 * @param modified milliseconds since 1970; 0 where the file system does not say
 * @param records how many records it gave, malformed ones included
 * @param digest SHA-256 of its bytes as stored
 * @param reached the greatest cursor value of its valid rows; empty when there is none
 */
public record SourceFile(
    String path, long bytes, long modified, long records, String digest, String reached)
    implements Serializable {
  /** A file that a range of the cursor was read of: rows of it are there, no run read it whole. */
  public static SourceFile begun(String path) {
    return new SourceFile(path, 0, 0, 0, "", "");
  }

  /** Whether a run read it whole. */
  public boolean isWhole() {
    return !digest.isEmpty();
  }

  /** The same content, as it is found now. */
  public SourceFile found(String where, long when) {
    return new SourceFile(where, bytes, when, records, digest, reached);
  }

  public SourceFile upTo(String cursor) {
    return new SourceFile(path, bytes, modified, records, digest, cursor);
  }
}
