// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.format;

import dev.sluice.batch.RecordBatch;
import dev.sluice.source.files.position.RecordPosition;
import org.jspecify.annotations.Nullable;

/**
 * The next piece of a file.
 *
 * @param rows null when no record of the piece was good
 * @param dead letters; null when no record of the piece was bad
 * @param end the place after this piece
 * @param isLast whether nothing follows
 */
public record Chunk(
    @Nullable RecordBatch rows, @Nullable RecordBatch dead, RecordPosition end, boolean isLast) {
  /** The length of the batches. */
  public long bytes() {
    return length(rows) + length(dead);
  }

  private static long length(@Nullable RecordBatch batch) {
    return batch == null ? 0 : batch.bytes();
  }
}
