// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.topic;

import java.io.Serializable;

/**
 * Which messages are read.
 *
 * @param start where a partition begins that no run has read: {@code earliest}, {@code latest}, or
 *     a time, ISO 8601
 * @param isolation whether messages of transactions wait for their commit
 * @param gap what messages mean that went before a run read them
 */
public record TopicReading(
    String start, Isolation isolation, Gap gap, Tombstones tombstones, int maxRecord)
    implements Serializable {
  public static final String EARLIEST = "earliest";
  public static final String LATEST = "latest";

  /** Spelled {@code isolation} in the spec. */
  public enum Isolation {
    /** Messages of a transaction are there once it is committed, and never if it is aborted. */
    READ_COMMITTED,
    /** All messages are there. */
    READ_UNCOMMITTED
  }

  /** Spelled {@code gap} in the spec. */
  public enum Gap {
    /** The run fails. */
    FAIL,
    /** It is told, and reading goes on behind it. */
    ACCEPT
  }

  /** Messages without a value; spelled {@code tombstones} in the spec. */
  public enum Tombstones {
    DEAD_LETTER,
    /** They are not read. */
    SKIP,
    /** They are rows in which only what is known beside the value is there. */
    KEEP
  }
}
