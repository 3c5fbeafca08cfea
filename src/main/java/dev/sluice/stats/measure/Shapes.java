// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many texts look like what. Every text is of one shape, the first of {@link TextShape} that
 * fits.
 *
 * @param counts none of them 0
 */
public record Shapes(Map<TextShape, Long> counts) {
  public static final Shapes NONE = new Shapes(Map.of());

  public Shapes {
    EnumMap<TextShape, Long> sorted = new EnumMap<>(TextShape.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
  }

  public Shapes plus(Shapes other) {
    Map<TextShape, Long> sum = new EnumMap<>(TextShape.class);
    sum.putAll(counts);
    other.counts.forEach((shape, count) -> sum.merge(shape, count, Long::sum));
    return new Shapes(sum);
  }

  /** How many are of a shape. */
  public long of(TextShape shape) {
    return counts.getOrDefault(shape, 0L);
  }

  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(counts.size());
    for (Map.Entry<TextShape, Long> each : counts.entrySet()) {
      out.writeUTF(each.getKey().name());
      out.writeLong(each.getValue());
    }
  }

  public static Shapes read(DataInput in) throws IOException {
    int size = in.readByte();
    Map<TextShape, Long> counts = new EnumMap<>(TextShape.class);
    for (int i = 0; i < size; i++) {
      counts.put(TextShape.valueOf(in.readUTF()), in.readLong());
    }
    return new Shapes(counts);
  }

  /** What a text looks like. States keep its name, so that none is ever renamed. */
  public enum TextShape {
    EMPTY,
    BLANK,
    DIGITS,
    IP,
    NUMBER,
    LETTERS,
    WORDS,
    DATE,
    TIME,
    TIMESTAMP,
    EMAIL,
    URL,
    UUID,
    PHONE,
    JSON,
    CODE,
    OTHER;

    /** The shape of a text: the first that fits. */
    public static TextShape of(String text) {
      return ShapeTests.shape(text);
    }
  }
}
