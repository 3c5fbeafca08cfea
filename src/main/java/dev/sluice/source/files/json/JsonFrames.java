// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import java.util.function.Consumer;

/** Finds where the records of a JSON text begin and end, one after the other. */
interface JsonFrames {
  /**
   * Looks for the next record behind a position; false when none follows.
   *
   * <p>A record that is longer than records may be is found as far as they may be.
   */
  boolean next(long position);

  /** Where the record begins. */
  long from();

  /** Where it ends; or, of one that is too long, as far as it was looked at. */
  long to();

  /** Whether it is longer than records may be; {@link #rest} goes to its end then. */
  boolean isLong();

  /** Goes to the end of a record that is too long, and shows its bytes from {@link #to} on. */
  void rest(Consumer<byte[]> bytes);

  /** Where to look for the next record; behind the last one, where the text ends. */
  long after();

  /** What {@link #after} alone does not tell of where that is, for who begins there. */
  long place();
}
