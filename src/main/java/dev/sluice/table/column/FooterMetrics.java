// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;

/**
 * Takes what Iceberg wants to know of a data file from the footer of a Parquet file that the kernel
 * wrote: rows, and by field id sizes, counts, nulls and bounds. Values inside of lists and maps
 * have a size only.
 */
final class FooterMetrics {
  /** As Iceberg's own writers do it: a wide table would else fill its manifests with bounds. */
  private static final int MOST_BOUNDED = 100;

  private final Schema schema;
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<Integer, Long> values = new HashMap<>();
  private final Map<Integer, Long> nulls = new HashMap<>();
  private final Map<Integer, ByteBuffer> lower = new HashMap<>();
  private final Map<Integer, ByteBuffer> upper = new HashMap<>();

  private FooterMetrics(Schema schema) {
    this.schema = schema;
  }

  /** Those of a footer. */
  static Metrics of(FileMetaData footer, Schema schema) {
    FooterMetrics metrics = new FooterMetrics(schema);
    List<Leaf> leaves = leaves(footer.getSchema());
    for (int i = 0; i < leaves.size(); i++) {
      metrics.add(leaves.get(i), i, footer.getRow_groups());
    }
    return new Metrics(
        footer.getNum_rows(),
        metrics.sizes,
        metrics.values,
        metrics.nulls,
        null,
        metrics.lower,
        metrics.upper);
  }

  /** What is stored of a column. */
  private record Leaf(int fieldId, boolean isRepeated) {}

  private static List<Leaf> leaves(List<SchemaElement> schema) {
    List<Leaf> leaves = new ArrayList<>();
    int next = 1;
    while (next < schema.size()) {
      next = gather(schema, next, false, leaves);
    }
    return leaves;
  }

  private static int gather(
      List<SchemaElement> schema, int at, boolean isInside, List<Leaf> leaves) {
    SchemaElement element = schema.get(at);
    boolean isRepeated = isInside || element.getRepetition_type() == FieldRepetitionType.REPEATED;
    if (element.isSetType()) {
      leaves.add(new Leaf(element.isSetField_id() ? element.getField_id() : -1, isRepeated));
      return at + 1;
    }
    int next = at + 1;
    for (int child = 0; child < element.getNum_children(); child++) {
      next = gather(schema, next, isRepeated, leaves);
    }
    return next;
  }

  private void add(Leaf leaf, int index, List<RowGroup> groups) {
    Type type = schema.findType(leaf.fieldId());
    if (type == null) {
      return; // Iceberg knows nothing of the column.
    }
    List<ColumnMetaData> chunks =
        groups.stream().map(group -> group.getColumns().get(index).getMeta_data()).toList();
    int id = leaf.fieldId();
    sizes.put(id, chunks.stream().mapToLong(ColumnMetaData::getTotal_compressed_size).sum());
    if (leaf.isRepeated()) {
      return;
    }
    values.put(id, chunks.stream().mapToLong(ColumnMetaData::getNum_values).sum());
    List<Statistics> statistics = chunks.stream().map(ColumnMetaData::getStatistics).toList();
    if (statistics.stream().allMatch(each -> each != null && each.isSetNull_count())) {
      nulls.put(id, statistics.stream().mapToLong(Statistics::getNull_count).sum());
      if (index < MOST_BOUNDED) {
        bound(id, type.asPrimitiveType(), chunks);
      }
    }
  }

  private void bound(int id, Type.PrimitiveType type, List<ColumnMetaData> chunks) {
    Extremes extremes = Extremes.of(type, chunks);
    if (extremes != null) {
      lower.put(id, extremes.lower());
      if (extremes.upper() != null) {
        upper.put(id, extremes.upper());
      }
    }
  }
}
