// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.ErrorCode;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.schema.bigquery.BigQueryNames;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what a warehouse must keep against what it can, and notes what it may use. */
final class WarehouseTables {
  private final @Nullable WarehouseSpec warehouse;
  private final boolean isBigQuery;

  WarehouseTables(@Nullable WarehouseSpec warehouse) {
    this.warehouse = warehouse;
    this.isBigQuery = warehouse != null && warehouse.kind().equals(WarehouseSpec.BIGQUERY);
  }

  /** Reports every column that a BigQuery warehouse cannot hold, at its table. */
  void check(Section top, Map<String, TableSchema> schemas, Problems problems) {
    if (!isBigQuery) {
      return;
    }
    List<Node.Field> all = new ArrayList<>(top.entries("tables"));
    all.addAll(top.entries("models"));
    for (Node.Field field : all) {
      TableSchema schema = schemas.get(field.name());
      for (Column column : schema == null ? List.<Column>of() : schema.columns()) {
        check(field, column, problems);
      }
    }
  }

  private static void check(Node.Field table, Column column, Problems problems) {
    String name = BigQueryNames.problemOf(column.name());
    if (!name.isEmpty()) {
      problems.error(
          ErrorCode.NAME_INVALID,
          table.key().position(),
          "the column `%s` of `%s` %s".formatted(column.name(), table.name(), name),
          "rename it, or use `warehouse: duckdb:PATH`");
    }
    try {
      BigQueryColumn unused = BigQueryColumn.of(column.name(), column.type());
    } catch (BigQueryColumn.NoEqualException e) {
      problems.error(
          ErrorCode.SCHEMA_INVALID,
          table.key().position(),
          "in `" + table.name() + "`, the column " + e.getMessage(),
          null);
    }
  }

  /** The warehouse with what the spec says of its tables and models; null for none. */
  @Nullable WarehouseSpec with(
      List<TableSpec> tables, List<ModelSpec> models, Map<String, String> partitions) {
    return warehouse == null || !isBigQuery
        ? warehouse
        : warehouse.with(of(tables, models, partitions));
  }

  private static List<WarehouseSpec.Table> of(
      List<TableSpec> tables, List<ModelSpec> models, Map<String, String> partitions) {
    List<WarehouseSpec.Table> known = new ArrayList<>();
    for (TableSpec table : tables) {
      SourceSpec record = table.source().record();
      boolean isText = record instanceof SourceSpec.Csv || record instanceof SourceSpec.Json;
      String day = partitions.get(table.name());
      boolean isGrowing = table.load().disposition() == LoadSpec.Disposition.APPEND;
      known.add(new WarehouseSpec.Table(table.name(), table.load().key(), isText, day, isGrowing));
    }
    for (ModelSpec model : models) {
      String day = partitions.get(model.name());
      known.add(new WarehouseSpec.Table(model.name(), model.key(), true, day));
    }
    return known;
  }
}
