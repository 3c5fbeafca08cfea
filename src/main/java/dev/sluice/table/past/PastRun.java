// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.past;

import java.util.List;

/**
 * What is told of a committed run whose entry is no longer kept: enough to say what became of the
 * dead letters it left, and what was built on it.
 *
 * @param kind why it ran, in lower case
 * @param outcome how it ended, in lower case
 * @param base the number of the entry on which it was built; 0 for none
 * @param raw the folders, relative to that of a raw table, in which its raw rows lie
 */
public record PastRun(
    String id,
    String attempt,
    String kind,
    String outcome,
    String createdAt,
    long base,
    List<String> raw) {
  public PastRun {
    raw = List.copyOf(raw);
  }

  /**
   * The folder in which a file of a raw table lies, relative to the table's own, whatever that is
   * called by now: the files of one run share it, for it tells the run's time and attempt.
   *
   * @param path {@code staging/TABLE/created_at=…/attempt=…/FILE}
   */
  public static String folder(String path) {
    int begin = path.indexOf('/', path.indexOf('/') + 1) + 1;
    return path.substring(begin, Math.max(begin, path.lastIndexOf('/')));
  }
}
