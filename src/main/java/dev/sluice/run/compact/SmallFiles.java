// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.ColumnStats;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.file.LandedRun;
import java.util.ArrayList;
import java.util.Collection;
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
   * Whether a table's files only ever gather: those of models, and rows against checks, are written
   * anew by each run that changes them.
   */
  static boolean isGathering(TableState table) {
    return table.kind() == Kind.TYPED || hasLanded(table);
  }

  /** Whether the rows of a table are kept as they were landed, and by which run is kept too. */
  static boolean hasLanded(TableState table) {
    return table.kind() == Kind.RAW
        || (table.kind() == Kind.DEAD && !table.table().equals(LakeTables.CHECK_ROWS));
  }

  /** Whether a file may become part of another. A file of a bucket is written anew by a merge. */
  static boolean isSmall(TableState table, DataFile file) {
    return file.bucket() < 0
        && file.content().bytes() < LARGE
        && (!hasLanded(table) || tellsRun(file));
  }

  /** A source may have a column of a name that is needed to say which run landed a row. */
  private static boolean tellsRun(DataFile file) {
    return (LandedRun.isMerged(file.path()) || LandedRun.of(file.path()).isPresent())
        && file.columns().stream()
            .map(ColumnStats::name)
            .noneMatch(
                name ->
                    name.equalsIgnoreCase(LandedRun.COLUMN)
                        || name.equalsIgnoreCase(ParquetRead.INDEX));
  }

  /**
   * The groups of a table, each in the order of its paths. Costs a look at each of the files.
   *
   * @param table one whose files gather
   * @param small those of its files that are small
   */
  static List<List<DataFile>> of(TableState table, Collection<DataFile> small, Extent extent) {
    boolean hasLanded = hasLanded(table);
    Map<String, List<DataFile>> alike = new TreeMap<>();
    for (DataFile file : small) {
      String size = extent == Extent.ALL ? "" : size(file.rows()) + " ";
      String shape = (hasLanded ? LandedRun.owner(file.path()) : parts(file)) + columns(file);
      alike.computeIfAbsent(size + shape, key -> new ArrayList<>()).add(file);
    }
    int least = extent == Extent.ALL ? 2 : MANY;
    List<List<DataFile>> groups = new ArrayList<>();
    for (List<DataFile> files : alike.values()) {
      files.sort(Comparator.comparing(DataFile::path));
      cut(files).stream().filter(group -> group.size() >= least).forEach(groups::add);
    }
    return groups;
  }

  private static int size(long rows) {
    int size = 0;
    for (long left = rows; left >= MANY; left /= MANY) {
      size++;
    }
    return size;
  }

  private static String parts(DataFile file) {
    return file.parts().isEmpty() ? "" : "parts ";
  }

  /** Files of other columns, or of other types, stay apart. */
  private static String columns(DataFile file) {
    List<String> columns = new ArrayList<>();
    for (ColumnStats column : file.columns()) {
      columns.add(column.name() + " " + column.type());
    }
    return columns.toString();
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
