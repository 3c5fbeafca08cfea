// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * Where messages go.
 *
 * @param target the absolute path of a file, or a URL
 */
public record NotifySpec(Kind kind, String target) implements Serializable {
  /** How they get there. */
  public enum Kind {
    /** A line is appended to a file. */
    FILE,
    /** A signed request is posted. */
    WEBHOOK
  }
}
