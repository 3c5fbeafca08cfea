// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.letters.record.Payload;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.format.FileReader.Wanted;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.record.DeadRecords;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.record.RecordRefused;
import dev.sluice.source.files.split.RecordLines;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.source.files.split.TextParts;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads delimited text.
 *
 * <p>A record whose quotes are wrong is buried with its first line, and reading goes on in the next
 * line; so a wrong quote costs the records it swallows nothing.
 */
public final class CsvFile implements FileReader {
  /** The tokenizer loses its place in a buffer that is shorter than what it begins with. */
  private static final int LEAST_BUFFER = 1 << 16;

  private final InputFile file;
  private final SourceSpec.Csv spec;
  private final ByteWindow window;
  private final CsvText text;
  private final DeadRecords dead;
  private final CsvRows rows;
  private final CsvRecords records;
  private Iterator<Boolean> tokenizer;

  public static CsvFile open(Wanted wanted, SourceSpec.Csv spec, FilePart part, RecordPosition at) {
    InputFile file = part.file();
    ByteWindow window = ByteWindow.openText(file, spec);
    try {
      CsvFit fit = new CsvFit(file, spec, wanted.schema());
      return new CsvFile(
          spec,
          Origin.of(wanted.table(), file),
          window,
          at,
          header -> {
            fit.require(header);
            window.endAt(part);
          });
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  /** Cuts a file that is not compressed between records, up to the first with a wrong quote. */
  public static List<FilePart> parts(
      Wanted wanted, SourceSpec.Csv spec, InputFile file, long size) {
    FilePart whole = FilePart.whole(file);
    try (CsvFile csv = open(wanted, spec, whole, RecordPosition.START)) {
      return csv.isScanned()
          ? TextParts.of(file, csv.text.cursor(), size, csv.scan())
          : List.of(whole);
    }
  }

  /** Where some records begin; those that only reading could find are left out. */
  public static Map<Long, Place> places(
      Wanted wanted, SourceSpec.Csv spec, InputFile file, Set<Long> records) throws IOException {
    try (CsvFile csv = open(wanted, spec, FilePart.whole(file), RecordPosition.START)) {
      return csv.isScanned()
          ? RecordLines.of(file, csv.text.cursor(), csv.scan(), records)
          : Map.of();
    }
  }

  private boolean isScanned() {
    return window.isStored() && spec.delimiter() <= 0x7f && spec.quote() <= 0x7f;
  }

  /** A scan of all records, from the first on. */
  private CsvScan scan() {
    int mostFields = rows.width() + CsvRecords.MAX_SURPLUS;
    return new CsvScan(spec, text.cursor(), mostFields, window.longest());
  }

  /** Reads a header and records that are in memory as a whole, with nothing before the header. */
  static CsvFile of(SourceSpec.Csv spec, Origin origin, byte[] content) {
    return new CsvFile(
        spec.fromHeader(),
        origin,
        ByteWindow.of(content, spec.limits()),
        RecordPosition.START,
        header -> {});
  }

  private CsvFile(
      SourceSpec.Csv spec,
      Origin origin,
      ByteWindow window,
      RecordPosition at,
      Consumer<CsvHeader> headerCheck) {
    this.file = origin.file();
    this.spec = spec;
    this.window = window;
    this.text =
        new CsvText(window, new CsvEscape(spec), CsvHeader.skip(window, spec.lines().skip()));
    long top = text.cursor();
    CsvHeader header = new CsvHeader(file, window, spec);
    long afterHeader = spec.lines().header() ? read(header) : Math.min(top, read(header));
    headerCheck.accept(header);
    this.dead = new DeadRecords(origin, CsvRows.FORMAT, header.text());
    this.rows = new CsvRows(window, text, header, spec, dead);
    this.records = new CsvRecords(window, text, spec, rows);
    RecordPosition start =
        at.equals(RecordPosition.START) ? new RecordPosition(afterHeader, 0, 0, at.columns()) : at;
    rows.startAt(start);
    this.tokenizer = from(start.offset());
  }

  private long read(CsvHeader header) {
    CsvRecords first = new CsvRecords(window, text, spec, header);
    first.moveTo(text.cursor());
    try {
      return tokenizer(first).hasNext() ? first.skipNewline(first.end()) : text.cursor();
    } catch (CsvParseException e) {
      if (e.getCause() instanceof PipelineException failure) {
        throw failure;
      }
      throw header.mismatch(
          "it " + (e.getCause() instanceof RecordRefused r ? r.getMessage() : problem(e)));
    }
  }

  private Iterator<Boolean> from(long position) {
    text.moveTo(position);
    records.moveTo(position);
    return tokenizer(records);
  }

  private Iterator<Boolean> tokenizer(CsvRecords handler) {
    return CsvReader.builder()
        .fieldSeparator(spec.delimiter())
        .quoteCharacter(spec.quote())
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(Math.max(window.longest() * 4, LEAST_BUFFER))
        .build(handler, text)
        .iterator();
  }

  @Override
  public Chunk next() {
    while (true) {
      try {
        if (!tokenizer.hasNext()) {
          window.checkUnchanged();
          return rows.cut(file, text.cursor(), true);
        }
        Boolean unused = tokenizer.next();
        return rows.cut(file, records.skipNewline(records.end()), false);
      } catch (CsvParseException e) {
        long next = bury(e);
        tokenizer = from(next);
        if (rows.isFull(next)) {
          return rows.cut(file, next, false);
        }
      }
    }
  }

  /** Buries the record the tokenizer stopped in; returns where its second line begins. */
  private long bury(CsvParseException e) {
    Throwable cause = e.getCause();
    if (cause instanceof PipelineException failure) {
      throw failure;
    }
    long start = records.start();
    Payload.Growing line = dead.payload();
    long end = start;
    do {
      window.keep(end);
      long next = lineEnd(end, end + window.longest());
      line.add(window.copy(end, next));
      end = next;
    } while (window.at(end) >= 0 && !CsvRecords.isNewline(window.at(end)));
    if (cause instanceof RecordRefused refused) {
      rows.buryBroken(refused.code(), start, refused.getMessage(), line.end());
    } else if (cause == null) {
      rows.buryBroken(ErrorCode.CSV_QUOTE, start, problem(e), line.end());
    } else {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read " + file.path(), e);
    }
    return records.skipNewline(end);
  }

  /** Why the record buried last is dead; null when none is. */
  DeadLetters.@Nullable Reason lastReason() {
    return dead.last();
  }

  private long lineEnd(long from, long limit) {
    long at = from;
    while (at < limit) {
      int character = window.at(at);
      if (character < 0 || CsvRecords.isNewline(character)) {
        return at;
      }
      at++;
    }
    return at;
  }

  private static String problem(CsvParseException e) {
    return String.valueOf(e.getMessage()).startsWith("Unclosed")
        ? "has a quote that is not closed"
        : "has text after a closing quote";
  }

  @Override
  public String digest() {
    return window.digest();
  }

  @Override
  public void close() {
    window.close();
  }
}
