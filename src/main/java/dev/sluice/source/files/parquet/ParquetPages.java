// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Walks the pages of a row group: their lengths must lie in the file, and where a page has a
 * checksum its bytes must have it too. The kernel does not look at checksums.
 */
final class ParquetPages {
  private static final int BLOCK = 1 << 16;

  private final FileChannel file;
  private final long end;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

  ParquetPages(FileChannel file, long end) {
    this.file = file;
    this.end = end;
  }

  /** Where the first page of a column begins. */
  static long start(ColumnMetaData data) {
    long first = data.getData_page_offset();
    boolean hasDictionary =
        data.isSetDictionary_page_offset()
            && data.getDictionary_page_offset() > 0
            && data.getDictionary_page_offset() < first;
    return hasDictionary ? data.getDictionary_page_offset() : first;
  }

  static String ascii(ByteBuffer bytes) {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return new String(rest, StandardCharsets.ISO_8859_1);
  }

  /**
   * Looks at every page of a row group.
   *
   * @throws ParquetFooter.Broken when one is not what it says
   */
  void check(RowGroup group, int number) throws IOException {
    for (ColumnChunk chunk : group.getColumns()) {
      ColumnMetaData data = chunk.getMeta_data();
      String place =
          "column " + String.join(".", data.getPath_in_schema()) + " of row group " + number;
      check(data, place);
    }
  }

  private void check(ColumnMetaData data, String place) throws IOException {
    long at = start(data);
    long values = 0;
    while (values < data.getNum_values()) {
      Bytes in = new Bytes(at);
      PageHeader page = header(in, place);
      at = in.position;
      int length = page.getCompressed_page_size();
      boolean isInside = length >= 0 && page.getUncompressed_page_size() >= 0 && length <= end - at;
      ParquetFooter.require(isInside, "a page of " + place + " lies outside of it");
      if (page.isSetCrc() && crc(at, length) != page.getCrc()) {
        throw new ParquetFooter.Broken("a page of " + place + " does not have its checksum");
      }
      at += length;
      int count = count(page);
      ParquetFooter.require(count >= 0, "a page of " + place + " has a negative count of values");
      values += count;
    }
  }

  private static PageHeader header(Bytes in, String place) throws IOException {
    try {
      return Util.readPageHeader(in);
    } catch (IOException | RuntimeException e) {
      throw new ParquetFooter.Broken("a page of " + place + " has no header that can be read");
    }
  }

  private static int count(PageHeader page) {
    if (page.getType() == PageType.DATA_PAGE && page.isSetData_page_header()) {
      return page.getData_page_header().getNum_values();
    }
    if (page.getType() == PageType.DATA_PAGE_V2 && page.isSetData_page_header_v2()) {
      return page.getData_page_header_v2().getNum_values();
    }
    return 0;
  }

  private int crc(long from, int length) throws IOException {
    CRC32 crc = new CRC32();
    long at = from;
    while (at < from + length) {
      block.clear().limit((int) Math.min(BLOCK, from + length - at));
      int read = file.read(block, at);
      ParquetFooter.require(read > 0, "it is cut");
      crc.update(block.flip());
      at += read;
    }
    return (int) crc.getValue();
  }

  /** The bytes from a place on, which counts how many were taken. */
  private final class Bytes extends InputStream {
    private final ByteBuffer ahead = ByteBuffer.allocate(512).limit(0);
    private long position;

    Bytes(long position) {
      this.position = position;
    }

    private boolean fill() throws IOException {
      if (!ahead.hasRemaining()) {
        ahead.clear().limit((int) Math.min(ahead.capacity(), Math.max(0, end - position)));
        int read = ahead.hasRemaining() ? file.read(ahead, position) : -1;
        ahead.limit(Math.max(0, read)).position(0);
      }
      return ahead.hasRemaining();
    }

    @Override
    public int read() throws IOException {
      if (!fill()) {
        return -1;
      }
      position++;
      return ahead.get() & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, ahead.remaining());
      ahead.get(into, offset, count);
      position += count;
      return count;
    }
  }
}
