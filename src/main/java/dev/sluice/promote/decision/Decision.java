// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.decision;

import dev.sluice.store.document.Chain;

/**
 * What a person decided on a staged run. Decisions are only ever added.
 *
 * @param version of this format
 * @param number 1 for the first decision
 * @param subject the run as it was when the decision was made
 * @param base the number of the release that production showed then
 * @param made who decided, when, and why
 * @param expiresAt until when an approval can be applied, ISO 8601 in UTC
 * @param previous the digest of decision {@code number - 1}; empty for the first
 */
public record Decision(
    int version,
    long number,
    Verdict verdict,
    Subject subject,
    long base,
    Attribution made,
    String expiresAt,
    String previous)
    implements Chain.Link {
  public static final int VERSION = 1;

  /** For or against. */
  public enum Verdict {
    APPROVE,
    REJECT
  }

  /**
   * A run.
   *
   * @param manifest the number of its manifest
   * @param digest of its manifest
   */
  public record Subject(long manifest, String digest, String runId) {}
}
