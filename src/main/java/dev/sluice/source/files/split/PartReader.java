// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.Plural;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;

/** Reads a part of a file, and makes sure that it has the records that were counted in it. */
public final class PartReader implements FileReader {
  private final FileReader reader;
  private final FilePart part;

  public PartReader(FileReader reader, FilePart part) {
    this.reader = reader;
    this.part = part;
  }

  @Override
  public Chunk next() {
    Chunk chunk = reader.next();
    if (chunk.isLast() && part.records() >= 0 && chunk.end().records() != part.records()) {
      // The next part's records have numbers already: they would be wrong.
      throw part.file()
          .failure(
              ErrorCode.INTERNAL,
              "has %s before byte %d, of which %d were counted"
                  .formatted(Plural.of(chunk.end().records(), "record"), part.to(), part.records()),
              null);
    }
    return chunk;
  }

  @Override
  public String digest() {
    return part.digest();
  }

  @Override
  public void close() {
    reader.close();
  }
}
