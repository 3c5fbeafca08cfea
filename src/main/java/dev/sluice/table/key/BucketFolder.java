// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import dev.sluice.schema.Column;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a merged table's files were cut stands in the name of their folder: into how many buckets
 * their own is one of, and by what.
 *
 * @param by a digest of the key's columns and types
 */
public record BucketFolder(String by) implements Serializable {
  /** The folders of a table with this key. */
  public static BucketFolder of(List<Column> key) {
    String names = key.stream().map(Column::name).collect(Collectors.joining("|"));
    String types = key.stream().map(Buckets::form).collect(Collectors.joining("|"));
    return new BucketFolder(Sha256.of(names + "|" + types).substring(0, 8));
  }

  /** The folder of buckets of a count. */
  public String name(int count) {
    return "buckets=" + count + "-" + by;
  }

  /** Of how many buckets a file's is one; 0 when it was not cut by this key. */
  private int countOf(DataFile file) {
    Matcher folder = Pattern.compile("/buckets=([0-9]{1,9})-" + by + "/").matcher(file.path());
    return folder.find() ? Integer.parseInt(folder.group(1)) : 0;
  }

  /** Whether a file holds just a bucket of a layout. */
  public boolean isCut(DataFile file, BucketLayout layout) {
    int count = countOf(file);
    return count > 0 && layout.countOf(file.bucket()) == count;
  }

  /**
   * The layout for a table's next rows: by bytes, as it is but for buckets that outgrow their size.
   * It depends on nothing but what is there and what comes.
   *
   * @param asked the number of buckets that the spec asks for; null to go by bytes
   * @param files that are there
   * @param coming the bytes of the source files that are read
   */
  public BucketLayout layout(@Nullable Integer asked, List<DataFile> files, long coming) {
    return layout(asked, files, coming, BucketLayout.USUAL_BYTES);
  }

  BucketLayout layout(@Nullable Integer asked, List<DataFile> files, long coming, long most) {
    if (asked != null) {
      return BucketLayout.even(asked);
    }
    Map<Integer, Long> bytes = new HashMap<>();
    Map<Integer, Set<Integer>> counts = new TreeMap<>();
    for (DataFile file : files) {
      long unused = bytes.merge(file.bucket(), file.content().bytes(), Long::sum);
      counts.computeIfAbsent(file.bucket(), number -> new TreeSet<>()).add(countOf(file));
    }
    boolean isCut = counts.values().stream().noneMatch(all -> all.contains(0));
    long all = coming + files.stream().mapToLong(file -> file.content().bytes()).sum();
    return (isCut ? BucketLayout.found(counts) : Optional.<BucketLayout>empty())
        .map(found -> found.grown(bytes, coming, most))
        .orElseGet(() -> BucketLayout.even(1).grown(Map.of(), all, most));
  }
}
