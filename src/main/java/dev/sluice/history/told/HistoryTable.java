// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of what runs told. Its rows are made of the log when somebody asks, so that they say of
 * each accepted run what its entry does, once, and nothing of one that was rejected since.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of texts is immutable
public enum HistoryTable {
  /** Where the rows of each table went, a row for each run and table. */
  RUNS(
      "kind", "VARCHAR",
      "outcome", "VARCHAR",
      "started_at", "TIMESTAMPTZ",
      "finished_at", "TIMESTAMPTZ",
      "table_name", "VARCHAR",
      "read", "BIGINT",
      "published", "BIGINT",
      "dead", "BIGINT",
      "deduplicated", "BIGINT",
      "filtered", "BIGINT",
      "live", "BIGINT"),
  /** What each check found. */
  CHECKS(
      "table_name", "VARCHAR",
      "check_name", "VARCHAR",
      "severity", "VARCHAR",
      "passed", "BOOLEAN",
      "observed", "VARCHAR",
      "value", "DOUBLE",
      "expected", "VARCHAR"),
  /** What the values of each column are like, of each table as a run left it. */
  COLUMN_STATS(
      "table_name", "VARCHAR",
      "column_name", "VARCHAR",
      "type", "VARCHAR",
      "rows", "BIGINT",
      "nulls", "BIGINT",
      "nan", "BIGINT",
      "infinities", "BIGINT",
      "trues", "BIGINT",
      "distinct_values", "DOUBLE",
      "min", "VARCHAR",
      "max", "VARCHAR",
      "mean", "DOUBLE",
      "stddev", "DOUBLE",
      "p05", "DOUBLE",
      "p25", "DOUBLE",
      "median", "DOUBLE",
      "p75", "DOUBLE",
      "p95", "DOUBLE",
      "length_min", "BIGINT",
      "length_max", "BIGINT");

  /** The schema in which statements find them. */
  public static final String SCHEMA = "sluice";

  private static final List<String> OF_RUN =
      List.of("run", "BIGINT", "run_id", "VARCHAR", "created_at", "TIMESTAMPTZ");

  private final List<String> namesAndTypes;

  HistoryTable(String... namesAndTypes) {
    this.namesAndTypes = List.of(namesAndTypes);
  }

  /** One by the name that a statement has for it; letter case does not matter. */
  public static Optional<HistoryTable> of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.qualified().equalsIgnoreCase(name))
        .findAny();
  }

  /** What statements call them. */
  public static List<String> names() {
    return Arrays.stream(values()).map(HistoryTable::qualified).toList();
  }

  /** Its name within its schema. */
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name with its schema. */
  public String qualified() {
    return SCHEMA + "." + table();
  }

  /** Its columns; those of the run come first. */
  public TableSchema columns() {
    List<String> all = new ArrayList<>(OF_RUN);
    all.addAll(namesAndTypes);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      String type =
          all.get(i + 1).equals("TIMESTAMPTZ") ? "TIMESTAMP WITH TIME ZONE" : all.get(i + 1);
      columns.add(Column.of(all.get(i), type, true));
    }
    return new TableSchema(columns);
  }
}
