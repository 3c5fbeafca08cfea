// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.ColumnStats;
import dev.sluice.table.TableState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses which files of a table are to become one: those that hold about as many rows as one
 * another. So each row is written anew about once for each time its file grows eightfold, and a
 * table has at most eight files of each size.
 */
final class SmallFiles {
  /** So many of one size are many. */
  static final int MANY = 8;

  /** A file of so many bytes is not small. */
  static final long LARGE = 64L << 20;

  /** A file that is made has no more. */
  private static final long MOST = 4 * LARGE;

  /** How much is made one. */
  enum Extent {
    /** Files of which there are many of one size. */
    MANY,
    /** All that are small. */
    ALL
  }

  private SmallFiles() {}

  /**
   * Whether a table's files only ever gather, and no row tells by its file when it was read: those
   * of models are written anew by each run that changes them, and partitions of raw rows stay as
   * they were landed.
   */
  static boolean isGathering(TableState table) {
    return table.kind() == TableState.Kind.TYPED;
  }

  /**
   * The groups of a table, each in the order of its paths. Costs a look at each of its files.
   *
   * @param table one whose files gather
   */
  static List<List<DataFile>> of(TableState table, Extent extent) {
    Map<String, List<DataFile>> alike = new TreeMap<>();
    for (DataFile file : table.data().where(SmallFiles::isSmall)) {
      String size = extent == Extent.ALL ? "" : size(file.rows()) + " ";
      alike.computeIfAbsent(size + shape(file), shape -> new ArrayList<>()).add(file);
    }
    int least = extent == Extent.ALL ? 2 : MANY;
    List<List<DataFile>> groups = new ArrayList<>();
    for (List<DataFile> files : alike.values()) {
      files.sort(Comparator.comparing(DataFile::path));
      cut(files).stream().filter(group -> group.size() >= least).forEach(groups::add);
    }
    return groups;
  }

  /** A file of a bucket is written anew by a merge. */
  private static boolean isSmall(DataFile file) {
    return file.bucket() < 0 && file.content().bytes() < LARGE;
  }

  private static int size(long rows) {
    int size = 0;
    for (long left = rows; left >= MANY; left /= MANY) {
      size++;
    }
    return size;
  }

  /** Files of other columns, or of other types, stay apart. */
  private static String shape(DataFile file) {
    List<String> columns = new ArrayList<>();
    for (ColumnStats column : file.columns()) {
      columns.add(column.name() + " " + column.type());
    }
    return (file.parts().isEmpty() ? "" : "parts ") + columns;
  }

  private static List<List<DataFile>> cut(List<DataFile> files) {
    List<List<DataFile>> groups = new ArrayList<>();
    long bytes = MOST;
    for (DataFile file : files) {
      if (bytes + file.content().bytes() > MOST) {
        groups.add(new ArrayList<>());
        bytes = 0;
      }
      groups.get(groups.size() - 1).add(file);
      bytes += file.content().bytes();
    }
    return groups;
  }
}
