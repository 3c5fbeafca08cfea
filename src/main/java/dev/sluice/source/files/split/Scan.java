// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

/**
 * Goes over a text and finds where its records begin, exactly as whoever reads them.
 *
 * <p>Two scans that both find a record at one place agree from there on, whatever came before it.
 */
public interface Scan {
  /**
   * Goes over the next bytes and tells each place between two records that it is sure of.
   *
   * @param position of the first of the bytes in the file
   */
  void block(byte[] bytes, int from, int to, long position, Begins begins);

  /** A scan of the same text from a place on at which a record begins, none counted before it. */
  Scan from(long position);

  /** Counts so many records more, that came before it began. */
  void add(long records);

  /** Whether something is wrong after which only reading tells where records begin. */
  boolean isLost();

  /** Told where records begin. */
  interface Begins {
    /** At a place before which so many records stand. */
    void at(long position, long records);
  }
}
