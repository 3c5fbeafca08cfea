// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The longest times without a value between the first and the last one, in microseconds since 1970.
 *
 * <p>Two states have a gap in common where neither has a value: the gaps of both together are the
 * overlaps of their gaps, the time before the first value and after the last one included. Only the
 * {@link #KEPT} longest gaps are kept, so that this is exact while no more were there; afterwards
 * {@link #longest()} is a gap that is there, and a longer one is at most {@link #unseen()} long.
 *
 * @param gaps in the order of time
 * @param unseen no gap that was left out is longer; 0 where none was
 */
public record Gaps(long count, long first, long last, List<Gap> gaps, long unseen) {
  public static final Gaps NONE = new Gaps(0, 0, 0, List.of(), 0);

  /** As many gaps are kept. */
  public static final int KEPT = 128;

  /** Nothing between two values. */
  public record Gap(long from, long to) {
    /** Never negative, even where the whole of time lies between. */
    public long length() {
      long length = to - from;
      return length < 0 ? Long.MAX_VALUE : length;
    }
  }

  public Gaps {
    gaps = List.copyOf(gaps);
  }

  /** The gaps between values that are sorted; values may be there twice. */
  public static Gaps between(long[] sorted) {
    if (sorted.length == 0) {
      return NONE;
    }
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[i - 1]) {
        gaps.add(new Gap(sorted[i - 1], sorted[i]));
      }
    }
    return longest(sorted.length, sorted[0], sorted[sorted.length - 1], gaps, 0);
  }

  /** The state of these gaps, which are in the order of time, cut to those that are kept. */
  public static Gaps longest(long count, long first, long last, List<Gap> gaps, long unseen) {
    if (gaps.size() <= KEPT) {
      return new Gaps(count, first, last, gaps, unseen);
    }
    List<Gap> byLength =
        gaps.stream()
            .sorted(Comparator.comparingLong(Gap::length).reversed().thenComparing(Gap::from))
            .toList();
    List<Gap> kept =
        byLength.subList(0, KEPT).stream()
            .sorted(Comparator.comparingLong(Gap::from))
            .collect(Collectors.toList());
    return new Gaps(count, first, last, kept, Math.max(unseen, byLength.get(KEPT).length()));
  }

  public Gaps plus(Gaps other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    List<Gap> own = around();
    List<Gap> its = other.around();
    List<Gap> common = new ArrayList<>();
    int left = 0;
    int right = 0;
    while (left < own.size() && right < its.size()) {
      Gap one = own.get(left);
      Gap two = its.get(right);
      long from = Math.max(one.from(), two.from());
      long to = Math.min(one.to(), two.to());
      if (from < to && from != Long.MIN_VALUE && to != Long.MAX_VALUE) {
        common.add(new Gap(from, to));
      }
      if (one.to() <= two.to()) {
        left++;
      } else {
        right++;
      }
    }
    return longest(
        count + other.count,
        Math.min(first, other.first),
        Math.max(last, other.last),
        common,
        Math.max(unseen, other.unseen));
  }

  /** The gaps with the time before the first value and after the last one. */
  private List<Gap> around() {
    List<Gap> all = new ArrayList<>(gaps.size() + 2);
    all.add(new Gap(Long.MIN_VALUE, first));
    all.addAll(gaps);
    all.add(new Gap(last, Long.MAX_VALUE));
    return all;
  }

  /** The longest gap that is known; 0 where there are less than two different values. */
  public long longest() {
    return gaps.stream().mapToLong(Gap::length).max().orElse(0);
  }

  /** Whether {@link #longest()} is the longest there is. */
  public boolean isExact() {
    return longest() >= unseen;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(first);
    out.writeLong(last);
    out.writeLong(unseen);
    out.writeShort(gaps.size());
    for (Gap gap : gaps) {
      out.writeLong(gap.from());
      out.writeLong(gap.to());
    }
  }

  public static Gaps read(DataInput in) throws IOException {
    long count = in.readLong();
    long first = in.readLong();
    long last = in.readLong();
    long unseen = in.readLong();
    int size = in.readUnsignedShort();
    List<Gap> gaps = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      gaps.add(new Gap(in.readLong(), in.readLong()));
    }
    return new Gaps(count, first, last, gaps, unseen);
  }
}
