// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a partition.
 *
 * @param timestamp milliseconds since 1970; negative when nobody knows
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent")
public record Message(
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {
  /** What a producer wrote beside the value. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte @Nullable [] value) {}
}
