// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * Where messages go.
 *
 * @param target the absolute path of a file, a URL, or a topic such as {@code
 *     projects/my-project/topics/shop-staged}
 */
public record NotifySpec(Kind kind, String target) implements Serializable {
  /** How they get there. */
  public enum Kind {
    /** A line is appended to a file. */
    FILE,
    /** A signed request is posted. */
    WEBHOOK,
    /** A message is published to a topic of Google Cloud Pub/Sub. */
    PUBSUB
  }
}
