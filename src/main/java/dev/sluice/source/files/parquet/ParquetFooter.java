// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
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
record ParquetFooter(FileMetaData meta, List<Node> columns, long end) {
  private static final int TAIL = 8;
  private static final int MAX_DEPTH = 64;

  /**
   * A column of the file.
   *
   * @param index where its element stands in the schema
   * @param leaves what is stored of it, in order; one for a plain column
   */
  record Node(int index, SchemaElement element, List<SchemaElement> leaves) {}

  /** Says what is wrong with a file. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String what) {
      super(what);
    }
  }

  /**
   * Reads the footer.
   *
   * @throws Broken when the file cannot be what its footer says
   */
  static ParquetFooter read(FileChannel file) throws IOException {
    long size = file.size();
    require(size >= 4 + TAIL, "it is too short");
    ByteBuffer tail = bytes(file, size - TAIL, TAIL);
    int length = tail.getInt();
    String magic = ParquetPages.ascii(tail);
    require(!magic.equals("PARE"), "its footer is encrypted");
    require(magic.equals("PAR1"), "it does not end as one; it may be cut");
    require(length > 0 && length <= size - TAIL - 4, "its footer's length is wrong");
    long end = size - TAIL - length;
    FileMetaData meta = parse(bytes(file, end, length).array());
    List<Node> columns = columns(meta);
    ParquetFooter footer = new ParquetFooter(meta, columns, end);
    footer.check();
    return footer;
  }

  private static ByteBuffer bytes(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {}
    require(!bytes.hasRemaining(), "it is cut");
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
      throw new Broken("its footer cannot be read");
    }
  }

  private static List<Node> columns(FileMetaData meta) {
    List<Node> columns = new ArrayList<>();
    List<SchemaElement> all = meta.getSchema();
    require(!all.isEmpty(), "it has no schema");
    int[] at = {1};
    while (at[0] < all.size()) {
      int index = at[0];
      List<SchemaElement> leaves = new ArrayList<>();
      gather(all, at, leaves, 0);
      columns.add(new Node(index, all.get(index), leaves));
    }
    require(columns.size() == all.get(0).getNum_children(), "its schema is broken");
    return columns;
  }

  private static void gather(
      List<SchemaElement> all, int[] at, List<SchemaElement> leaves, int depth) {
    require(at[0] < all.size() && depth < MAX_DEPTH, "its schema is broken");
    SchemaElement element = all.get(at[0]++);
    if (element.isSetType()) {
      leaves.add(element);
      return;
    }
    for (int child = 0; child < element.getNum_children(); child++) {
      gather(all, at, leaves, depth + 1);
    }
  }

  private void check() {
    int leaves = columns.stream().mapToInt(column -> column.leaves().size()).sum();
    long rows = 0;
    List<RowGroup> groups = meta.getRow_groups();
    for (int i = 0; i < groups.size(); i++) {
      RowGroup group = groups.get(i);
      require(group.getColumns().size() == leaves, "row group " + i + " lacks columns");
      require(group.getNum_rows() >= 0, "row group " + i + " has a negative count of rows");
      rows += group.getNum_rows();
      for (ColumnChunk chunk : group.getColumns()) {
        checkChunk(chunk, i);
      }
    }
    require(rows == meta.getNum_rows(), "its row groups do not have the rows that its footer says");
  }

  private void checkChunk(ColumnChunk chunk, int group) {
    require(!chunk.isSetFile_path(), "parts of it lie in other files");
    require(!chunk.isSetCrypto_metadata(), "it is encrypted");
    require(chunk.isSetMeta_data(), "row group " + group + " does not say where its columns are");
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
    require(
        isInside,
        "column "
            + String.join(".", data.getPath_in_schema())
            + " of row group "
            + group
            + " lies outside of it");
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new Broken(what);
    }
  }
}
