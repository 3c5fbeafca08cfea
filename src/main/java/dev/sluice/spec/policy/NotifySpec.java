// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

import java.io.Serializable;

/**
 * Where messages go.
 *
 * @param target the absolute path of a file, a URL, or a topic such as {@code
 *     projects/my-project/topics/shop-staged}
 */
public record NotifySpec(Kind kind, String target) implements Serializable {
  /** The target as it may be written down: the path of a URL, and all after it, may be a secret. */
  public String shown() {
    if (kind != Kind.WEBHOOK && kind != Kind.SLACK) {
      return target;
    }
    int path = target.indexOf('/', target.indexOf("://") + 3);
    int query = target.indexOf('?');
    int end = path < 0 ? query : query < 0 ? path : Math.min(path, query);
    return end < 0 || end == target.length() - 1 ? target : target.substring(0, end) + "/…";
  }

  @Override
  public String toString() {
    return kind + " " + shown();
  }

  /** How they get there. */
  public enum Kind {
    /** A line is appended to a file. */
    FILE,
    /** A signed request is posted. */
    WEBHOOK,
    /** A text is posted as Slack takes it. */
    SLACK,
    /** A message is published to a topic of Google Cloud Pub/Sub. */
    PUBSUB
  }
}
