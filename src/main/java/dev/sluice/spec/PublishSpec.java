// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/** How audited data reaches production. */
public record PublishSpec(Approve approve) implements Serializable {
  /** Who approves. */
  public enum Approve {
    /** Passing every gate is enough. */
    AUTO,
    /** A person approves the staged run. */
    MANUAL
  }
}
