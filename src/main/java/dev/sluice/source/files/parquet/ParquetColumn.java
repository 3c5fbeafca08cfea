// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.encoding.ParquetDictionary;
import dev.sluice.source.files.parquet.encoding.ParquetValues;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import dev.sluice.source.files.parquet.shape.ParquetType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A stored column of a row group on its way into a vector, so many rows at a time.
 *
 * <p>It can go back to where it was, and let go of its page: what was packed is unpacked again.
 */
final class ParquetColumn {
  /** About how much memory an entry takes apart from its value. */
  private static final int ENTRY = 8;

  private final ParquetShape leaf;
  private final ParquetChunk chunk;
  private final int[] inner;
  private final BitSet strange = new BitSet();
  private int[] repetitions = new int[0];
  private int[] definitions = new int[0];
  private int entries;
  private @Nullable ParquetPage page;
  private @Nullable ParquetValues values;
  private int left;
  private Mark next;
  private boolean isAhead;
  private int repetition;
  private int definition;
  private int before;

  /**
   * A place between two entries.
   *
   * @param at where a page begins
   * @param skip how many of its entries come before
   * @param more entries from this page on
   * @param definition of the entry before
   */
  record Mark(long at, int skip, long more, int definition) {}

  /**
   * A column from its first row on.
   *
   * @param inner of each count of lists, the level from which on the last has an element
   */
  ParquetColumn(ParquetShape leaf, ParquetChunk chunk, int[] inner) {
    this.leaf = leaf;
    this.chunk = chunk;
    this.inner = inner;
    this.next = new Mark(chunk.start(), 0, chunk.entries(), 0);
  }

  ParquetShape leaf() {
    return leaf;
  }

  /** How deep in lists each entry that was read goes on. */
  int[] repetitions() {
    return repetitions;
  }

  /** How much of each entry that was read is there. */
  int[] definitions() {
    return definitions;
  }

  /** How many entries were read. */
  int entries() {
    return entries;
  }

  /** Which of the rows that were read have a value that the vector's type does not hold. */
  BitSet strange() {
    return strange;
  }

  /** About how much memory it holds. */
  long held() {
    ParquetDictionary dictionary = chunk.dictionary();
    return (page == null ? 0 : page.bytes().length) + (dictionary == null ? 0 : dictionary.held());
  }

  Mark mark() {
    if (page == null) {
      return next;
    }
    int read = page.count() - left - (isAhead ? 1 : 0);
    int last = isAhead ? before : definition;
    return read == page.count()
        ? new Mark(next.at(), 0, next.more(), last)
        : new Mark(page.at(), read, next.more() + page.count(), last);
  }

  /** Goes to a place, at once or when something is read. */
  void go(Mark mark) {
    next = mark;
    page = null;
    values = null;
    left = 0;
    isAhead = false;
    definition = mark.definition();
  }

  /** Whether nothing is left of it. */
  boolean isAtEnd() {
    return !isAhead && left == 0 && next.more() == 0;
  }

  /** Lets go of what can be read again. */
  void release() {
    go(mark());
    chunk.release();
  }

  /**
   * Reads rows into a vector.
   *
   * @return about how much memory they take; above {@code most} not all were read
   */
  long read(int rows, FieldVector vector, ParquetType.Setter setter, long most) {
    entries = 0;
    strange.clear();
    try {
      return leaf.rep() == 0
          ? plain(rows, vector, setter, most)
          : nested(rows, vector, setter, most);
    } catch (ParquetBroken e) {
      throw new ParquetBroken(chunk.place() + " is broken: " + e.getMessage());
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new ParquetBroken(chunk.place() + " is broken: " + "its values end too early");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long plain(int rows, FieldVector vector, ParquetType.Setter setter, long most)
      throws IOException {
    boolean hasLevels = leaf.def() > 0;
    if (hasLevels && definitions.length < rows) {
      definitions = new int[rows];
    }
    long bytes = 0;
    for (int row = 0; row < rows && bytes <= most; row++) {
      ParquetBroken.require(advance(), "it has fewer values than rows");
      if (hasLevels) {
        definitions[entries] = definition;
      }
      entries++;
      bytes += put(row, row, vector, setter);
    }
    return bytes;
  }

  private long nested(int rows, FieldVector vector, ParquetType.Setter setter, long most)
      throws IOException {
    long bytes = 0;
    int row = -1;
    int place = 0;
    while (bytes <= most) {
      if (!isAhead && !advance()) {
        ParquetBroken.require(row == rows - 1, "it has fewer values than rows");
        return bytes;
      }
      isAhead = true;
      if (repetition == 0 && ++row == rows) {
        return bytes;
      }
      isAhead = false;
      grow();
      repetitions[entries] = repetition;
      definitions[entries++] = definition;
      bytes += ENTRY;
      if (definition >= leaf.base()) {
        bytes += put(place++, row, vector, setter);
      }
    }
    return bytes;
  }

  private void grow() {
    if (entries == repetitions.length) {
      int length = Math.max(1024, entries * 2);
      repetitions = Arrays.copyOf(repetitions, length);
      definitions = Arrays.copyOf(definitions, length);
    }
  }

  private long put(int place, int row, FieldVector vector, ParquetType.Setter setter) {
    if (definition < leaf.def()) {
      vector.setNull(place);
      return ENTRY;
    }
    ParquetValues value = value();
    if (!setter.set(vector, place, value)) {
      strange.set(row);
    }
    return ENTRY + value.length();
  }

  /** Goes to the next value of the page; pages without any may lack even what comes before. */
  private ParquetValues value() {
    if (values == null && page != null) {
      values =
          ParquetValues.of(
              page.encoding(),
              leaf.element(),
              chunk.dictionary(),
              page.bytes(),
              page.values(),
              page.bytes().length);
    }
    if (values == null) {
      throw new IllegalStateException("no page");
    }
    values.next();
    return values;
  }

  /** Goes to the next entry; whether there is one. */
  private boolean advance() throws IOException {
    while (left == 0) {
      if (next.more() == 0) {
        return false;
      }
      open();
    }
    left--;
    if (page == null) {
      throw new IllegalStateException("no page");
    }
    before = definition;
    repetition = page.repetition() == null ? 0 : page.repetition().next();
    definition = page.definition() == null ? 0 : page.definition().next();
    boolean isPossible =
        repetition >= 0
            && repetition <= leaf.rep()
            && definition >= 0
            && definition <= leaf.def()
            && (repetition == 0 || goesOn());
    ParquetBroken.require(isPossible, "its levels cannot be");
    return true;
  }

  /** A list goes on only after an element, and with one. */
  private boolean goesOn() {
    return before >= inner[repetition] && definition >= inner[repetition];
  }

  private void open() throws IOException {
    Mark mark = next;
    ParquetPage opened = chunk.page(mark.at());
    ParquetBroken.require(
        opened.count() >= mark.skip() && opened.count() <= mark.more(),
        "its pages have too many values");
    page = opened;
    values = null;
    left = opened.count();
    next = new Mark(opened.after(), 0, mark.more() - opened.count(), 0);
    if (mark.skip() > 0) {
      skip(mark.skip());
    }
  }

  private void skip(int count) throws IOException {
    // What came before this page was held against its first entry when it was read.
    definition = Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      boolean unused = advance();
      if (definition == leaf.def()) {
        ParquetValues passed = value();
      }
    }
  }
}
