// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.time.Window;
import dev.sluice.table.DataFile;
import dev.sluice.table.column.StoredBounds;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "VARCHAR",
          "DATE",
          "TIMESTAMP",
          "TIMESTAMP WITH TIME ZONE");

  private static final String COUNT = "__sluice_count";

  private final String root;
  private final List<String> per;
  private final @Nullable Window window; // that of which the start is a part of the key

  KeySql(String root, ModelSpec model) {
    this.root = root;
    this.per = List.copyOf(Objects.requireNonNull(model.per()));
    Window cut = model.window();
    this.window = cut != null && cut.isOfRow() ? cut : null;
  }

  /** The columns of an input as a key is looked for in them. */
  TableSchema seen(TableSchema schema) {
    return window == null ? schema : window.over(schema);
  }

  /** Rows of an input with all that a key is made of. */
  String seen(String rows, TableSchema schema) {
    return window == null ? rows : window.rows(rows, schema, per);
  }

  /** The keys of windows that close, of rows of one table. */
  String closing(List<DataFile> files, TableSchema schema, Closing closing) {
    return "SELECT DISTINCT %s FROM (%s) WHERE %s"
        .formatted(
            SqlName.list(per),
            seen(LakeRelation.of(root, files, schema), schema),
            closing.condition(window != null));
  }

  /** Whether a file may have rows of windows that close. */
  String mayClose(DataFile file, Column time, Closing closing) {
    DataFile.ColumnStats stats = stats(file, time);
    Optional<String> least = stats == null ? Optional.empty() : StoredBounds.least(stats);
    Optional<String> greatest = stats == null ? Optional.empty() : StoredBounds.greatest(stats);
    return least.isEmpty() || greatest.isEmpty()
        ? "true"
        : closing.mayHold(
            "CAST(%s AS %s)".formatted(SqlName.literal(least.get()), time.type()),
            "CAST(%s AS %s)".formatted(SqlName.literal(greatest.get()), time.type()));
  }

  /**
   * The keys of rows that files of one table gained or lost; without those of windows that stay
   * open, for these are in no result.
   */
  String changed(InputChanges files, TableSchema schema, @Nullable Closing closing) {
    boolean isOneSided = files.removed().isEmpty() || files.added().isEmpty();
    List<DataFile> only = files.removed().isEmpty() ? files.added() : files.removed();
    String rows = isOneSided ? LakeRelation.of(root, only, schema) : differing(files, schema);
    return "SELECT DISTINCT %s FROM (%s)%s"
        .formatted(
            SqlName.list(per),
            seen(rows, schema),
            closing == null || window == null ? "" : " WHERE " + closing.isClosed());
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
      String key = SqlName.quote(per.get(i));
      Column column = schema.column(columns.get(i)).orElse(null);
      if (column != null) {
        conditions.add(within(file, column, key, key));
      } else if (window != null) { // an input stores no windows, but when its rows happened
        String end = "%s + INTERVAL '%d seconds'".formatted(key, window.size().toSeconds());
        conditions.add(within(file, schema.column(window.on()).orElseThrow(), key, end));
      }
    }
    return "bool_or(" + String.join(" AND ", conditions) + ")";
  }

  private static DataFile.@Nullable ColumnStats stats(DataFile file, Column column) {
    return file.columns().stream()
        .filter(c -> c.name().equals(column.name()))
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether a file may hold a value of a key.
   *
   * @param from the least value that is one
   * @param to the greatest
   */
  private static String within(DataFile file, Column column, String from, String to) {
    DataFile.ColumnStats stats = stats(file, column);
    Optional<String> least = stats == null ? Optional.empty() : StoredBounds.least(stats);
    Optional<String> greatest = stats == null ? Optional.empty() : StoredBounds.greatest(stats);
    if (least.isEmpty() || greatest.isEmpty() || !BOUNDED.contains(column.type())) {
      return "true";
    }
    DataFile.ColumnStats known = Objects.requireNonNull(stats);
    return "((%1$s <= CAST(%3$s AS %5$s) AND %6$s >= CAST(%2$s AS %5$s))%4$s)"
        .formatted(
            from,
            SqlName.literal(least.get()),
            SqlName.literal(greatest.get()),
            known.nulls() > 0 ? " OR " + from + " IS NULL" : "",
            column.type(),
            to);
  }
}
