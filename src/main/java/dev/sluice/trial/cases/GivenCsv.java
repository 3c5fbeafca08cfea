// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.trial.cases.GivenRows.Cell;
import dev.sluice.trial.cases.GivenRows.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows that are written as CSV: commas, a header, and null where a field is empty; a text
 * without characters stands in quotes.
 */
final class GivenCsv {
  private final String file;
  private final GivenRowsReader reader;
  private final Problems problems;

  GivenCsv(String file, GivenRowsReader reader, Problems problems) {
    this.file = file;
    this.reader = reader;
    this.problems = problems;
  }

  /** The rows; null when they cannot be read, which is reported. */
  @Nullable GivenRows read(String text, CaseColumns of) {
    Position start = new Position(file, 1, 1);
    List<Fields> records = records(text, start);
    if (records == null) {
      return null;
    }
    if (records.isEmpty()) {
      problems.error(
          ErrorCode.FILE_EMPTY, start, "`" + file + "` is empty", "its first line names columns");
      return null;
    }
    List<String> header = records.get(0).texts();
    boolean isKnown = header.stream().filter(name -> !reader.isKnown(name, start, of)).count() == 0;
    List<Row> rows = new ArrayList<>();
    for (Fields fields : records.subList(1, records.size())) {
      Position position = new Position(file, fields.line(), 1);
      if (fields.texts().size() != header.size()) {
        problems.error(
            ErrorCode.INVALID_VALUE,
            position,
            "this line has %d fields, and the header %d"
                .formatted(fields.texts().size(), header.size()));
        isKnown = false;
      } else {
        rows.add(new Row(position, cells(header, fields, position)));
      }
    }
    return isKnown ? new GivenRows(start, rows, null) : null;
  }

  private static Map<String, Cell> cells(List<String> header, Fields fields, Position position) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String value = fields.texts().get(i);
      boolean isNull = value.isEmpty() && !fields.isQuoted(i);
      cells.put(
          header.get(i),
          new Cell(
              position, isNull ? null : value, isNull ? "null" : GivenRowsReader.quoted(value)));
    }
    return cells;
  }

  /** One line, and which of its fields stand in quotes. */
  private record Fields(int line, List<String> texts, Set<Integer> quoted) {
    boolean isQuoted(int field) {
      return quoted.contains(field);
    }
  }

  private @Nullable List<Fields> records(String text, Position start) {
    List<Fields> records = new ArrayList<>();
    try (var csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(new Handler(), text)) {
      csv.forEach(records::add);
      return records;
    } catch (CsvParseException e) {
      problems.error(ErrorCode.CSV_QUOTE, start, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return null;
  }

  /** Takes fields with their quotes, which say that an empty one is a text. */
  private static final class Handler extends CsvCallbackHandler<Fields> {
    private final List<String> texts = new ArrayList<>();
    private final Set<Integer> quoted = new HashSet<>();
    private long line;

    @Override
    protected void beginRecord(long startingLineNumber) {
      line = startingLineNumber;
      texts.clear();
      quoted.clear();
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean isQuoted) {
      if (isQuoted) {
        quoted.add(texts.size());
      }
      texts.add(new String(buffer, offset, length));
    }

    @Override
    protected void setEmpty() {
      texts.add("");
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {}

    @Override
    protected int getFieldCount() {
      return texts.size();
    }

    @Override
    protected RecordType getRecordType() {
      return RecordType.DATA;
    }

    @Override
    protected Fields buildRecord() {
      return new Fields(Math.toIntExact(line), List.copyOf(texts), Set.copyOf(quoted));
    }
  }
}
