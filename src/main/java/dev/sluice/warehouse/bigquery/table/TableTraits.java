// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.schema.Column;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.schema.bigquery.BigQueryNames;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.file.LandedRun;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a table beyond its manifest.
 *
 * @param key the columns that identify a row; empty when none are declared
 * @param isText whether raw values are text
 * @param partitionBy the column by whose days the table is cut; null for none that was declared
 * @param isGrowing whether runs add rows to it and, as a rule, take none away
 */
public record TableTraits(
    List<String> key, boolean isText, @Nullable String partitionBy, boolean isGrowing) {
  /** Of a table that the spec does not have. */
  public static final TableTraits UNKNOWN = new TableTraits(List.of(), true, null, false);

  /** A run's rows share the day: a table of a thousand runs has a thousand partitions at most. */
  static final String PARTITION = "created_at";

  private static final Set<String> DAYS = Set.of("DATE", "DATETIME", StagedTable.STAMP_TYPE);
  private static final int MAX_CLUSTERS = 4;
  private static final Set<String> CLUSTERED =
      Set.of("BOOL", "INT64", "NUMERIC", "BIGNUMERIC", "STRING", "DATE", "DATETIME", "TIMESTAMP");

  public TableTraits {
    key = List.copyOf(key);
  }

  /** Whether columns that only the files know belong to the table too. */
  static boolean isOpen(TableState state) {
    return state.kind() == Kind.RAW || state.kind() == Kind.DEAD;
  }

  /** The columns to load from files; null to take what BigQuery finds in them. */
  @Nullable TableColumns loaded(TableState state, Collection<DataFile> files) {
    if (state.kind() == Kind.RAW && !isText) {
      return null;
    }
    TableColumns columns = contract(state);
    if (isOpen(state)) {
      for (DataFile file : files) {
        for (DataFile.ColumnStats column : file.columns()) {
          // A header that BigQuery has no name for stays in the lake only.
          if (!columns.has(column.name()) && BigQueryNames.problemOf(column.name()).isEmpty()) {
            columns.put(held(column.name(), typeOf(state, column.name())));
          }
        }
      }
      if (LandedRun.isAnyMerged(List.copyOf(files))) {
        columns.put(held(LandedRun.COLUMN, "VARCHAR"));
      }
    } else {
      addStamps(columns);
    }
    return columns;
  }

  private static String typeOf(TableState state, String column) {
    if (state.kind() == Kind.DEAD) {
      return LetterBook.SCHEMA.column(column).map(Column::type).orElse("VARCHAR");
    }
    return column.equals("_row") ? "BIGINT" : "VARCHAR";
  }

  /** The columns that a table has once it is loaded. */
  TableColumns columns(TableState state, List<StagedTable> stages, TableColumns held) {
    TableColumns columns = contract(state);
    if (isOpen(state)) {
      stages.forEach(stage -> columns.join(stage.shown()));
      columns.join(held);
    }
    addStamps(columns);
    return columns;
  }

  private static void addStamps(TableColumns columns) {
    for (String stamp : StagedTable.STAMPS) {
      if (!columns.has(stamp)) {
        columns.put(new BigQueryColumn(stamp, StagedTable.STAMP_TYPE, false, List.of()));
      }
    }
  }

  private static TableColumns contract(TableState state) {
    List<String> refusals = refusals(state);
    if (!refusals.isEmpty()) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "Cannot load table %s: %s. Nothing was loaded; `sluice validate` says the way out"
              .formatted(state.table(), String.join("; ", refusals)));
    }
    TableColumns columns = new TableColumns();
    state.schema().columns().forEach(c -> columns.put(held(c.name(), c.type())));
    return columns;
  }

  /** Why BigQuery has no columns for a table, each a sentence without an end. */
  public static List<String> refusals(TableState state) {
    List<String> refusals = new ArrayList<>();
    for (Column column : isOpen(state) ? List.<Column>of() : state.schema().columns()) {
      String name = BigQueryNames.problemOf(column.name());
      if (!name.isEmpty()) {
        refusals.add("the column `%s` %s".formatted(column.name(), name));
      }
      try {
        BigQueryColumn unused = BigQueryColumn.of(column.name(), column.type());
      } catch (BigQueryColumn.NoEqualException e) {
        refusals.add("the column " + e.getMessage());
      }
    }
    return refusals;
  }

  private static BigQueryColumn held(String name, String type) {
    try {
      return BigQueryColumn.of(name, type);
    } catch (BigQueryColumn.NoEqualException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "Cannot load a column: " + e.getMessage() + ". Nothing was loaded",
          e);
    }
  }

  /** The column by whose days the table is cut: the declared one, or the time of a row's run. */
  Optional<BigQueryColumn> partition(TableColumns columns) {
    return columns
        .find(partitionBy == null ? PARTITION : partitionBy)
        .filter(c -> DAYS.contains(c.type()) && !c.isRepeated());
  }

  /** The columns whose equal values lie together. */
  List<String> clusters(TableColumns columns) {
    return key.stream()
        .filter(k -> columns.find(k).filter(c -> CLUSTERED.contains(c.spelled())).isPresent())
        .limit(MAX_CLUSTERS)
        .toList();
  }
}
