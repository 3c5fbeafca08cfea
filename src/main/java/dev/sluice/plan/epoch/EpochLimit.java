// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import dev.sluice.intake.FoundLog;
import dev.sluice.intake.InputFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How much an epoch takes in of a table at most, so that what piled up is worked off in epochs of
 * the usual length: rows of it show early, and a kill costs little. What is left is the next
 * epoch's.
 *
 * @param bytes of its files; of messages, about
 */
public record EpochLimit(long bytes) {
  /** For what takes in all there is. */
  public static final EpochLimit NONE = new EpochLimit(Long.MAX_VALUE);

  private static final Comparator<InputFile> OLDEST_FIRST =
      Comparator.comparingLong(InputFile::modified).thenComparing(InputFile::path);

  /**
   * The files that are taken in, in the order in which they were found: as many of the oldest as
   * the limit allows, at least one of those that were not met before.
   *
   * @param known the paths of those that count for nothing
   */
  public List<InputFile> of(List<InputFile> files, Set<String> known) {
    List<InputFile> fresh = new ArrayList<>(files);
    fresh.removeIf(file -> known.contains(file.path()));
    if (fresh.stream().mapToLong(InputFile::length).sum() <= bytes) {
      return files;
    }
    fresh.sort(OLDEST_FIRST);
    Set<InputFile> later = new HashSet<>(fresh);
    long taken = 0;
    for (InputFile file : fresh) {
      taken += file.length();
      if (taken > bytes && later.size() < fresh.size()) {
        break;
      }
      later.remove(file);
    }
    return files.stream().filter(file -> !later.contains(file)).toList();
  }

  /**
   * Logs that end where the limit says: each gives the same share of what waits in it, and at least
   * a message.
   *
   * @param from where reading of one goes on
   */
  public List<FoundLog> of(List<FoundLog> logs, ToLongFunction<FoundLog> from) {
    long waiting = logs.stream().mapToLong(log -> file(log, from).length()).sum();
    if (waiting <= bytes) {
      return logs;
    }
    double share = (double) bytes / waiting;
    return logs.stream().map(log -> log.upTo(cut(file(log, from), share))).toList();
  }

  private static InputFile file(FoundLog log, ToLongFunction<FoundLog> from) {
    return log.file(Math.min(from.applyAsLong(log), log.head()));
  }

  private static long cut(InputFile log, double share) {
    return log.from() + (long) Math.ceil((log.bytes() - log.from()) * share);
  }
}
