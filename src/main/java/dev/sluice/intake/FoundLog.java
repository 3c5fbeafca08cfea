// SPDX-License-Identifier: Apache-2.0
package dev.sluice.intake;

/**
 * A log as it is now, such as a partition of a topic.
 *
 * @param path what the origin of its messages is called
 * @param number of the partition
 * @param id which no other topic ever has
 * @param earliest the offset of the first message that is there
 * @param start where its source begins to read it
 * @param head the offset behind the last message that may be read
 */
public record FoundLog(String path, int number, String id, long earliest, long start, long head) {
  /** Its messages from an offset up to its head. */
  public InputFile file(long from) {
    return new InputFile(path, head, 0, new InputFile.Log(id, from));
  }

  /** The same, but for messages from an offset on, which is not behind the head. */
  public FoundLog upTo(long offset) {
    return new FoundLog(path, number, id, earliest, Math.min(start, offset), offset);
  }

  /** The same, but for messages from an offset on; as it is where that lies outside of it. */
  public FoundLog endingAt(long offset) {
    return offset >= start && offset < head ? upTo(offset) : this;
  }
}
