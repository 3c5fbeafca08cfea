// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import dev.sluice.batch.RecordBatch;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.iceberg.IcebergSchemas;
import dev.sluice.schema.iceberg.IdentifiedSchema;
import dev.sluice.table.DataFile.ColumnStats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a statement's result are stored: in types that a table of the lake can have,
 * and with their field ids.
 */
public final class StoredColumns {
  private final List<Column> computed;
  private final Schema schema;

  private StoredColumns(List<Column> computed) {
    this.computed = computed;
    this.schema = IdentifiedSchema.of(computed);
  }

  /**
   * Those of a statement over named inputs.
   *
   * @throws StatementFailed when it cannot be bound
   */
  public static StoredColumns of(Kernel kernel, String sql, Map<String, List<RecordBatch>> inputs)
      throws StatementFailed {
    return new StoredColumns(
        kernel.rows(
            "SELECT column_name, column_type FROM (DESCRIBE " + sql + "\n)",
            inputs,
            row -> Column.of(row.getString(1), row.getString(2), true)));
  }

  /** The statement with every value in the type in which it is stored. */
  public String select(String sql) {
    List<NestedField> stored = schema.columns();
    boolean isSame = true;
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < stored.size(); i++) {
      String name = SqlName.quote(computed.get(i).name());
      String type = IcebergSchemas.kernel(stored.get(i).type());
      boolean isStored = type.equals(computed.get(i).type());
      isSame &= isStored;
      items.append(i == 0 ? "" : ", ");
      items.append(isStored ? name : "CAST(%s AS %s) AS %1$s".formatted(name, type));
    }
    return isSame ? sql : "SELECT " + items + " FROM (" + sql + "\n)";
  }

  /**
   * What the kernel tells of a file that it wrote: how many values of each column are null, nested
   * ones too.
   *
   * @param statistics as {@code COPY} returns them
   */
  public Map<String, Long> nulls(Object statistics) {
    Map<String, Long> nulls = new HashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) statistics).entrySet()) {
      Object count = ((Map<?, ?>) entry.getValue()).get("null_count");
      nulls.put(
          String.valueOf(entry.getKey()), count == null ? 0 : Long.parseLong(count.toString()));
    }
    return nulls;
  }

  /**
   * What a file's footer says.
   *
   * @param rows of the file
   */
  public record Footer(long rows, List<ColumnStats> columns) {}

  /**
   * Gives the columns of a file their ids, in its footer, and reads what that says of them.
   *
   * @param nulls as {@link #nulls} gives them
   */
  public Footer identify(Path file, Map<String, Long> nulls) throws IOException {
    FileFooter footer = FileFooter.read(file);
    footer.identify(file, schema);
    Metrics metrics = FooterMetrics.of(footer.metadata(), schema);
    List<ColumnStats> stats = new ArrayList<>();
    for (int i = 0; i < computed.size(); i++) {
      String name = computed.get(i).name();
      stats.add(stats(name, schema.columns().get(i), metrics, nulls.getOrDefault(key(name), 0L)));
    }
    return new Footer(metrics.recordCount(), stats);
  }

  private static String key(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static ColumnStats stats(String name, NestedField column, Metrics metrics, long nulls) {
    int id = column.fieldId();
    Set<Integer> inside =
        column.type().isPrimitiveType() ? Set.of(id) : TypeUtil.getProjectedIds(column.type());
    return new ColumnStats(
        name,
        IcebergSchemas.kernel(column.type()),
        inside.stream().mapToLong(each -> metrics.columnSizes().getOrDefault(each, 0L)).sum(),
        nulls,
        hex(metrics.lowerBounds(), id),
        hex(metrics.upperBounds(), id));
  }

  private static String hex(@Nullable Map<Integer, ByteBuffer> bounds, int id) {
    ByteBuffer value = bounds == null ? null : bounds.get(id);
    if (value == null) {
      return "";
    }
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
