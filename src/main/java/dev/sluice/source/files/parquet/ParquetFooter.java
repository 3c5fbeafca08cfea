// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InterningProtocol;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * What the footer of a Parquet file says, held against the file: nothing in it lies outside of it,
 * no count is negative, and sums agree.
 *
 * @param end where the data ends and the footer begins
 */
record ParquetFooter(FileMetaData meta, List<ParquetShape> columns, long end) {
  private static final int TAIL = 8;
  static final int MAX_DEPTH = 64;

  /**
   * Reads the footer.
   *
   * @throws ParquetBroken when the file cannot be what its footer says
   */
  static ParquetFooter read(FileChannel file) throws IOException {
    long size = file.size();
    ParquetBroken.require(size >= 4 + TAIL, "it is too short");
    ByteBuffer tail = bytes(file, size - TAIL, TAIL);
    int length = tail.getInt();
    String magic = ParquetPages.ascii(tail);
    ParquetBroken.require(!magic.equals("PARE"), "its footer is encrypted");
    ParquetBroken.require(magic.equals("PAR1"), "it does not end as one; it may be cut");
    ParquetBroken.require(length > 0 && length <= size - TAIL - 4, "its footer's length is wrong");
    long end = size - TAIL - length;
    FileMetaData meta = parse(bytes(file, end, length).array());
    List<ParquetShape> columns = columns(meta);
    ParquetFooter footer = new ParquetFooter(meta, columns, end);
    footer.check();
    return footer;
  }

  private static ByteBuffer bytes(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {}
    ParquetBroken.require(!bytes.hasRemaining(), "it is cut");
    return bytes.flip();
  }

  private static FileMetaData parse(byte[] bytes) {
    try {
      // No list can be longer than the bytes that are there, whatever it says.
      TConfiguration limits = new TConfiguration(bytes.length, bytes.length, MAX_DEPTH);
      FileMetaData meta = new FileMetaData();
      meta.read(
          new InterningProtocol(
              new TCompactProtocol(
                  new TIOStreamTransport(limits, new ByteArrayInputStream(bytes)))));
      meta.validate();
      return meta;
    } catch (TException | RuntimeException e) {
      throw new ParquetBroken("its footer cannot be read");
    }
  }

  private static List<ParquetShape> columns(FileMetaData meta) {
    List<SchemaElement> all = meta.getSchema();
    ParquetBroken.require(!all.isEmpty(), "it has no schema");
    int at = 1;
    for (int column = 0; column < all.get(0).getNum_children(); column++) {
      at = after(all, at, 0);
    }
    ParquetBroken.require(at == all.size(), "its schema is broken");
    return ParquetShape.of(all);
  }

  /** Where what follows an element and all that is below it begins. */
  private static int after(List<SchemaElement> all, int element, int depth) {
    ParquetBroken.require(element < all.size() && depth < MAX_DEPTH, "its schema is broken");
    int at = element + 1;
    int children = all.get(element).isSetType() ? 0 : all.get(element).getNum_children();
    for (int child = 0; child < children; child++) {
      at = after(all, at, depth + 1);
    }
    return at;
  }

  private void check() {
    long leaves = columns.stream().flatMap(ParquetShape::leaves).count();
    long rows = 0;
    List<RowGroup> groups = meta.getRow_groups();
    for (int i = 0; i < groups.size(); i++) {
      RowGroup group = groups.get(i);
      ParquetBroken.require(
          group.getColumns().size() == leaves, "row group " + i + " lacks columns");
      ParquetBroken.require(
          group.getNum_rows() >= 0, "row group " + i + " has a negative count of rows");
      rows += group.getNum_rows();
      for (ColumnChunk chunk : group.getColumns()) {
        checkChunk(chunk, i);
      }
    }
    ParquetBroken.require(
        rows == meta.getNum_rows(), "its row groups do not have the rows that its footer says");
  }

  private void checkChunk(ColumnChunk chunk, int group) {
    ParquetBroken.require(!chunk.isSetFile_path(), "parts of it lie in other files");
    ParquetBroken.require(!chunk.isSetCrypto_metadata(), "it is encrypted");
    ParquetBroken.require(
        chunk.isSetMeta_data(), "row group " + group + " does not say where its columns are");
    ColumnMetaData data = chunk.getMeta_data();
    long from = ParquetPages.start(data);
    // Of a column without values some writers say that it begins nowhere.
    boolean isEmpty = data.getNum_values() == 0 && from == 0;
    boolean isInside =
        (from >= 4 || isEmpty)
            && data.getTotal_compressed_size() >= 0
            && data.getTotal_uncompressed_size() >= 0
            && data.getNum_values() >= 0
            && from <= end
            && data.getTotal_compressed_size() <= end - from;
    ParquetBroken.require(
        isInside,
        "column "
            + String.join(".", data.getPath_in_schema())
            + " of row group "
            + group
            + " lies outside of it");
  }
}
