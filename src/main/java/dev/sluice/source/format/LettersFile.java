// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.LetterCipher;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TableSpec;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.ParquetRead;
import dev.sluice.sql.StatementFailed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters out of a Parquet file that Sluice wrote, a page at a time, and gives their
 * records as the reader of their source would.
 */
final class LettersFile implements FileReader {
  /** Bytes of payloads on a page, on average, and letters on it at most. */
  private static final long PAGE_BYTES = 8L << 20;

  private static final long PAGE_LETTERS = 16_384;

  /** Letters that are read at one go. */
  private static final int BLOCK_LETTERS = 4096;

  private static final int BLOCK_BYTES = 4 << 20;

  private final InputFile file;
  private final TableSpec table;
  private final LocalCopy copy;
  private final Kernel kernel;
  private final Deque<LetterPiece> pieces = new ArrayDeque<>();
  private @Nullable LetterCipher cipher;
  private long letters;
  private long perPage = 1;
  private int page;
  private long within;

  static LettersFile open(TableSpec table, InputFile file, Position at) {
    LocalCopy copy = LocalCopy.of(file);
    KernelSettings settings =
        new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(copy.folder()));
    LettersFile open = new LettersFile(table, file, copy, Kernel.open(settings));
    try {
      open.start(at);
      return open;
    } catch (PipelineException e) {
      open.close();
      throw e;
    }
  }

  private LettersFile(TableSpec table, InputFile file, LocalCopy copy, Kernel kernel) {
    this.table = table;
    this.file = file;
    this.copy = copy;
    this.kernel = kernel;
  }

  private void start(Position at) {
    long bytes = number("sum(octet_length(encode(payload)))");
    letters = number("count(*)");
    perPage = Math.max(1, Math.min(PAGE_LETTERS, PAGE_BYTES * letters / Math.max(1, bytes)));
    page = (int) at.offset();
    if (at.within() > 0) {
      load();
      for (long i = 0; i < at.within(); i++) {
        LetterPiece unused = pieces.removeFirst();
      }
      within = at.within();
    }
  }

  private boolean hasPage() {
    return page * perPage < letters;
  }

  @Override
  public Chunk next() {
    while (pieces.isEmpty() && hasPage()) {
      load();
    }
    LetterPiece piece = pieces.pollFirst();
    within++;
    if (pieces.isEmpty()) {
      page++;
      within = 0;
    }
    boolean isLast = pieces.isEmpty() && !hasPage();
    Position end = new Position(page, within, Math.min(letters, page * perPage), List.of());
    return piece == null
        ? new Chunk(null, null, end, isLast)
        : new Chunk(piece.rows(), piece.dead(), end, isLast);
  }

  private void load() {
    String sql =
        "SELECT %1$s FROM %2$s WHERE %3$s >= %4$d AND %3$s < %5$d"
            .formatted(
                Letter.COLUMNS,
                ParquetRead.numbered(copy.path()),
                ParquetRead.NUMBER,
                page * perPage,
                (page + 1) * perPage);
    try {
      Map<Letter.Group, List<Letter>> groups = new LinkedHashMap<>();
      for (Letter letter : kernel.rows(sql, row -> Letter.read(row, this::cipher))) {
        groups.computeIfAbsent(letter.group(), g -> new ArrayList<>()).add(letter);
      }
      for (Map.Entry<Letter.Group, List<Letter>> group : groups.entrySet()) {
        for (List<Letter> block : blocks(group.getValue())) {
          pieces.addAll(read(group.getKey(), block));
        }
      }
    } catch (StatementFailed e) {
      throw unreadable(e);
    }
  }

  private LetterCipher cipher() {
    if (cipher == null) {
      cipher = LetterCipher.fromEnvironment();
    }
    return cipher;
  }

  private static List<List<Letter>> blocks(List<Letter> letters) {
    List<List<Letter>> blocks = new ArrayList<>();
    int bytes = BLOCK_BYTES;
    for (Letter letter : letters) {
      if (bytes >= BLOCK_BYTES || blocks.get(blocks.size() - 1).size() == BLOCK_LETTERS) {
        blocks.add(new ArrayList<>());
        bytes = 0;
      }
      blocks.get(blocks.size() - 1).add(letter);
      bytes += letter.record().length;
    }
    return blocks;
  }

  private List<LetterPiece> read(Letter.Group group, List<Letter> block) {
    SourceSpec source = table.source();
    String wanted =
        source instanceof SourceSpec.Csv || source instanceof SourceSpec.JsonLines
            ? source.format()
            : RowLetters.FORMAT;
    if (!group.kind().equals(wanted)) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letter %s of table '%s' was read as %s, but the table's source is %s now. Give the table its former source to read its letters again, or leave them out."
              .formatted(block.get(0).id(), table.name(), group.kind(), source.format()));
    }
    if (source instanceof SourceSpec.Csv csv) {
      return List.of(new CsvLetters(table.name(), csv, block.get(0)).read(block));
    }
    return source instanceof SourceSpec.JsonLines
        ? JsonLetters.read(table, group, block)
        : RowLetters.read(kernel, group, block);
  }

  /** The kernel's own words may quote a record. */
  private PipelineException unreadable(StatementFailed e) {
    return file.failure(
        ErrorCode.LAKE_READ, "cannot be read: " + e.withoutValues().getMessage(), null);
  }

  private long number(String expression) {
    String sql = "SELECT coalesce(%s, 0)::BIGINT FROM %s";
    try {
      return kernel
          .rows(
              sql.formatted(expression, ParquetRead.of(List.of(copy.path()))),
              row -> row.getLong(1))
          .get(0);
    } catch (StatementFailed e) {
      throw unreadable(e);
    }
  }

  @Override
  public String digest() {
    return copy.digest();
  }

  @Override
  public void close() {
    kernel.close();
    copy.close();
  }
}
