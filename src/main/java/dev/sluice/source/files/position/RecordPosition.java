// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.position;

import java.util.List;

/**
 * A place between two records of a file.
 *
 * @param offset of a record in the decompressed text, of a block in its container, or of a group of
 *     rows in the stored bytes of all
 * @param within how many pieces, or records, of that block or group come before
 * @param records before this place, malformed ones included
 * @param columns met so far where records bring their own; empty for formats with a header
 */
public record RecordPosition(long offset, long within, long records, List<String> columns) {
  public static final RecordPosition START = new RecordPosition(0, 0, 0, List.of());

  public RecordPosition {
    columns = List.copyOf(columns);
  }
}
