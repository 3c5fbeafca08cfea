// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import dev.sluice.schema.Column;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The buckets of one merged table: each has the rows whose hash, divided by the bucket's count,
 * leaves its number. A bucket that outgrows its size is split in two of twice the count; the others
 * keep theirs, so that only its rows are cut anew. Numbers are unique, for buckets share no row.
 *
 * @param counts of every bucket, by number
 */
public record BucketLayout(SortedMap<Integer, Integer> counts) implements Serializable {
  /** Bytes of a bucket, above which it is split. */
  public static final long USUAL_BYTES = 128L << 20;

  /** More would not be counted in whole numbers; a table of 30 petabytes. */
  private static final int MOST = 1 << 28;

  public BucketLayout {
    counts = new TreeMap<>(counts);
  }

  /** Buckets of one count. */
  public static BucketLayout even(int count) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    IntStream.range(0, count).forEach(number -> counts.put(number, count));
    return new BucketLayout(counts);
  }

  /**
   * The layout in which files were cut; empty when they were not cut in one.
   *
   * @param countsByNumber the counts that files have, by the numbers of their buckets
   */
  static Optional<BucketLayout> found(Map<Integer, Set<Integer>> countsByNumber) {
    if (countsByNumber.values().stream().anyMatch(counts -> counts.size() > 1)) {
      return Optional.empty();
    }
    SortedMap<Integer, Integer> there = new TreeMap<>();
    countsByNumber.forEach((number, counts) -> there.put(number, counts.iterator().next()));
    if (there.isEmpty()) {
      return Optional.empty();
    }
    int base = there.values().stream().min(Integer::compare).orElseThrow();
    Map<Integer, Set<Integer>> split = new HashMap<>();
    there.forEach(
        (number, count) -> {
          for (int half = count / 2; half >= base; half /= 2) {
            boolean unused = split.computeIfAbsent(half, any -> new HashSet<>()).add(number % half);
          }
        });
    SortedMap<Integer, Integer> all = new TreeMap<>();
    for (int number = 0; number < base; number++) {
      fill(number, base, split, all);
    }
    return all.entrySet().containsAll(there.entrySet())
        ? Optional.of(new BucketLayout(all))
        : Optional.empty();
  }

  /** The buckets that one was split into; those without any row have no file. */
  private static void fill(
      int number, int count, Map<Integer, Set<Integer>> split, SortedMap<Integer, Integer> all) {
    if (!split.getOrDefault(count, Set.of()).contains(number) || count >= MOST) {
      all.put(number, count);
      return;
    }
    fill(number, 2 * count, split, all);
    fill(number + count, 2 * count, split, all);
  }

  /**
   * The layout for more rows: buckets that would be larger than that are split.
   *
   * @param bytes of the files of each bucket; those of others count for all buckets alike
   * @param more bytes that come, for all buckets alike
   */
  BucketLayout grown(Map<Integer, Long> bytes, long more, long most) {
    SortedMap<Integer, Integer> grown = new TreeMap<>();
    counts.forEach(
        (number, count) -> {
          long times = 1;
          long own = bytes.getOrDefault(number, 0L) + more / count;
          while (own / times > most && count * times * 2 <= MOST) {
            times *= 2;
          }
          for (int part = 0; part < times; part++) {
            grown.put(number + part * count, (int) (count * times));
          }
        });
    return new BucketLayout(grown);
  }

  /**
   * What travels with a graph: as many bits as there are buckets, and none where no bucket was
   * split.
   */
  private Object writeReplace() {
    int base = counts.values().stream().min(Integer::compare).orElse(1);
    BitSet splits = new BitSet();
    int at = 0;
    for (int number = 0; number < base; number++) {
      at = note(number, base, splits, at);
    }
    return new Packed(base, splits);
  }

  private int note(int number, int count, BitSet splits, int at) {
    if (countOf(number) == count) {
      return at + 1;
    }
    splits.set(at);
    return note(number + count, 2 * count, splits, note(number, 2 * count, splits, at + 1));
  }

  /**
   * A layout by whether each bucket was split, and each of those that it was split into.
   *
   * @param base the count of buckets that were split least
   */
  private record Packed(int base, BitSet splits) implements Serializable {
    private Object readResolve() {
      SortedMap<Integer, Integer> counts = new TreeMap<>();
      int at = 0;
      for (int number = 0; number < base; number++) {
        at = read(number, base, at, counts);
      }
      return new BucketLayout(counts);
    }

    private int read(int number, int count, int at, SortedMap<Integer, Integer> counts) {
      if (!splits.get(at)) {
        counts.put(number, count);
        return at + 1;
      }
      return read(number + count, 2 * count, read(number, 2 * count, at + 1, counts), counts);
    }
  }

  public int countOf(int number) {
    return counts.getOrDefault(number, 0);
  }

  public Set<Integer> numbers() {
    return counts.keySet();
  }

  /** A SQL expression for the number of a row's bucket. */
  public String of(List<Column> key) {
    int most = counts.values().stream().max(Integer::compare).orElseThrow();
    String hash = Buckets.of(key, most);
    if (counts.size() == most) {
      return hash;
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    counts.forEach(
        (number, count) -> {
          for (int at = number; at < most; at += count) {
            numbers.put(at, number);
          }
        });
    return IntStream.range(0, most)
            .mapToObj(at -> String.valueOf(numbers.get(at)))
            .collect(Collectors.joining(", ", "[", "]"))
        + "[1 + "
        + hash
        + "]";
  }
}
