// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.column.StoredBounds;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Words the statements over keys; a key is what SQL takes for equal, null included. */
final class KeySql {
  /** Types of which equal values are the same value. */
  private static final Set<String> EXACT =
      Set.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "VARCHAR",
          "BLOB",
          "UUID",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP WITH TIME ZONE");

  /** Types whose least and greatest value a footer says exactly, and in SQL's own spelling. */
  private static final Set<String> BOUNDED =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "VARCHAR", "DATE", "TIMESTAMP");

  private static final String COUNT = "__sluice_count";

  private final String root;
  private final List<String> per;

  KeySql(String root, List<String> per) {
    this.root = root;
    this.per = List.copyOf(per);
  }

  /** The keys of rows that files of one table gained or lost. */
  String changed(InputChanges files, TableSchema schema) {
    String keys = SqlName.list(per);
    if (files.removed().isEmpty() || files.added().isEmpty()) {
      List<DataFile> only = files.removed().isEmpty() ? files.added() : files.removed();
      return "SELECT DISTINCT %s FROM (%s)".formatted(keys, LakeRelation.of(root, only, schema));
    }
    return "SELECT DISTINCT %s FROM (%s)".formatted(keys, differing(files, schema));
  }

  /** Rows, once each, that one side has more often than the other. */
  String differing(InputChanges files, TableSchema schema) {
    return "SELECT %s FROM (SELECT *, 1 AS %3$s FROM (%s) UNION ALL SELECT *, -1 FROM (%s)) GROUP BY %s HAVING sum(%3$s) <> 0"
        .replace("%3$s", COUNT)
        .formatted(
            SqlName.list(schema.names()),
            LakeRelation.of(root, files.added(), schema),
            LakeRelation.of(root, files.removed(), schema),
            identity(schema));
  }

  /** What makes two rows the same: equal values may differ, such as 0.0 and -0.0. */
  private static String identity(TableSchema schema) {
    List<String> parts = new ArrayList<>();
    for (Column column : schema.columns()) {
      String name = SqlName.quote(column.name());
      parts.add(name);
      if (column.type().equals("DOUBLE") || column.type().equals("FLOAT")) {
        parts.add("signbit(" + name + ")");
      } else if (!EXACT.contains(column.type()) && !column.type().startsWith("DECIMAL(")) {
        parts.add("CAST(" + name + " AS VARCHAR)");
      }
    }
    return String.join(", ", parts);
  }

  /** Rows of a relation that have, or have not, one of the keys in another. */
  String joined(String select, String relation, List<String> columns, String how, DataFile keys) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < per.size(); i++) {
      conditions.add(
          "__r.%s IS NOT DISTINCT FROM __k.%s"
              .formatted(SqlName.quote(columns.get(i)), SqlName.quote(per.get(i))));
    }
    return "SELECT %s FROM %s AS __r %s JOIN %s AS __k ON %s"
        .formatted(
            select,
            relation,
            how,
            LakeRelation.scan(root, List.of(keys)),
            String.join(" AND ", conditions));
  }

  /** Whether a table of keys has one that a file may hold, by what its footer says. */
  String mayHold(DataFile file, List<String> columns, TableSchema schema) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < per.size(); i++) {
      Column column = schema.column(columns.get(i)).orElseThrow();
      conditions.add(within(file, column, SqlName.quote(per.get(i))));
    }
    return "bool_or(" + String.join(" AND ", conditions) + ")";
  }

  private static String within(DataFile file, Column column, String key) {
    DataFile.ColumnStats stats =
        file.columns().stream()
            .filter(c -> c.name().equals(column.name()))
            .findFirst()
            .orElse(null);
    Optional<String> least = stats == null ? Optional.empty() : StoredBounds.least(stats);
    Optional<String> greatest = stats == null ? Optional.empty() : StoredBounds.greatest(stats);
    if (least.isEmpty() || greatest.isEmpty() || !BOUNDED.contains(column.type())) {
      return "true";
    }
    DataFile.ColumnStats known = Objects.requireNonNull(stats);
    return "(%1$s BETWEEN CAST(%2$s AS %4$s) AND CAST(%3$s AS %4$s)%5$s)"
        .formatted(
            key,
            SqlName.literal(least.get()),
            SqlName.literal(greatest.get()),
            column.type(),
            known.nulls() > 0 ? " OR " + key + " IS NULL" : "");
  }
}
