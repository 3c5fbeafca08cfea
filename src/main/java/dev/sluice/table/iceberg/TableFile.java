// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.schema.iceberg.IcebergSchemas;
import dev.sluice.schema.iceberg.IdentifiedSchema;
import dev.sluice.table.DataFile.ColumnStats;
import dev.sluice.table.DataFile.Content;
import dev.sluice.table.iceberg.io.LakePaths;
import dev.sluice.table.iceberg.io.StoreIO;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * A data file of a table, with what its footer says of it. One that was read from a snapshot knows
 * which manifest names it, so that it can be removed without a look at the others.
 */
public final class TableFile implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern DIGEST = Pattern.compile("([0-9a-f]{64})\\.parquet$");
  private static final Pattern BUCKET = Pattern.compile("/bucket=(\\d+)/");

  private final String path;
  private final DataFile file;

  TableFile(String path, DataFile file) {
    this.path = path;
    this.file = file;
  }

  DataFile file() {
    return file;
  }

  /** Relative to the lake's root. */
  public String path() {
    return path;
  }

  public long rows() {
    return file.recordCount();
  }

  public long bytes() {
    return file.fileSizeInBytes();
  }

  /**
   * The digest of its bytes, which its name holds.
   *
   * @throws PipelineException LAKE_READ when its name has none
   */
  public String sha256() {
    Matcher name = DIGEST.matcher(path);
    if (!name.find()) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          path + " has no digest in its name: it was not written by this version of Sluice");
    }
    return name.group(1);
  }

  /**
   * What the table's state says of the file.
   *
   * @param columns that files of the table may have
   */
  public dev.sluice.table.DataFile described(String table, List<NestedField> columns) {
    List<ColumnStats> stats = new ArrayList<>();
    Map<Integer, Long> sizes = all(file.columnSizes());
    for (NestedField column : columns) {
      Long size = sizes.get(column.fieldId());
      if (size != null) {
        int id = column.fieldId();
        stats.add(
            new ColumnStats(
                column.name(),
                IcebergSchemas.kernel(column.type()),
                size,
                all(file.nullValueCounts()).getOrDefault(id, 0L),
                hex(all(file.lowerBounds()).get(id)),
                hex(all(file.upperBounds()).get(id))));
      }
    }
    Content content = new Content(rows(), bytes(), sha256());
    return new dev.sluice.table.DataFile(table, bucket(), path, content, stats, "");
  }

  private int bucket() {
    Matcher bucket = BUCKET.matcher(path);
    return bucket.find() ? Integer.parseInt(bucket.group(1)) : -1;
  }

  private static <V> Map<Integer, V> all(@Nullable Map<Integer, V> values) {
    return values == null ? Map.of() : values;
  }

  private static String hex(@Nullable ByteBuffer value) {
    if (value == null) {
      return "";
    }
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The columns that a file has. */
  static Schema schema(dev.sluice.table.DataFile file) {
    return IdentifiedSchema.of(
        file.columns().stream()
            .filter(column -> !column.type().isEmpty())
            .map(column -> Column.of(column.name(), column.type(), true))
            .toList());
  }

  /** A file as Iceberg notes it. */
  static DataFile of(BaseTable table, dev.sluice.table.DataFile file) {
    LakePaths paths = ((StoreIO) table.io()).paths();
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    List<NestedField> fields = schema(file).columns();
    for (int i = 0; i < fields.size(); i++) {
      ColumnStats column = file.columns().get(i);
      int id = fields.get(i).fieldId();
      sizes.put(id, column.bytes());
      values.put(id, file.rows());
      nulls.put(id, column.nulls());
      bound(column.min(), id, lower);
      bound(column.max(), id, upper);
    }
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(paths.location(file.path()))
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(file.content().bytes())
        .withMetrics(new Metrics(file.rows(), sizes, values, nulls, null, lower, upper))
        .build();
  }

  private static void bound(String hex, int id, Map<Integer, ByteBuffer> bounds) {
    if (!hex.isEmpty()) {
      bounds.put(id, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
