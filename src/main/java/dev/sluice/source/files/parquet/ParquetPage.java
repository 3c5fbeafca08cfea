// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBits;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.encoding.ParquetRuns;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * One page of a column, unpacked.
 *
 * @param at where it begins in the file
 * @param after where what follows it begins
 * @param count of its entries: values, nulls, and lists without any
 * @param repetition how deep in lists each entry goes on; null where there are no lists
 * @param definition how much of each entry is there; null where all is
 * @param values where in the bytes its values begin
 */
record ParquetPage(
    long at,
    long after,
    int count,
    @org.jspecify.annotations.Nullable ParquetRuns repetition,
    @org.jspecify.annotations.Nullable ParquetRuns definition,
    Encoding encoding,
    byte[] bytes,
    int values) {

  /** Where a page lies. */
  record Place(long at, long after) {}

  static boolean isData(PageHeader header) {
    return header.getType() == PageType.DATA_PAGE && header.isSetData_page_header()
        || header.getType() == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2();
  }

  /** Takes the unpacked bytes of a page apart. */
  static ParquetPage of(PageHeader header, Place place, byte[] bytes, ParquetShape leaf) {
    return header.isSetData_page_header_v2()
        ? second(header.getData_page_header_v2(), place, bytes, leaf)
        : first(header.getData_page_header(), place, bytes, leaf);
  }

  private static ParquetPage first(
      DataPageHeader header, Place place, byte[] bytes, ParquetShape leaf) {
    int at = 0;
    ParquetRuns repetition = null;
    ParquetRuns definition = null;
    if (leaf.rep() > 0) {
      int length = length(header.getRepetition_level_encoding(), leaf.rep(), header, bytes, at);
      repetition = levels(header.getRepetition_level_encoding(), bytes, at, length, leaf.rep());
      at += length;
    }
    if (leaf.def() > 0) {
      int length = length(header.getDefinition_level_encoding(), leaf.def(), header, bytes, at);
      definition = levels(header.getDefinition_level_encoding(), bytes, at, length, leaf.def());
      at += length;
    }
    return new ParquetPage(
        place.at(),
        place.after(),
        header.getNum_values(),
        repetition,
        definition,
        header.getEncoding(),
        bytes,
        at);
  }

  private static int width(int most) {
    return 32 - Integer.numberOfLeadingZeros(most);
  }

  private static int length(
      Encoding encoding, int most, DataPageHeader header, byte[] bytes, int at) {
    long length;
    if (encoding == Encoding.BIT_PACKED) {
      length = ((long) header.getNum_values() * width(most) + 7) / 8;
    } else {
      ParquetBroken.require(bytes.length - at >= 4, "its levels end too early");
      length = 4 + (long) ParquetBits.int32(bytes, at);
      ParquetBroken.require(length >= 4, "its levels end too early");
    }
    ParquetBroken.require(length <= bytes.length - at, "its levels end too early");
    return (int) length;
  }

  private static ParquetRuns levels(Encoding encoding, byte[] bytes, int at, int length, int most) {
    if (encoding == Encoding.BIT_PACKED) {
      return ParquetRuns.packedFromTheTop(bytes, at, at + length, width(most));
    }
    ParquetBroken.require(encoding == Encoding.RLE, "its levels are encoded as " + encoding);
    return new ParquetRuns(bytes, at + 4, at + length, width(most));
  }

  private static ParquetPage second(
      DataPageHeaderV2 header, Place place, byte[] bytes, ParquetShape leaf) {
    int split = header.getRepetition_levels_byte_length();
    int values = split + header.getDefinition_levels_byte_length();
    return new ParquetPage(
        place.at(),
        place.after(),
        header.getNum_values(),
        leaf.rep() == 0 ? null : new ParquetRuns(bytes, 0, split, width(leaf.rep())),
        leaf.def() == 0 ? null : new ParquetRuns(bytes, split, values, width(leaf.def())),
        header.getEncoding(),
        bytes,
        values);
  }
}
