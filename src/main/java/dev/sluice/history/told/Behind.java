// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import dev.sluice.history.Past;
import dev.sluice.table.log.Manifest;
import java.util.Optional;

/**
 * How far a copy of the tables of history is behind: what of it stays, and which runs are to be
 * added. A warehouse that follows over many runs at once is told of those alone.
 *
 * @param base the number of the run up to which the copy stays; what it has of later ones goes
 * @param runs how many runs are added, the newest ones
 */
public record Behind(long base, int runs) {
  /** A copy of which nothing stays. */
  public static final Behind WHOLLY = new Behind(0, Integer.MAX_VALUE);

  /** What a copy tells of. */
  @FunctionalInterface
  public interface Copy<E extends Exception> {
    /** The newest run of which it tells, and that is no newer than one; 0 when there is none. */
    long newestUpTo(long number) throws E;
  }

  /**
   * How far a copy is behind some runs: those on which the newest of them builds are looked at
   * until one is found of which it tells. Where the lake no longer has them all, what it has is
   * added, and what the copy tells of earlier ones stays.
   */
  public static <E extends Exception> Behind of(Past past, Copy<E> copy) throws E {
    long told = Long.MAX_VALUE;
    int runs = 0;
    for (Optional<Manifest> run = past.at(0); run.isPresent(); run = past.at(runs)) {
      runs++;
      long base = run.get().run().inputs().base();
      if (told > base) {
        told = copy.newestUpTo(base);
      }
      if (told == base) {
        break;
      }
    }
    return runs == 0 ? WHOLLY : new Behind(told, runs);
  }
}
