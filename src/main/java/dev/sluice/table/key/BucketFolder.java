// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import dev.sluice.schema.Column;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
  int countOf(DataFile file) {
    Matcher folder = Pattern.compile("/buckets=([0-9]{1,9})-" + by + "/").matcher(file.path());
    return folder.find() ? Integer.parseInt(folder.group(1)) : 0;
  }

  /** Whether a file holds just a bucket of a layout. */
  public boolean isCut(DataFile file, BucketLayout layout) {
    int count = countOf(file);
    return count > 0 && layout.countOf(file.bucket()) == count;
  }

  /** Looks at files, to be given one by one. */
  public BucketSurvey survey() {
    return new BucketSurvey(this);
  }
}
