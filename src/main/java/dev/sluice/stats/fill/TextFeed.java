// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.measure.Shapes.TextShape;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Takes texts in. */
final class TextFeed implements Feed {
  private final String type;
  private final boolean isUuid;
  private final Hashes hashes = new Hashes();
  private final Map<String, Long> often = new HashMap<>();
  private final Map<TextShape, Long> shapes = new EnumMap<>(TextShape.class);
  private Counts counts = Counts.NONE;
  private Lengths lengths = Lengths.NONE;
  private byte @Nullable [] least;
  private byte @Nullable [] greatest;

  TextFeed(String type) {
    this.type = type;
    this.isUuid = type.equals("UUID");
  }

  @Override
  public List<String> items(String name) {
    return List.of(name + "::VARCHAR");
  }

  @Override
  public void take(Batch batch) {
    Texts texts = Texts.of((VarCharVector) batch.vector(), batch.rows());
    boolean[] nulls = batch.nulls();
    long rows = 0;
    long absent = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    long sum = 0;
    for (int i = 0; i < batch.rows(); i++) {
      long count = batch.count(i);
      rows += count;
      if (nulls != null && nulls[i]) {
        absent += count;
        continue;
      }
      hash(texts, i);
      widen(texts, i);
      int length = texts.characters(i);
      min = Math.min(min, length);
      max = Math.max(max, length);
      sum += count * length;
    }
    counts = counts.plus(Counts.of(rows, absent));
    lengths =
        lengths.plus(rows == absent ? Lengths.NONE : new Lengths(rows - absent, min, max, sum));
    for (int row : batch.picked()) {
      if (nulls == null || !nulls[row]) {
        String text = texts.text(row);
        often.merge(text, batch.weight(row), Long::sum);
        shapes.merge(TextShape.of(text), batch.weight(row), Long::sum);
      }
    }
  }

  private void hash(Texts texts, int row) {
    if (isUuid) {
      UUID uuid = UUID.fromString(texts.text(row));
      hashes.add(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits())
              .array());
    } else {
      hashes.add(texts.bytes(), texts.from(row), texts.to(row));
    }
  }

  private void widen(Texts texts, int row) {
    if (least == null || texts.compare(row, least) < 0) {
      least = texts.copy(row);
    }
    if (greatest == null || texts.compare(row, greatest) > 0) {
      greatest = texts.copy(row);
    }
  }

  private Frequent frequent() {
    long total = often.values().stream().mapToLong(Long::longValue).sum();
    long seldom = Frequent.seldom(total, often.size());
    Map<String, Long> told = new HashMap<>();
    long missed = 0;
    for (Map.Entry<String, Long> each : often.entrySet()) {
      if (each.getValue() > seldom) {
        told.put(each.getKey(), each.getValue());
      } else {
        missed = Math.max(missed, each.getValue());
      }
    }
    return Frequent.of(told, total, missed);
  }

  @Override
  public ColumnStats stats(Sample seen) {
    Distinct different = hashes.distinct();
    boolean hasEmpty = lengths.count() > 0 && lengths.min() == 0;
    return new ColumnStats(
        type,
        counts,
        least == null || greatest == null
            ? Range.NONE
            : new Range(
                Range.Order.TEXT,
                new String(least, StandardCharsets.UTF_8),
                new String(greatest, StandardCharsets.UTF_8)),
        Moments.NONE,
        lengths,
        Gaps.NONE,
        new Shapes(shapes),
        new Sketches(
            hasEmpty ? different.withEmpty() : different, Quantiles.NONE, frequent(), seen));
  }

  /** The texts of a batch, one after the other in one array. */
  private static final class Texts {
    private final byte[] bytes;
    private final int[] offsets;

    private Texts(byte[] bytes, int[] offsets) {
      this.bytes = bytes;
      this.offsets = offsets;
    }

    static Texts of(VarCharVector vector, int rows) {
      int[] offsets = new int[rows + 1];
      ArrowBuf starts = vector.getOffsetBuffer();
      for (int i = 0; i <= rows && rows > 0; i++) {
        offsets[i] = starts.getInt((long) i * Integer.BYTES);
      }
      int first = offsets[0];
      byte[] bytes = new byte[offsets[rows] - first];
      vector.getDataBuffer().getBytes(first, bytes);
      for (int i = 0; i <= rows; i++) {
        offsets[i] -= first;
      }
      return new Texts(bytes, offsets);
    }

    byte[] bytes() {
      return bytes;
    }

    int from(int row) {
      return offsets[row];
    }

    int to(int row) {
      return offsets[row + 1];
    }

    String text(int row) {
      return new String(bytes, from(row), to(row) - from(row), StandardCharsets.UTF_8);
    }

    byte[] copy(int row) {
      return Arrays.copyOfRange(bytes, from(row), to(row));
    }

    int compare(int row, byte[] other) {
      return Arrays.compareUnsigned(bytes, from(row), to(row), other, 0, other.length);
    }

    /** Bytes that do not go on with a character before them. */
    int characters(int row) {
      int count = 0;
      for (int i = from(row); i < to(row); i++) {
        count += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
      }
      return count;
    }
  }
}
