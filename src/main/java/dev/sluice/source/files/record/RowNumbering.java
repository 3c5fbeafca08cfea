// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.record;

/** Which number in its origin a record has, and how messages name its place. */
public interface RowNumbering {
  /** Records of a file have the numbers they are met in. */
  RowNumbering IN_FILE = record -> record;

  /** The number in the origin of the record met as number {@code record}, counted from 1. */
  long of(long record);

  /** Names the record that begins at a byte of what is read. */
  default String place(long record, long start) {
    return "Record " + of(record) + " at byte " + start;
  }

  /** Records that were taken out of a file and have kept their numbers. */
  static RowNumbering of(long[] numbers) {
    return new RowNumbering() {
      @Override
      public long of(long record) {
        // A letter may hold more records than one; it is buried as a whole then.
        return record <= numbers.length ? numbers[(int) record - 1] : 0;
      }

      @Override
      public String place(long record, long start) {
        return "Record " + of(record);
      }
    };
  }

  /** Messages have their offsets. */
  static RowNumbering offsets(long[] offsets) {
    RowNumbering given = of(offsets);
    return new RowNumbering() {
      @Override
      public long of(long record) {
        return given.of(record);
      }

      @Override
      public String place(long record, long start) {
        return "The message at offset " + of(record);
      }
    };
  }
}
