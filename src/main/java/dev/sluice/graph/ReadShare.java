// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.InFlight;
import java.util.Collection;
import java.util.List;

/**
 * What a table may have of the lanes that read, by the length of its files: tables are read side by
 * side, and whoever is most of the work should not wait for those that are little.
 *
 * @param own bytes that are read of the table
 * @param all bytes that are read of all tables
 */
record ReadShare(long own, long all) {
  /** Of the largest table; several of about one length have one each. */
  private static final int LANES = 2;

  /**
   * Bytes that a lane of the only table reads before it pauses, and that the lanes of several
   * tables read together, for more steps of each are in flight.
   */
  private static final long IN_FLIGHT = 128L << 20;

  /** About one batch. */
  private static final long LEAST_IN_FLIGHT = 8L << 20;

  static ReadShare of(List<InputFile> table, Collection<List<InputFile>> tables) {
    return new ReadShare(bytes(table), tables.stream().mapToLong(ReadShare::bytes).sum());
  }

  private static long bytes(List<InputFile> files) {
    return files.stream().mapToLong(InputFile::bytes).sum();
  }

  int lanes() {
    return all == 0 ? 1 : (int) Math.max(1, Math.ceil((double) LANES * own / all));
  }

  InFlight inFlight() {
    long sharers = own == all ? 1 : Math.round((double) lanes() * all / Math.max(own, 1));
    return new InFlight(
        IN_FLIGHT, LEAST_IN_FLIGHT, (int) Math.min(sharers, IN_FLIGHT / LEAST_IN_FLIGHT));
  }
}
