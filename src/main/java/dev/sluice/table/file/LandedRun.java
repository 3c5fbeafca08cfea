// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.file;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which run landed a row of a raw table or a dead letter. Of a file as it was landed its folder
 * says so, for all rows. A merged file, in which rows of several runs are one after the other, has
 * a column for it, which is no column of the table: it holds that folder.
 */
public final class LandedRun {
  /** The column of merged files. */
  public static final String COLUMN = "_landed";

  /** The folder, inside of that of the attempt, in which merged files are. */
  private static final String MERGED = "/merged";

  private static final Pattern FOLDER =
      Pattern.compile("^staging/([^/]+)/(created_at=\\d{8}T\\d{6}Z/attempt=[^/]+)/[^/]+$");

  private LandedRun() {}

  /** Where an attempt puts merged files of rows that lie in a table's folder. */
  public static String folder(Scope run, String owner) {
    return run.folder(owner) + MERGED;
  }

  /** Whether the rows of a file are of several runs, and a column says which. */
  public static boolean isMerged(String path) {
    int name = path.lastIndexOf('/');
    return name >= 0 && path.substring(0, name).endsWith(MERGED);
  }

  /**
   * The folder of the run that landed a file, relative to that of its table, as {@code
   * created_at=20260131T000000Z/attempt=0a1b2c3d}; empty for a merged file, and for one that lies
   * elsewhere than runs put theirs.
   */
  public static Optional<String> of(String path) {
    return Optional.of(FOLDER.matcher(path)).filter(Matcher::find).map(found -> found.group(2));
  }

  /**
   * The name of the table in whose folder a file lies, which is the one that it had when the file
   * was landed.
   */
  public static String owner(String path) {
    return path.split("/", 3)[1];
  }

  /** The time of the run that landed each row of merged files, as an expression. */
  public static String time() {
    return "to_timestamp(epoch(strptime(substr(%s, 12, 16), '%%Y%%m%%dT%%H%%M%%SZ')))"
        .formatted(SqlName.quote(COLUMN));
  }

  /** The same file, of which nobody is told of the column. */
  public static DataFile hiding(DataFile merged) {
    return new DataFile(
        merged.table(),
        merged.bucket(),
        merged.path(),
        merged.content(),
        merged.columns().stream().filter(column -> !column.name().equals(COLUMN)).toList(),
        merged.origin(),
        merged.parts());
  }

  /** Whether any of several files is merged. */
  public static boolean isAnyMerged(List<DataFile> files) {
    return files.stream().anyMatch(file -> isMerged(file.path()));
  }
}
