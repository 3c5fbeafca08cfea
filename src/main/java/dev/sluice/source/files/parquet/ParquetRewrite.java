// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.source.files.parquet.ParquetFooter.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * Makes a copy of a Parquet file whose data is the same, but whose footer tells the kernel to give
 * decimals of more than 38 digits as the bytes they are (it would make doubles of them), says what
 * values mean in the older way too, as {@link ParquetMeaning} does, and which has no column that is
 * called as the kernel calls the row's number.
 */
final class ParquetRewrite {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.ISO_8859_1);

  private ParquetRewrite() {}

  /** Whether the kernel would not give every value of a file as it is. */
  static boolean isNeeded(ParquetFooter footer) {
    return footer.columns().stream().anyMatch(column -> isNumber(column.element()))
        || footer.meta().getSchema().stream()
            .anyMatch(one -> isWideLeaf(one) || ParquetMeaning.isUntold(one));
  }

  private static boolean isWideLeaf(SchemaElement element) {
    return element.isSetType() && ParquetColumns.isWide(element);
  }

  private static boolean isNumber(SchemaElement column) {
    return column.getName().equalsIgnoreCase(ParquetRead.NUMBER);
  }

  /** Writes the copy. */
  static void write(FileChannel from, ParquetFooter footer, FileChannel to) throws IOException {
    for (long at = 0; at < footer.end(); ) {
      at += from.transferTo(at, footer.end() - at, to);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(changed(footer), bytes);
    ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    tail.putInt(bytes.size()).put(MAGIC).flip();
    for (ByteBuffer part : List.of(ByteBuffer.wrap(bytes.toByteArray()), tail)) {
      while (part.hasRemaining()) {
        int unused = to.write(part);
      }
    }
  }

  private static FileMetaData changed(ParquetFooter footer) {
    FileMetaData meta = footer.meta().deepCopy();
    String free = free(footer);
    List<SchemaElement> schema = meta.getSchema();
    for (SchemaElement element : schema) {
      if (ParquetMeaning.isUntold(element)) {
        ParquetMeaning.tell(element);
      }
      if (isWideLeaf(element)) {
        element.unsetConverted_type();
        element.unsetLogicalType();
        element.unsetScale();
        element.unsetPrecision();
      }
    }
    for (Node column : footer.columns()) {
      if (isNumber(column.element())) {
        schema.get(column.index()).setName(free);
      }
    }
    for (RowGroup group : meta.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        change(chunk, free);
      }
    }
    return meta;
  }

  /** What it says of least and greatest values is of decimals. */
  private static void change(ColumnChunk chunk, String free) {
    chunk.getMeta_data().unsetStatistics();
    chunk.unsetColumn_index_offset();
    chunk.unsetColumn_index_length();
    List<String> path = chunk.getMeta_data().getPath_in_schema();
    if (path.get(0).equalsIgnoreCase(ParquetRead.NUMBER)) {
      path.set(0, free);
    }
  }

  private static String free(ParquetFooter footer) {
    StringBuilder free = new StringBuilder("n");
    while (footer.columns().stream()
        .anyMatch(c -> c.element().getName().equalsIgnoreCase(free.toString()))) {
      free.append('n');
    }
    return free.toString();
  }
}
