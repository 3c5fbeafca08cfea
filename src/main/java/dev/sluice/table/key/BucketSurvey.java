// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import dev.sluice.table.DataFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a merged table are cut, added up file by file: as much as there are buckets,
 * however many files each has.
 */
public final class BucketSurvey {
  private final BucketFolder folder;
  private final Map<Integer, Long> bytes = new HashMap<>();
  private final Map<Integer, Set<Integer>> counts = new TreeMap<>();
  private long all;

  BucketSurvey(BucketFolder folder) {
    this.folder = folder;
  }

  public void add(DataFile file) {
    long unused = bytes.merge(file.bucket(), file.content().bytes(), Long::sum);
    all += file.content().bytes();
    counts.computeIfAbsent(file.bucket(), number -> new TreeSet<>()).add(folder.countOf(file));
  }

  /**
   * The layout for a table's next rows: by bytes, as it is but for buckets that outgrow their size.
   * It depends on nothing but what is there and what comes.
   *
   * @param asked the number of buckets that the spec asks for; null to go by bytes
   * @param coming the bytes of the source files that are read
   */
  public BucketLayout layout(@Nullable Integer asked, long coming) {
    return layout(asked, coming, BucketLayout.USUAL_BYTES);
  }

  BucketLayout layout(@Nullable Integer asked, long coming, long most) {
    if (asked != null) {
      return BucketLayout.even(asked);
    }
    boolean isCut = counts.values().stream().noneMatch(each -> each.contains(0));
    return (isCut ? BucketLayout.found(counts) : Optional.<BucketLayout>empty())
        .map(found -> found.grown(bytes, coming, most))
        .orElseGet(() -> BucketLayout.even(1).grown(Map.of(), coming + all, most));
  }

  /** Whether every file holds just a bucket of a layout. */
  public boolean isCutAs(BucketLayout layout) {
    return counts.entrySet().stream()
        .allMatch(
            bucket -> {
              int count = layout.countOf(bucket.getKey());
              return count > 0 && bucket.getValue().equals(Set.of(count));
            });
  }
}
