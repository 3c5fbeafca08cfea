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
    TIMESTAMP,
    KEY,
    HEADERS,
    HEADER,
    TOMBSTONE;

    /** Whether it comes with the message; else it is known from where that stood. */
    public boolean isOfMessage() {
      return this == TIMESTAMP || this == KEY || this == HEADERS || this == HEADER;
    }
  }

  /** As the spec says it. */
  public String word() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.HEADER ? word + "." + header : word;
  }
}
