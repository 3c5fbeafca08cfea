// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.past;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is told of a committed run whose entry is no longer kept: enough to say what became of the
 * dead letters it left, and what was built on it.
 *
 * @param kind why it ran, in lower case
 * @param outcome how it ended, in lower case
 * @param base the number of the entry on which it was built; 0 for none
 * @param raw the folders, relative to that of a raw table, in which its raw rows lie
 * @param corrected by raw table, the source files that a run which built on it found with other
 *     content, and the digest of what it had read itself
 */
public record PastRun(
    String id,
    String attempt,
    String kind,
    String outcome,
    String createdAt,
    long base,
    List<String> raw,
    Map<String, Map<String, String>> corrected) {
  public PastRun {
    raw = List.copyOf(raw);
    // Notes of earlier versions say nothing of it.
    corrected = Objects.requireNonNullElse(corrected, Map.of());
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
