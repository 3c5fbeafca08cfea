// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import java.util.List;

/**
 * Files of one kind that no document names.
 *
 * @param files relative to the lake's root, in order
 * @param bytes of all of them
 */
public record Leftovers(Kind kind, List<String> files, long bytes) {
  public Leftovers {
    files = List.copyOf(files);
  }

  /** Where they come from. */
  public enum Kind {
    /** The entries, evidence, notices and pages of runs that are not kept. */
    RUN,
    /** Data files that only such runs name. */
    RUN_DATA,
    /** States of tables that only such runs name. */
    RUN_STATE,
    /** Data files of attempts that were never committed. */
    DATA,
    /** States of tables that no commit ever named. */
    STATE,
    /** Files of attempts that no manifest would ever name. */
    SCRATCH,
    /** What attempts finished, of runs that were committed or given up. */
    CHECKPOINT,
    /** Documents that were being written. */
    TEMPORARY,
    /** Locks of attempts whose process ended. */
    LOCK,
    /** Files that an earlier release placed in production. */
    RELEASE
  }
}
