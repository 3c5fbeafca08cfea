// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

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
 */
public record Relation(
    int group,
    String name,
    String table,
    TableSchema schema,
    List<String> key,
    boolean isWithoutNulls)
    implements Serializable {
  public Relation {
    key = List.copyOf(key);
  }

  /** Every row of a table, by some of its columns. */
  public static Relation of(String table, TableSchema schema, List<String> key) {
    return new Relation(0, table, table, schema, key.stream().map(SqlName::quote).toList(), false);
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

  /** The rows that count of some, as a SELECT. */
  String of(String rows) {
    String condition =
        key.stream().map(k -> "(" + k + ") IS NOT NULL").collect(Collectors.joining(" AND "));
    return isWithoutNulls && !key.isEmpty()
        ? "SELECT * FROM (%s) WHERE %s".formatted(rows, condition)
        : rows;
  }
}
