// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads Parquet files as a relation: the one place that writes such a call.
 *
 * <p>Every option whose default could change a value, a name or a type is stated, so that a column
 * is what the file says, never what its path, another file or a later version makes of it. Paths
 * are names, never patterns.
 */
public final class ParquetRead {
  /** The column of row numbers, counted from 0, of {@link #numbered}. */
  public static final String NUMBER = "file_row_number";

  /** What a row of {@link #of} has without asking, unless a file has such a column of its own. */
  public static final String INDEX = "file_index";

  private static final String STATED =
      "hive_partitioning = false, hive_types_autocast = false, binary_as_string = false, can_have_nan = true, utf8_validation = 'strict'";

  private ParquetRead() {}

  /** Files as one relation; columns are matched by name, those a file does not have are null. */
  public static String of(Collection<String> paths) {
    return call(paths, "union_by_name = true, filename = false, file_row_number = false");
  }

  /** As {@link #of}, with the columns {@code filename} and {@link #NUMBER} of each row. */
  public static String located(Collection<String> paths) {
    return call(paths, "union_by_name = true, filename = true, file_row_number = true");
  }

  /**
   * Files as one relation of exactly some columns, found by their field ids.
   *
   * @param columns the map from ids to names and types, as {@code read_parquet} takes it
   */
  public static String identified(Collection<String> paths, String columns) {
    return call(paths, "filename = false, file_row_number = false, schema = " + columns);
  }

  /** One file with the numbers of its rows; it may have no column of the name {@link #NUMBER}. */
  public static String numbered(String path) {
    return call(List.of(path), "union_by_name = false, filename = false, file_row_number = true");
  }

  private static String call(Collection<String> paths, String options) {
    return "read_parquet(%s, %s, %s, int96_as = 'struct')"
        .formatted(
            paths.stream()
                .map(path -> SqlName.literal(name(path)))
                .collect(Collectors.joining(", ", "[", "]")),
            STATED,
            options);
  }

  /** What the files' own metadata says, by one of the kernel's functions. */
  public static String metadata(String function, String path) {
    return function + "(" + SqlName.literal(name(path)) + ")";
  }

  /** A path in which nothing stands for other characters. */
  public static String name(String path) {
    return path.replaceAll("[\\[*?]", "[$0]");
  }
}
