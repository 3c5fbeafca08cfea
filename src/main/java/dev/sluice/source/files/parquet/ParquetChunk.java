// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.encoding.ParquetCodec;
import dev.sluice.source.files.parquet.encoding.ParquetDictionary;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/** The pages of a column in a row group that has been checked. */
final class ParquetChunk {
  private final ParquetPages pages;
  private final ColumnMetaData data;
  private final ParquetShape leaf;
  private final String place;
  private @Nullable ParquetDictionary dictionary;

  ParquetChunk(ParquetPages pages, ColumnMetaData data, ParquetShape leaf, String place) {
    this.pages = pages;
    this.data = data;
    this.leaf = leaf;
    this.place = place;
  }

  String place() {
    return place;
  }

  long start() {
    return ParquetPages.start(data);
  }

  long entries() {
    return data.getNum_values();
  }

  @Nullable ParquetDictionary dictionary() {
    return dictionary;
  }

  /** Lets go of what can be read again. */
  void release() {
    dictionary = null;
  }

  /** The next page with values from a place on. */
  ParquetPage page(long from) throws IOException {
    if (dictionary == null && from != start()) {
      ParquetPages.Header first = pages.header(start(), place);
      if (first.says().getType() == PageType.DICTIONARY_PAGE) {
        dictionary = dictionary(first);
      }
    }
    long at = from;
    while (true) {
      ParquetPages.Header header = pages.header(at, place);
      if (ParquetPage.isData(header.says())) {
        ParquetPage.Place lies = new ParquetPage.Place(at, header.after());
        return ParquetPage.of(header.says(), lies, unpacked(header), leaf);
      }
      if (header.says().getType() == PageType.DICTIONARY_PAGE) {
        dictionary = dictionary(header);
      }
      at = header.after();
    }
  }

  private ParquetDictionary dictionary(ParquetPages.Header header) throws IOException {
    ParquetBroken.require(
        header.says().isSetDictionary_page_header(), "its dictionary does not say what it is");
    byte[] bytes = unpack(pages.bytes(header), 0, header.says().getUncompressed_page_size());
    return new ParquetDictionary(
        leaf.element(), bytes, header.says().getDictionary_page_header().getNum_values());
  }

  private byte[] unpacked(ParquetPages.Header header) throws IOException {
    PageHeader says = header.says();
    byte[] stored = pages.bytes(header);
    int length = says.getUncompressed_page_size();
    if (!says.isSetData_page_header_v2()) {
      return unpack(stored, 0, length);
    }
    DataPageHeaderV2 second = says.getData_page_header_v2();
    int repetition = second.getRepetition_levels_byte_length();
    int definition = second.getDefinition_levels_byte_length();
    boolean isPossible =
        repetition >= 0
            && definition >= 0
            && (long) repetition + definition <= Math.min(stored.length, length);
    ParquetBroken.require(isPossible, "its levels are longer than its page");
    boolean isPacked = !second.isSetIs_compressed() || second.isIs_compressed();
    int levels = repetition + definition;
    if (!isPacked || data.getCodec() == CompressionCodec.UNCOMPRESSED) {
      return stored;
    }
    byte[] values = stored.length == levels ? new byte[0] : unpack(stored, levels, length - levels);
    byte[] whole = Arrays.copyOf(stored, levels + values.length);
    System.arraycopy(values, 0, whole, levels, values.length);
    return whole;
  }

  private byte[] unpack(byte[] stored, int from, int length) {
    if (data.getCodec() == CompressionCodec.UNCOMPRESSED) {
      ParquetBroken.require(
          stored.length == length, "a page does not have the length that it says");
      return stored;
    }
    try {
      return ParquetCodec.unpack(data.getCodec(), stored, from, length);
    } catch (IOException e) {
      throw new ParquetBroken("a page is not valid " + data.getCodec());
    }
  }
}
