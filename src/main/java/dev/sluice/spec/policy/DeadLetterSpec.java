// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import java.io.Serializable;

/** What the lake keeps of rows that die; spelled {@code dead_letters} in the spec. */
public record DeadLetterSpec(Payload payload) implements Serializable {
  public static final DeadLetterSpec DEFAULT = new DeadLetterSpec(Payload.KEEP);

  /** What becomes of the record itself. */
  public enum Payload {
    /** It is kept as it is. */
    KEEP,
    /** It is encrypted with the key in the environment. */
    ENCRYPT,
    /** It is not kept, and cannot be read again. */
    DROP
  }
}
