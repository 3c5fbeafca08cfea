// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.position;

import dev.sluice.intake.InputFile;
import java.io.Serializable;
import java.util.List;

/**
 * A part of a file that can be read by itself, from one place between two records to another.
 *
 * @param to where it ends; negative when that is where the file ends
 * @param records how many of the file's come before its end; negative when only reading tells
 * @param digest SHA-256 of the file as stored; empty when reading the part tells, for it is all
 */
public record FilePart(InputFile file, RecordPosition from, long to, long records, String digest)
    implements Serializable {
  /** All of a file. */
  public static FilePart whole(InputFile file) {
    RecordPosition from =
        file.log() == null
            ? RecordPosition.START
            : new RecordPosition(file.from(), 0, 0, List.of());
    return new FilePart(file, from, -1, -1, "");
  }

  /** Whether no other part follows it in its file. */
  public boolean isLast() {
    return to < 0;
  }

  /** How long it is. */
  public long bytes() {
    return (to < 0 ? file.bytes() : to) - from.offset();
  }
}
