// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.topic;

import java.io.Serializable;
import java.util.Locale;

/**
 * What is known of a message beside its value.
 *
 * @param kind which
 * @param header the header's name, of {@code HEADER}
 */
public record MessageMeta(Kind kind, String header) implements Serializable {
  /** Spelled as in the spec. */
  public enum Kind {
    TOPIC,
    PARTITION,
    OFFSET,
    /** When it was published, or happened, as its sender says; else when it was received. */
    TIMESTAMP,
    /** When it came into an inbox. */
    RECEIVED,
    /** By which its sender knows it. */
    ID,
    KEY,
    HEADERS,
    HEADER,
    TOMBSTONE;

    /** Whether it comes with the message; else it is known from where that stood. */
    public boolean isOfMessage() {
      return this != TOPIC && this != PARTITION && this != OFFSET && this != TOMBSTONE;
    }
  }

  /** As the spec says it. */
  public String word() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.HEADER ? word + "." + header : word;
  }
}
