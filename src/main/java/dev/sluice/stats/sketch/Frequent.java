// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.memory.Memory;

/**
 * The values that are there most often, as texts: a frequent items sketch. Exact while there are no
 * more than {@value #EXACT} different values; afterwards a count is off by no more than {@link
 * #error()}, and every value that is there more than twice as often is listed. Texts above {@value
 * #LONGEST} characters are counted, and not listed.
 */
public final class Frequent {
  /** As many different values are counted without an error. */
  public static final int EXACT = 384;

  /** A value is listed that is there once in so many rows. */
  private static final int SHARE = 2_000;

  /** Longer texts are not listed. */
  public static final int LONGEST = 200;

  /** No values. */
  public static final Frequent NONE = of(Map.of());

  private static final int SIZE = 512;

  private final ItemsSketch<String> sketch;
  private final long unlisted;
  private final long missed;

  private Frequent(ItemsSketch<String> sketch, long unlisted, long missed) {
    this.sketch = sketch;
    this.unlisted = unlisted;
    this.missed = missed;
  }

  /**
   * A value that is there often.
   *
   * @param count it is there so often at most
   * @param least it is there so often at least
   */
  public record Item(String value, long count, long least) {}

  /** How often each value is there, of all values there are. */
  public static Frequent of(Map<String, Long> counts) {
    return of(counts, counts.values().stream().mapToLong(Long::longValue).sum(), 0);
  }

  /**
   * How often some values are there. Of more than {@value #EXACT} those are listed that are there
   * most often.
   *
   * @param total how many rows have a value
   * @param missed how often another value is there at most
   */
  public static Frequent of(Map<String, Long> counts, long total, long missed) {
    ItemsSketch<String> fed = new ItemsSketch<>(SIZE);
    long most = missed;
    int listed = 0;
    for (Map.Entry<String, Long> each :
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList()) {
      if (each.getKey().length() > LONGEST) {
        continue; // it is listed nowhere, so no count of it is off
      }
      if (listed < EXACT) {
        fed.update(each.getKey(), each.getValue());
        listed++;
      } else {
        most = Math.max(most, each.getValue());
      }
    }
    return new Frequent(fed, Math.max(0, total - fed.getStreamLength()), most);
  }

  /** Of values that are there so often or less, many need not be told. */
  public static long seldom(long total, int different) {
    return different <= EXACT ? 0 : total / SHARE;
  }

  public Frequent plus(Frequent other) {
    ItemsSketch<String> sum = new ItemsSketch<>(SIZE);
    return new Frequent(
        sum.merge(sketch).merge(other.sketch), unlisted + other.unlisted, missed + other.missed);
  }

  /** How many values it knows of. */
  public long count() {
    return sketch.getStreamLength() + unlisted;
  }

  /** Rows whose values are too long or too seldom to be listed. */
  public long unlisted() {
    return unlisted;
  }

  /**
   * A count is off by no more, and a value that is not listed is there no more than twice as often.
   */
  public long error() {
    return sketch.getMaximumError() + missed;
  }

  /** Whether {@link #items()} are all the values there are, each with its count. */
  public boolean isExact() {
    return sketch.getMaximumError() == 0 && unlisted == 0;
  }

  /** The values, the most frequent first; where counts have errors, those that are certain. */
  public List<Item> items() {
    return Arrays.stream(sketch.getFrequentItems(ErrorType.NO_FALSE_POSITIVES))
        .map(row -> new Item(row.getItem(), row.getEstimate() + missed, row.getLowerBound()))
        .sorted(Comparator.comparingLong(Item::count).reversed().thenComparing(Item::value))
        .toList();
  }

  public void write(DataOutput out) throws IOException {
    byte[] bytes = sketch.toByteArray(new ArrayOfStringsSerDe());
    out.writeLong(unlisted);
    out.writeLong(missed);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static Frequent read(DataInput in) throws IOException {
    long unlisted = in.readLong();
    long missed = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Frequent(
        ItemsSketch.getInstance(Memory.wrap(bytes), new ArrayOfStringsSerDe()), unlisted, missed);
  }
}
