// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * Gives Parquet files the types that only other writers have, by changing what their footer says.
 */
final class ForeignParquet {
  private ForeignParquet() {}

  /** Bytes become decimals of 45 digits, three of them behind the point. */
  static void decimals(SchemaElement leaf) {
    leaf.unsetLogicalType();
    leaf.setConverted_type(ConvertedType.DECIMAL);
    leaf.setPrecision(45);
    leaf.setScale(3);
  }

  /** Intervals become timestamps of 96 bits: the nanoseconds of a day, then its Julian number. */
  static void times(SchemaElement leaf) {
    leaf.unsetLogicalType();
    leaf.unsetConverted_type();
    leaf.unsetType_length();
    leaf.setType(Type.INT96);
  }

  /** Whole numbers become a column without a type. */
  static void nothing(SchemaElement leaf) {
    leaf.unsetConverted_type();
    leaf.setLogicalType(LogicalType.UNKNOWN(new NullType()));
  }

  /** Changes every leaf of a top-level column. */
  static void change(Path file, String column, Consumer<SchemaElement> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer whole = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = whole.getInt(bytes.length - 8);
    int end = bytes.length - 8 - length;
    FileMetaData meta = Util.readFileMetaData(new ByteArrayInputStream(bytes, end, length));
    List<SchemaElement> schema = meta.getSchema();
    int at = 1;
    for (int open = 0; at < schema.size(); at++) {
      SchemaElement element = schema.get(at);
      if (open > 0 || element.getName().equals(column)) {
        open += element.getNum_children() - (open > 0 ? 1 : 0);
        if (element.isSetType()) {
          change.accept(element);
        }
        if (open == 0) {
          break;
        }
      }
    }
    for (RowGroup group : meta.getRow_groups()) {
      group.getColumns().stream()
          .map(chunk -> chunk.getMeta_data())
          .filter(data -> data.getPath_in_schema().get(0).equals(column))
          .forEach(
              data -> {
                data.unsetStatistics();
                if (data.getType() == Type.FIXED_LEN_BYTE_ARRAY) {
                  data.setType(Type.INT96);
                }
              });
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, end);
    Util.writeFileMetaData(meta, out);
    int written = out.size() - end;
    out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(written).array());
    out.write(bytes, bytes.length - 4, 4);
    Files.write(file, out.toByteArray());
  }
}
