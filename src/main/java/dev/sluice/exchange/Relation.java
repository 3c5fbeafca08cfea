// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.read.LakeRelation;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that are brought together by a key.
 *
 * @param group relations of one group meet: their rows of equal keys are in one shard
 * @param name what the relation is called in its group
 * @param table whose files it reads
 * @param schema the columns that are read, and no others
 * @param key expressions over these columns, as SQL; none means one shard. Keys that are to meet
 *     must be of one type
 * @param isWithoutNulls whether rows are left out in which part of the key is null
 * @param made what makes its rows of those that are stored; null where they are the same
 */
public record Relation(
    int group,
    String name,
    String table,
    TableSchema schema,
    List<String> key,
    boolean isWithoutNulls,
    @Nullable Made made)
    implements Serializable {
  /** Columns of a relation that its table does not store. */
  public interface Made extends Serializable {
    /** The table's own columns, which are read. */
    TableSchema stored();

    /** A SELECT of the relation's rows, of one of the table's. */
    String rows(String stored);
  }

  public Relation {
    key = List.copyOf(key);
  }

  /** A relation whose rows are stored. */
  public Relation(
      int group,
      String name,
      String table,
      TableSchema schema,
      List<String> key,
      boolean isWithoutNulls) {
    this(group, name, table, schema, key, isWithoutNulls, null);
  }

  /** Every row of a table, by some of its columns. */
  public static Relation of(String table, TableSchema schema, List<String> key) {
    return new Relation(0, table, table, schema, key.stream().map(SqlName::quote).toList(), false);
  }

  /** The same with rows that are made of those of the table. */
  public Relation making(Made other) {
    return new Relation(group, name, table, schema, key, isWithoutNulls, other);
  }

  /** About how many bytes of a file belong to the columns that are read. */
  long bytesOf(DataFile file) {
    int all = Math.max(1, file.columns().size());
    return file.content().bytes() * Math.min(all, schema.columns().size()) / all;
  }

  /**
   * The shard of a row, as SQL. The kernel's hash is the same for values that are equal to it, such
   * as zeros of both signs, on every worker of a run.
   */
  String shard(int shards) {
    return "(hash(%s) %% %d)::INTEGER".formatted(String.join(", ", key), shards);
  }

  /**
   * The rows of files that count, as a SELECT. Files of which the relation's rows were made before
   * have its columns.
   *
   * @param root the lake's root
   */
  String of(String root, List<DataFile> files) {
    if (made == null) {
      return counted(LakeRelation.of(root, files, schema));
    }
    List<DataFile> stored = files.stream().filter(file -> !isMade(file)).toList();
    List<DataFile> ready = files.stream().filter(this::isMade).toList();
    String rows = LakeRelation.of(root, ready, schema);
    return counted(
        stored.isEmpty()
            ? rows
            : "%s UNION ALL BY NAME (%s)"
                .formatted(rows, made.rows(LakeRelation.of(root, stored, made.stored()))));
  }

  /** Of files that were cut nothing is known of their columns; those of a table have some. */
  private boolean isMade(DataFile file) {
    List<String> names = file.columns().stream().map(DataFile.ColumnStats::name).toList();
    return names.isEmpty() || (made != null && names.stream().anyMatch(this::isOnlyMade));
  }

  private boolean isOnlyMade(String column) {
    return schema.column(column).isPresent()
        && Objects.requireNonNull(made).stored().column(column).isEmpty();
  }

  private String counted(String rows) {
    String condition =
        key.stream().map(k -> "(" + k + ") IS NOT NULL").collect(Collectors.joining(" AND "));
    return isWithoutNulls && !key.isEmpty()
        ? "SELECT * FROM (%s) WHERE %s".formatted(rows, condition)
        : rows;
  }
}
