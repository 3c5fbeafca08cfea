// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact.meter;

/** What a step did so far in this process, by all of its threads. */
final class Tally {
  private final String step;
  private final long from = System.currentTimeMillis();
  private long to = from;
  private long rows;
  private long dead;
  private long bytes;
  private int atWork;

  Tally(String step) {
    this.step = step;
  }

  synchronized void begin() {
    atWork++;
  }

  synchronized void did(long moreRows, long moreDead, long moreBytes) {
    rows += moreRows;
    dead += moreDead;
    bytes += moreBytes;
    to = System.currentTimeMillis();
  }

  synchronized void end() {
    atWork--;
    to = System.currentTimeMillis();
  }

  synchronized Measured now() {
    return new Measured(
        step, rows, dead, bytes, from, atWork > 0 ? System.currentTimeMillis() : to, atWork > 0);
  }
}
