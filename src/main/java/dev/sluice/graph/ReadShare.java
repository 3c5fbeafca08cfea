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
 * @param most lanes of the largest table; several of about one length have fewer each
 */
record ReadShare(long own, long all, int most) {
  /** Of files on this machine: while two are read, landing and validating keep other cores busy. */
  static final int NEAR = 2;

  /**
   * Bytes that a lane of the only table reads before it pauses, and that the lanes of several
   * tables read together, for more steps of each are in flight.
   */
  private static final long IN_FLIGHT = 128L << 20;

  /** About one batch. */
  private static final long LEAST_IN_FLIGHT = 8L << 20;

  /**
   * The share of a table.
   *
   * @param threads that the run may use: who reads far away waits most of the time
   */
  static ReadShare of(List<InputFile> table, Collection<List<InputFile>> tables, int threads) {
    boolean isFar = table.stream().anyMatch(file -> file.path().contains("://"));
    return new ReadShare(
        bytes(table),
        tables.stream().mapToLong(ReadShare::bytes).sum(),
        isFar ? Math.max(NEAR, threads) : NEAR);
  }

  private static long bytes(List<InputFile> files) {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  int lanes() {
    return all == 0 ? 1 : (int) Math.max(1, Math.ceil((double) most * own / all));
  }

  InFlight inFlight() {
    long sharers =
        own == all
            ? Math.max(1, most / NEAR)
            : Math.round((double) lanes() * all / Math.max(own, 1));
    return new InFlight(
        IN_FLIGHT, LEAST_IN_FLIGHT, (int) Math.min(sharers, IN_FLIGHT / LEAST_IN_FLIGHT));
  }
}
