// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** Parquet files of one row group and one plain page a column, written byte by byte. */
final class HandParquet {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<ColumnChunk> chunks = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Consumer<PageHeader> pages = page -> {};
  private Consumer<FileMetaData> footer = meta -> {};

  HandParquet(int columns) {
    SchemaElement root = new SchemaElement("root");
    root.setNum_children(columns);
    schema.add(root);
    out.writeBytes(MAGIC);
  }

  /** A group, whose children follow. */
  HandParquet group(String name, FieldRepetitionType repetition, Consumer<SchemaElement> more) {
    SchemaElement group = new SchemaElement(name);
    group.setRepetition_type(repetition);
    more.accept(group);
    schema.add(group);
    return this;
  }

  /** What is said of a value that is stored. */
  HandParquet leaf(
      String name, Type type, FieldRepetitionType repetition, Consumer<SchemaElement> more) {
    return group(name, repetition, element -> more.accept(element.setType(type)));
  }

  /** Changes what pages that come after say of themselves. */
  HandParquet pages(Consumer<PageHeader> change) {
    pages = change;
    return this;
  }

  /** Changes what the footer says. */
  HandParquet footer(Consumer<FileMetaData> change) {
    footer = change;
    return this;
  }

  /** A column's only page: its levels, if it has any, then its values. */
  HandParquet page(String path, Type type, int count, byte[]... content) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : content) {
      body.writeBytes(part);
    }
    long at = out.size();
    PageHeader header = new PageHeader(PageType.DATA_PAGE, body.size(), body.size());
    header.setData_page_header(
        new DataPageHeader(count, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    pages.accept(header);
    Util.writePageHeader(header, out);
    out.writeBytes(body.toByteArray());
    long size = out.size() - at;
    ColumnMetaData data =
        new ColumnMetaData(
            type,
            List.of(Encoding.PLAIN, Encoding.RLE),
            List.of(path.split("/")),
            CompressionCodec.UNCOMPRESSED,
            count,
            size,
            size,
            at);
    chunks.add(new ColumnChunk(at).setMeta_data(data));
    return this;
  }

  /** Levels of at most 255, each as a run of its own. */
  static byte[] levels(int... levels) {
    ByteBuffer bytes = little(4 + 2 * levels.length).putInt(2 * levels.length);
    for (int level : levels) {
      bytes.put((byte) 2).put((byte) level);
    }
    return bytes.array();
  }

  static byte[] ints(int... values) {
    ByteBuffer bytes = little(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  /** The file, of so many rows. */
  byte[] write(long rows) throws IOException {
    long size = out.size();
    RowGroup group = new RowGroup(chunks, size, rows);
    FileMetaData meta = new FileMetaData(1, schema, rows, new ArrayList<>(List.of(group)));
    footer.accept(meta);
    Util.writeFileMetaData(meta, out);
    out.writeBytes(little(4).putInt((int) (out.size() - size)).array());
    out.writeBytes(MAGIC);
    return out.toByteArray();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
