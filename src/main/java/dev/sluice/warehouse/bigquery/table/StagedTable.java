// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import com.google.cloud.bigquery.TableId;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.table.file.LandedRun;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files of one table that were loaded aside, and that no reader sees yet.
 *
 * @param columns those it has; a {@link BigQueryColumn#UUID} among them is there as its 16 bytes
 * @param stamp the run time that stands for {@code created_at} and {@code updated_at} where a row
 *     has none; null where every row has both
 * @param isMerged whether each row says itself which run landed it
 */
record StagedTable(TableId table, TableColumns columns, @Nullable Instant stamp, boolean isMerged) {
  static final List<String> STAMPS = List.of("created_at", "updated_at");
  static final String STAMP_TYPE = "TIMESTAMP";

  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Rows that do not say which run landed them. */
  StagedTable(TableId table, TableColumns columns, @Nullable Instant stamp) {
    this(table, columns, stamp, false);
  }

  /** Those of its columns that a reader of the table may see. */
  TableColumns shown() {
    return isMerged ? columns.without(LandedRun.COLUMN) : columns;
  }

  /** What stands for a column in a selection from this stage; empty when nothing does. */
  Optional<String> value(BigQueryColumn wanted) {
    Optional<String> own = columns.find(wanted.name()).map(column -> converted(column, wanted));
    if (stamp == null || !STAMPS.contains(wanted.name())) {
      return own;
    }
    String time =
        isMerged
            ? "PARSE_TIMESTAMP('%Y%m%dT%H%M%SZ', SUBSTR(`" + LandedRun.COLUMN + "`, 12, 16))"
            : "TIMESTAMP '" + LITERAL.format(stamp) + "'";
    if (!wanted.type().equals(STAMP_TYPE)) {
      return Optional.of(own.orElse("CAST(" + time + " AS " + wanted.spelled() + ")"));
    }
    return Optional.of(own.map(o -> "COALESCE(" + o + ", " + time + ")").orElse(time));
  }

  private static String converted(BigQueryColumn column, BigQueryColumn wanted) {
    String name = text(quoted(wanted), column);
    if (column.spelled().equals(wanted.spelled())) {
      return name;
    }
    if (wanted.spelled().equals(TableColumns.TEXT)) {
      if (column.isRepeated() || column.type().equals("STRUCT")) {
        return "TO_JSON_STRING(" + name + ")";
      }
      if (column.type().equals("BYTES")) {
        return "TO_BASE64(" + name + ")";
      }
    }
    return "CAST(" + name + " AS " + wanted.spelled() + ")";
  }

  /** A value in which each UUID is text; its digits are cut as RFC 9562 writes them. */
  private static String text(String value, BigQueryColumn column) {
    if (!column.hasUuid()) {
      return value;
    }
    if (column.isRepeated()) {
      BigQueryColumn one = new BigQueryColumn("__e", column.type(), false, column.fields());
      return "ARRAY(SELECT %s FROM UNNEST(%s) AS __e WITH OFFSET AS __o ORDER BY __o)"
          .formatted(text("__e", one), value);
    }
    if (column.type().equals(BigQueryColumn.UUID)) {
      return "CONCAT(TO_HEX(SUBSTR(%1$s, 1, 4)), '-', TO_HEX(SUBSTR(%1$s, 5, 2)), '-', TO_HEX(SUBSTR(%1$s, 7, 2)), '-', TO_HEX(SUBSTR(%1$s, 9, 2)), '-', TO_HEX(SUBSTR(%1$s, 11, 6)))"
          .formatted(value);
    }
    List<String> fields =
        column.fields().stream()
            .map(f -> text(value + "." + quoted(f), f) + " AS " + quoted(f))
            .toList();
    return "IF(%s IS NULL, NULL, STRUCT(%s))".formatted(value, String.join(", ", fields));
  }

  private static String quoted(BigQueryColumn column) {
    return "`" + column.name() + "`";
  }

  /** Adds its rows to a table. */
  String insertInto(TableId target, TableColumns wanted) {
    List<BigQueryColumn> filled = wanted.all().stream().filter(c -> value(c).isPresent()).toList();
    return "INSERT INTO "
        + DatasetPlace.sql(target)
        + " ("
        + String.join(", ", filled.stream().map(StagedTable::quoted).toList())
        + ") SELECT "
        + String.join(", ", filled.stream().map(c -> value(c).orElseThrow()).toList())
        + " FROM "
        + DatasetPlace.sql(table);
  }

  /** Its rows with every wanted column, in order. */
  String selectAll(TableColumns wanted) {
    List<String> items =
        wanted.all().stream()
            .map(c -> value(c).orElse("CAST(NULL AS " + c.spelled() + ")") + " AS " + quoted(c))
            .toList();
    return "SELECT " + String.join(", ", items) + " FROM " + DatasetPlace.sql(table);
  }

  /** Removes the rows of a table that have a key of this stage. */
  String deleteFrom(TableId target, List<String> key) {
    List<String> equal =
        key.stream()
            .map(
                k -> {
                  String gone = "__g.`" + k + "`";
                  return "__t.`%s` = %s"
                      .formatted(k, columns.find(k).map(c -> text(gone, c)).orElse(gone));
                })
            .toList();
    return "MERGE "
        + DatasetPlace.sql(target)
        + " AS __t USING "
        + DatasetPlace.sql(table)
        + " AS __g ON "
        + String.join(" AND ", equal)
        + " WHEN MATCHED THEN DELETE";
  }
}
