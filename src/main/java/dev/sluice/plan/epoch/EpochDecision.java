// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import java.util.Locale;

/**
 * What a person decided on an epoch that is held.
 *
 * @param version of this format
 * @param id of the epoch
 * @param verdict what becomes of what it had read
 * @param at when, ISO 8601 in UTC
 * @param by who
 * @param why in the person's words
 */
public record EpochDecision(
    int version, String id, Verdict verdict, String at, String by, String why) {
  static final int VERSION = 1;

  /** What becomes of what the epoch had read. */
  public enum Verdict {
    /** The next run reads it again. */
    RELEASE,
    /** No run reads it. */
    DISCARD;

    /** The word for an epoch of which this was decided. */
    public String past() {
      return name().toLowerCase(Locale.ROOT) + (this == RELEASE ? "d" : "ed");
    }
  }

  /** A decision of now. */
  public static EpochDecision of(String id, Verdict verdict, String at, String by, String why) {
    return new EpochDecision(VERSION, id, verdict, at, by, why);
  }
}
