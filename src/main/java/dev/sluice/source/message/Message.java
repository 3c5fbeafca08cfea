// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a log.
 *
 * @param timestamp milliseconds since 1970; negative when nobody knows
 * @param value null for a tombstone
 * @param arrival how it came into an inbox; {@link Arrival#NONE} of a topic
 */
@SuppressWarnings("ArrayRecordComponent")
public record Message(
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers,
    Arrival arrival) {
  /** What a producer wrote beside the value. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte @Nullable [] value) {}

  /**
   * How a message was received.
   *
   * @param id by which its sender knows it; empty for none
   * @param received milliseconds since 1970; negative when nobody knows
   * @param topic to which it was sent; empty where that is the source's
   */
  public record Arrival(String id, long received, String topic) {
    public static final Arrival NONE = new Arrival("", -1, "");
  }

  /** A message of a topic. */
  public Message(
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers) {
    this(offset, timestamp, key, value, headers, Arrival.NONE);
  }

  /** The same at an offset. */
  public Message at(long other) {
    return new Message(other, timestamp, key, value, headers, arrival);
  }

  /** About how much memory it takes. */
  public long bytes() {
    long bytes = 64L + length(key) + length(value);
    for (Header header : headers) {
      bytes += header.name().length() + length(header.value());
    }
    return bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
