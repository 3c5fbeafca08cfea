// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.receive;

import dev.sluice.spec.topic.TopicReading.Gap;
import dev.sluice.spec.topic.TopicReading.Tombstones;
import java.io.Serializable;
import java.time.Duration;

/**
 * How messages are kept between their receipt and their commit.
 *
 * @param dedupeFor for how long a message is known by its id, so that it is not taken in twice;
 *     zero for not at all
 * @param maxUnread bytes that may wait to be read; more are not received
 * @param maxRecord bytes of one message; a longer one is a dead letter
 * @param gap what messages mean that went from the inbox before a run read them
 */
public record InboxSettings(
    Duration dedupeFor, long maxUnread, int maxRecord, Gap gap, Tombstones tombstones)
    implements Serializable {
  public static final Duration DEDUPE_FOR = Duration.ofHours(1);
  public static final long MAX_UNREAD = 256L << 20;
}
