// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How audited data reaches production.
 *
 * @param notice where a message on each committed run goes; null for nowhere
 * @param expireAfter how long after its end a staged run may be approved and applied
 * @param signers public keys by name, {@code ed25519:} and Base64, of those who sign decisions and
 *     releases; empty when nobody does
 */
public record PublishSpec(
    Approve approve, @Nullable NotifySpec notice, Duration expireAfter, Map<String, String> signers)
    implements Serializable {
  /** Without approval, notice or surprise. */
  public static final PublishSpec DEFAULT =
      new PublishSpec(Approve.AUTO, null, Duration.ofDays(7), Map.of());

  public PublishSpec {
    signers = Map.copyOf(signers);
  }

  /** The same but for who approves. */
  public PublishSpec approvedBy(Approve other) {
    return new PublishSpec(other, notice, expireAfter, signers);
  }

  /** Who approves. */
  public enum Approve {
    /** Passing every gate is enough. */
    AUTO,
    /** A person approves the staged run. */
    MANUAL
  }
}
