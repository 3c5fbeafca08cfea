// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.record;

import dev.sluice.intake.InputFile;

/**
 * Whose records are read.
 *
 * @param table the table they are for
 * @param file the file they stand in, or once stood in
 */
public record Origin(String table, InputFile file, RowNumbering numbering) {
  public static Origin of(String table, InputFile file) {
    return new Origin(table, file, RowNumbering.IN_FILE);
  }

  /** Records that were taken out of a file. */
  public static Origin letters(String table, String path, long[] numbers) {
    return new Origin(table, new InputFile(path, 0, 0), RowNumbering.of(numbers));
  }

  /** Messages of a partition, by their offsets. */
  public static Origin messages(String table, String path, long[] offsets) {
    return new Origin(table, new InputFile(path, 0, 0), RowNumbering.offsets(offsets));
  }
}
