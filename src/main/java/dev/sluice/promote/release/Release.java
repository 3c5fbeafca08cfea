// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.promote.decision.Attribution;
import dev.sluice.store.document.Chain;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What production shows from one moment on: for each table the files of one manifest.
 *
 * @param version of this format
 * @param number 1 for the first release
 * @param manifest the number of the manifest whose tables it shows
 * @param run that made the manifest
 * @param made who released it, and why
 * @param tables the files of each table; empty for a table with no rows
 * @param previous the digest of release {@code number - 1}; empty for the first
 */
public record Release(
    int version,
    long number,
    Kind kind,
    long manifest,
    Run run,
    Attribution made,
    Map<String, List<ReleaseFile>> tables,
    String previous)
    implements Chain.Link {
  public static final int VERSION = 1;

  public Release {
    Map<String, List<ReleaseFile>> sorted = new TreeMap<>();
    tables.forEach((table, files) -> sorted.put(table, List.copyOf(files)));
    tables = Collections.unmodifiableMap(sorted);
  }

  /** How it came about. */
  public enum Kind {
    /** A newer manifest took the place of an older one. */
    PUBLISH,
    /** An earlier release was brought back. */
    ROLLBACK
  }

  /**
   * A committed run.
   *
   * @param digest of its manifest
   * @param createdAt its logical time, ISO 8601 in UTC
   */
  public record Run(String id, String digest, String createdAt) {}

  /**
   * A file of production.
   *
   * @param path relative to the lake's root
   * @param sha256 of its bytes, in lower-case hex
   */
  public record ReleaseFile(String path, long rows, long bytes, String sha256) {}
}
