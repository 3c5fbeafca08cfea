// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats;

import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Sketches;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Describes the values of a column; two of them add up to the description of both columns' rows.
 *
 * <p>What does not suit the type is empty: {@link #kind()} says what there is. Counts, range,
 * lengths and gaps are exact (see {@link Range} and {@link Gaps} for their limits), moments to the
 * digits of a double, shapes and sketches estimates where {@code sketches.sample} is not whole.
 *
 * @param type in the kernel's spelling
 * @param counts of rows by what the column has in them
 * @param range the least and greatest finite number, time (in microseconds since 1970) or text; of
 *     vectors, of their norms
 * @param moments mean and variance of finite numbers; of vectors, of their norms
 * @param lengths of texts in characters, of binary values in bytes, of lists in elements
 * @param gaps between times
 * @param shapes of texts
 * @param sketches different values, distribution, frequent values
 */
public record ColumnStats(
    String type,
    Counts counts,
    Range range,
    Moments moments,
    Lengths lengths,
    Gaps gaps,
    Shapes shapes,
    Sketches sketches) {

  /** Counts alone: of personal columns, and of values that were of unlike kinds. */
  public static ColumnStats counted(String type, Counts counts) {
    return new ColumnStats(
        type,
        counts,
        Range.NONE,
        Moments.NONE,
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        Sketches.UNKNOWN);
  }

  /** No rows. */
  public static ColumnStats none(String type) {
    return nulls(type, 0);
  }

  /** Rows without a value. */
  static ColumnStats nulls(String type, long rows) {
    return new ColumnStats(
        type,
        Counts.of(rows, rows),
        Range.NONE,
        Moments.NONE,
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        Sketches.NONE);
  }

  /** What its values are. */
  public ValueKind kind() {
    return ValueKind.of(type);
  }

  /** Whether only rows are counted, and nothing of their values is told. */
  public boolean isCountedOnly() {
    return counts.values() > 0 && !sketches.distinct().isKnown() && sketches.sample().rows() == 0;
  }

  /**
   * The description of both columns' rows. Where they are of unlike kinds only counts of rows and
   * nulls are left; where of one kind and unlike types, different values are not known any more,
   * because each type has hashes of its own. The type is that of the values; of two types the
   * later.
   */
  public ColumnStats plus(ColumnStats other) {
    if (counts.rows() == 0 || other.counts.rows() == 0) {
      return counts.rows() == 0 ? other : this;
    }
    if (isCountedOnly() || other.isCountedOnly()) {
      return counted(other.type, counts.plus(other.counts));
    }
    if (kind() != other.kind()) {
      Counts sum = counts.plus(other.counts);
      return counted(other.type, Counts.of(sum.rows(), sum.nulls()));
    }
    return new ColumnStats(
        other.counts.values() == 0 && counts.values() > 0 ? type : other.type,
        counts.plus(other.counts),
        range.plus(other.range),
        moments.plus(other.moments),
        lengths.plus(other.lengths),
        gaps.plus(other.gaps),
        shapes.plus(other.shapes),
        sketchesWith(other));
  }

  private Sketches sketchesWith(ColumnStats other) {
    Sketches sum = sketches.plus(other.sketches);
    boolean isAlike = type.equals(other.type) || counts.values() == 0 || other.counts.values() == 0;
    return isAlike ? sum : sum.withoutDistinct();
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(type);
    counts.write(out);
    range.write(out);
    moments.write(out);
    lengths.write(out);
    gaps.write(out);
    shapes.write(out);
    sketches.write(out);
  }

  static ColumnStats read(DataInput in, int version) throws IOException {
    return new ColumnStats(
        in.readUTF(),
        Counts.read(in),
        Range.read(in),
        version == 1 ? Moments.readFirst(in) : Moments.read(in),
        Lengths.read(in),
        Gaps.read(in),
        Shapes.read(in),
        Sketches.read(in));
  }
}
