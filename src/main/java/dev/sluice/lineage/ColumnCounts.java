// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.table.TableState;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DataQualityMetricsDatasetFacet;
import io.openlineage.client.OpenLineage.DataQualityMetricsDatasetFacetColumnMetricsAdditional;
import io.openlineage.client.OpenLineage.DataQualityMetricsDatasetFacetColumnMetricsAdditionalBuilder;
import java.util.Optional;

/**
 * The rows of a table and, of each column, how many values it has, how many are null and how many
 * are different, as OpenLineage's quality metrics say it. No value is told, nor a least or greatest
 * one, and no row is read for it.
 */
final class ColumnCounts {
  private ColumnCounts() {}

  /**
   * Those of a table as a run left it; empty where it has no statistics.
   *
   * @param schema the columns to tell of
   */
  static Optional<DataQualityMetricsDatasetFacet> of(
      OpenLineage lineage, TableState state, TableSchema schema) {
    return TotalStats.of(state).map(stats -> of(lineage, stats, schema));
  }

  private static DataQualityMetricsDatasetFacet of(
      OpenLineage lineage, TableStats stats, TableSchema schema) {
    var columns = lineage.newDataQualityMetricsDatasetFacetColumnMetricsBuilder();
    for (Column column : schema.columns()) {
      stats.column(column.name()).ifPresent(known -> columns.put(column.name(), of(known)));
    }
    return lineage
        .newDataQualityMetricsDatasetFacetBuilder()
        .rowCount(stats.rows())
        .columnMetrics(columns.build())
        .build();
  }

  private static DataQualityMetricsDatasetFacetColumnMetricsAdditional of(ColumnStats column) {
    var counts =
        new DataQualityMetricsDatasetFacetColumnMetricsAdditionalBuilder()
            .nullCount(column.counts().nulls())
            .count((double) column.counts().values());
    Distinct distinct = column.sketches().distinct();
    if (distinct.isKnown()) {
      counts.distinctCount(Math.round(distinct.estimate()));
    }
    return counts.build();
  }
}
