// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

/**
 * What the origin of a message is called: {@code kafka://SERVER/TOPIC/PARTITION}, or {@code
 * inbox:LAKE/TABLE/0}; of one that was left out at first and read later, with the offsets behind
 * it, {@code #FROM-TO}.
 *
 * @param address {@code kafka://SERVER}, or {@code inbox:LAKE}
 * @param topic the topic, or the table
 */
public record PartitionPath(String address, String topic, int partition) {
  private static final char RANGE = '#';

  /** Reads a path that names a partition. */
  public static PartitionPath of(String path) {
    int number = path.lastIndexOf('/');
    int topic = path.lastIndexOf('/', number - 1);
    return new PartitionPath(
        path.substring(0, topic),
        path.substring(topic + 1, number),
        Integer.parseInt(path.substring(number + 1, path.length() - range(path).length())));
  }

  /** What a path says of offsets that were read later than others; empty for nothing. */
  public static String range(String path) {
    int range = path.lastIndexOf(RANGE);
    return range > path.lastIndexOf('/') ? path.substring(range) : "";
  }

  /** The path of offsets of this partition that are read later than others. */
  public String range(long from, long to) {
    return this + String.valueOf(RANGE) + from + "-" + to;
  }

  @Override
  public String toString() {
    return address + "/" + topic + "/" + partition;
  }
}
