// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.spec.unit.Sizes;
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

  /** How long a page may be: it is unpacked as a whole, beside others. */
  private static final int MAX_PAGE = 128 << 20;

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

  /** What a leaf's values in a row group are. */
  static ColumnMetaData data(ParquetFooter footer, int group, int leaf) {
    return footer.meta().getRow_groups().get(group).getColumns().get(leaf).getMeta_data();
  }

  /** How messages name a column of a row group. */
  static String place(ColumnMetaData data, int group) {
    return "column " + String.join(".", data.getPath_in_schema()) + " of row group " + group;
  }

  /**
   * Looks at every page of a row group.
   *
   * @throws ParquetBroken when one is not what it says
   */
  void check(RowGroup group, int number) throws IOException {
    for (ColumnChunk chunk : group.getColumns()) {
      ColumnMetaData data = chunk.getMeta_data();
      check(data, place(data, number));
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
      ParquetBroken.require(isInside, "a page of " + place + " lies outside of it");
      requireRoom(page, place);
      if (page.isSetCrc() && crc(at, length) != page.getCrc()) {
        throw new ParquetBroken("a page of " + place + " does not have its checksum");
      }
      at += length;
      int count = count(page);
      ParquetBroken.require(count >= 0, "a page of " + place + " has a negative count of values");
      values += count;
    }
  }

  /** A page is unpacked as a whole: what it says must fit into memory beside others. */
  private static void requireRoom(PageHeader page, String place) {
    int most = Math.max(page.getUncompressed_page_size(), page.getCompressed_page_size());
    ParquetBroken.require(
        most <= MAX_PAGE,
        "a page of %s has %s, more than the %s that can be held; write it with smaller pages"
            .formatted(place, Sizes.spell(most), Sizes.spell(MAX_PAGE)));
  }

  private static PageHeader header(Bytes in, String place) throws IOException {
    try {
      return Util.readPageHeader(in);
    } catch (IOException | RuntimeException e) {
      throw new ParquetBroken("a page of " + place + " has no header that can be read");
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
      ParquetBroken.require(read > 0, "it is cut");
      crc.update(block.flip());
      at += read;
    }
    return (int) crc.getValue();
  }

  /** What a page says of itself, and where its bytes begin. */
  record Header(PageHeader says, long begin) {
    /** Where what follows the page begins. */
    long after() {
      return begin + says.getCompressed_page_size();
    }
  }

  /** The page that begins at a place; its row group has been checked. */
  Header header(long at, String place) throws IOException {
    Bytes in = new Bytes(at);
    PageHeader says = header(in, place);
    return new Header(says, in.position);
  }

  /** The stored bytes of a page. */
  byte[] bytes(Header header) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(header.says().getCompressed_page_size());
    while (bytes.hasRemaining() && file.read(bytes, header.begin() + bytes.position()) >= 0) {}
    ParquetBroken.require(!bytes.hasRemaining(), "it is cut");
    return bytes.array();
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
