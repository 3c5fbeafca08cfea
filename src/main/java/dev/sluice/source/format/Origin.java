// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

/**
 * Whose records are read.
 *
 * @param table the table they are for
 * @param file the file they stand in, or once stood in
 */
record Origin(String table, InputFile file, Numbering numbering) {
  static Origin of(String table, InputFile file) {
    return new Origin(table, file, Numbering.IN_FILE);
  }

  /** Records that were taken out of a file. */
  static Origin letters(String table, String path, long[] numbers) {
    return new Origin(table, new InputFile(path, 0, 0), Numbering.of(numbers));
  }
}
