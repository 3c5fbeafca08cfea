// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import dev.sluice.history.Past;
import dev.sluice.history.told.Behind;
import dev.sluice.history.told.HistoryRows;
import dev.sluice.history.told.HistoryTable;
import dev.sluice.schema.Column;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.table.log.Manifest;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what accepted runs told in tables beside the ledger, in the transaction of each load: rows
 * of a run are added once, and those of one that was rejected go when a run comes that does not
 * build on it. Runs that came meanwhile are added together; where a table is missing, or has other
 * columns, what the newest runs told is written anew.
 */
final class LedgerHistory {
  /** A transaction takes about ten million characters; so much of them may be history. */
  private static final int MOST_CHARACTERS = 4_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BigQueryService service;
  private final String lake;

  /** That of the runs of a lake. */
  LedgerHistory(BigQueryService service, String lake) {
    this.service = service;
    this.lake = lake;
  }

  /**
   * Adds what brings the tables up to a run.
   *
   * @param number of its entry in the log; a run that is not there changes nothing
   * @param isAnew whether nothing of what is there is kept
   */
  void follow(TransactionScript script, long number, boolean isAnew) {
    Past past = Past.upTo(lake, number);
    List<Manifest> newest = past.runs(1);
    if (newest.isEmpty()) {
      return;
    }
    boolean isWhole = make();
    Behind behind = isWhole && !isAnew ? Behind.of(past, this::newestUpTo) : Behind.WHOLLY;
    for (HistoryTable table : HistoryTable.values()) {
      script.add("DELETE FROM %s WHERE run > %d".formatted(sql(table), behind.base()));
      add(script, table, past, behind.runs());
    }
  }

  private TableId id(HistoryTable table) {
    return service.place().table(DatasetPlace.OWN, table.table());
  }

  private String sql(HistoryTable table) {
    return DatasetPlace.sql(id(table));
  }

  /** False when some table was not there, or had other columns. */
  private boolean make() {
    boolean isWhole = true;
    for (HistoryTable table : HistoryTable.values()) {
      TableColumns wanted = columns(table);
      Table held = service.table(id(table));
      boolean isSame = held != null && columns(held).equals(List.copyOf(wanted.all()));
      if (!isSame) {
        List<FieldValueList> unused =
            service.query("CREATE OR REPLACE TABLE %s (%s)".formatted(sql(table), types(table)));
        isWhole = false;
      }
    }
    return isWhole;
  }

  private static List<BigQueryColumn> columns(Table held) {
    return List.copyOf(
        TableColumns.of(Objects.requireNonNull(held.getDefinition().getSchema())).all());
  }

  private static String types(HistoryTable table) {
    return table.columns().columns().stream()
        .map(column -> "`%s` %s".formatted(column.name(), type(column)))
        .collect(Collectors.joining(", "));
  }

  private static TableColumns columns(HistoryTable table) {
    return TableColumns.of(
        table.columns().columns().stream()
            .map(c -> new BigQueryColumn(c.name(), type(c), false, List.of()))
            .toList());
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case "BIGINT" -> "INT64";
      case "DOUBLE" -> "FLOAT64";
      case "BOOLEAN" -> "BOOL";
      case "VARCHAR" -> "STRING";
      default -> "TIMESTAMP";
    };
  }

  /** The newest run that is told of, and is no newer than one; 0 when there is none. */
  private long newestUpTo(long number) {
    String query =
        "SELECT IFNULL(MAX(run), 0) FROM %s WHERE run <= %d"
            .formatted(sql(HistoryTable.RUNS), number);
    return service.query(query).get(0).get(0).getLongValue();
  }

  private void add(TransactionScript script, HistoryTable table, Past past, int runs) {
    List<String> rows = new ArrayList<>();
    long[] left = {MOST_CHARACTERS};
    HistoryRows.each(
        table,
        past,
        runs,
        row -> {
          String text = spelled(row);
          left[0] -= text.length();
          if (left[0] > 0) {
            rows.add(text);
          }
        });
    if (!rows.isEmpty()) {
      script.add(
          "INSERT INTO %s (%s) SELECT %s FROM %s AS told"
              .formatted(sql(table), names(table), values(table), script.list(rows)));
    }
  }

  private static String names(HistoryTable table) {
    return table.columns().names().stream()
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  /** Each row is a list, of which each column takes its own. */
  private static String values(HistoryTable table) {
    List<String> values = new ArrayList<>();
    for (Column column : table.columns().columns()) {
      values.add("CAST(JSON_VALUE(told, '$[%d]') AS %s)".formatted(values.size(), type(column)));
    }
    return String.join(", ", values);
  }

  private static String spelled(List<@Nullable Object> row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Plain values can be written", e);
    }
  }
}
