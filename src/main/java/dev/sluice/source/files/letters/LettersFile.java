// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.letters;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.source.files.bytes.LocalCopy;
import dev.sluice.source.files.csv.CsvLetters;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.json.JsonLetters;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.source.message.MessageLetters;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
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
public final class LettersFile implements FileReader {
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

  public static LettersFile open(TableSpec table, InputFile file, RecordPosition at) {
    LocalCopy copy = LocalCopy.of(file);
    KernelSettings settings = KernelSettings.aside(copy.folder());
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

  private void start(RecordPosition at) {
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
    RecordPosition end =
        new RecordPosition(page, within, Math.min(letters, page * perPage), List.of());
    return piece == null
        ? new Chunk(null, null, end, isLast)
        : new Chunk(piece.rows(), piece.dead(), end, isLast);
  }

  private void load() {
    String sql =
        "SELECT %1$s FROM %2$s WHERE %3$s >= %4$d AND %3$s < %5$d"
            .formatted(
                ReplayedLetter.COLUMNS,
                ParquetRead.numbered(copy.path()),
                ParquetRead.NUMBER,
                page * perPage,
                (page + 1) * perPage);
    try {
      Map<ReplayedLetter.Group, List<ReplayedLetter>> groups = new LinkedHashMap<>();
      for (ReplayedLetter letter :
          kernel.rows(sql, row -> ReplayedLetter.read(row, this::cipher))) {
        groups.computeIfAbsent(letter.group(), g -> new ArrayList<>()).add(letter);
      }
      for (Map.Entry<ReplayedLetter.Group, List<ReplayedLetter>> group : groups.entrySet()) {
        for (List<ReplayedLetter> block : blocks(group.getValue())) {
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

  private static List<List<ReplayedLetter>> blocks(List<ReplayedLetter> letters) {
    List<List<ReplayedLetter>> blocks = new ArrayList<>();
    int bytes = BLOCK_BYTES;
    for (ReplayedLetter letter : letters) {
      if (bytes >= BLOCK_BYTES || blocks.get(blocks.size() - 1).size() == BLOCK_LETTERS) {
        blocks.add(new ArrayList<>());
        bytes = 0;
      }
      blocks.get(blocks.size() - 1).add(letter);
      bytes += letter.record().length;
    }
    return blocks;
  }

  private List<LetterPiece> read(ReplayedLetter.Group group, List<ReplayedLetter> block) {
    SourceSpec source = table.source();
    String wanted =
        source instanceof SourceSpec.Csv || source instanceof SourceSpec.Json
            ? source.format()
            : RowLetters.FORMAT;
    if (source instanceof SourceSpec.MessageLog log
        && group.kind().equals(log.messages().value().format())) {
      return MessageLetters.read(table, log, group, block);
    }
    if (!group.kind().equals(wanted)) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letter %s of table '%s' was read as %s, but the table's source is %s now. Give the table its former source to read its letters again, or leave them out."
              .formatted(block.get(0).id(), table.name(), group.kind(), source.format()));
    }
    if (source instanceof SourceSpec.Csv csv) {
      return List.of(new CsvLetters(table.name(), csv, block.get(0)).read(block));
    }
    return source instanceof SourceSpec.Json
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
