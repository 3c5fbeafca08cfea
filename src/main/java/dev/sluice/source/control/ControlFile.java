// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.rule.CheckSpec.Control;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one control file says: a number alone; CSV with a header, whose delimiter is found; or JSON,
 * an object, a list of them, lines of them, or an object with one list of them.
 *
 * @param lines none where there is a problem
 * @param problem why it cannot be read; null when it can
 */
record ControlFile(InputFile file, List<Line> lines, @Nullable String problem) {
  private static final int MOST_BYTES = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How many rows the sender says that a file has.
   *
   * @param number of the record of the control file, from 1
   * @param name null where it says of no file: it is then the one that is called as itself
   */
  record Line(int number, @Nullable String name, long rows) {}

  /** Why a control file cannot be read. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  static ControlFile read(InputFile file, Control check) {
    try {
      List<Map<String, String>> records = records(text(file), check);
      return new ControlFile(file, lines(records, check), null);
    } catch (Unreadable e) {
      return new ControlFile(file, List.of(), called(file) + " " + e.getMessage());
    }
  }

  /** How people know a control file. */
  static String called(InputFile file) {
    return SourceSpec.shortName(file.path());
  }

  private static String text(InputFile file) throws Unreadable {
    try (InputStream in = Channels.newInputStream(file.open())) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Unreadable("is longer than 64 MiB");
      }
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      return text.startsWith("\uFEFF") ? text.substring(1).strip() : text;
    } catch (CharacterCodingException e) {
      throw new Unreadable("is not in UTF-8");
    } catch (IOException | PipelineException e) {
      throw new Unreadable("cannot be read");
    }
  }

  private static List<Map<String, String>> records(String text, Control check) throws Unreadable {
    if (text.isEmpty()) {
      throw new Unreadable("is empty");
    }
    if (text.indexOf('\n') < 0 && text.matches("[0-9]+")) {
      return List.of(Map.of(key(check.rows()), text));
    }
    return text.startsWith("{") || text.startsWith("[") ? json(text, check) : csv(text);
  }

  private static List<Map<String, String>> json(String text, Control check) throws Unreadable {
    List<Map<String, String>> records = new ArrayList<>();
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        for (JsonNode each : listed(value, check)) {
          if (!each.isObject()) {
            throw new Unreadable("has " + each.getNodeType() + " where an object must stand");
          }
          Map<String, String> record = new LinkedHashMap<>();
          each.properties().forEach(f -> record.put(key(f.getKey()), f.getValue().asText()));
          records.add(record);
        }
      }
      return records;
    } catch (JsonProcessingException e) {
      throw new Unreadable("is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Unreadable("is no JSON");
    }
  }

  /** The items of a list, of the one list in an object that has no count, or the value itself. */
  private static Iterable<JsonNode> listed(JsonNode value, Control check) {
    if (value.isArray()) {
      return value;
    }
    boolean isCount =
        value.properties().stream().anyMatch(f -> key(f.getKey()).equals(key(check.rows())));
    List<JsonNode> lists =
        value.properties().stream().map(Map.Entry::getValue).filter(JsonNode::isArray).toList();
    return isCount || lists.size() != 1 ? List.of(value) : lists.get(0);
  }

  private static List<Map<String, String>> csv(String text) throws Unreadable {
    char delimiter = delimiter(text.lines().findFirst().orElse(""));
    List<Map<String, String>> records = new ArrayList<>();
    try {
      List<CsvRecord> all =
          CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(text).stream().toList();
      List<String> header = all.get(0).getFields();
      for (CsvRecord line : all.subList(1, all.size())) {
        Map<String, String> record = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          record.put(key(header.get(i)), line.getField(i));
        }
        records.add(record);
      }
      return records;
    } catch (CsvParseException e) {
      throw new Unreadable("is no CSV: " + e.getMessage());
    }
  }

  private static char delimiter(String header) {
    char found = ',';
    for (char each : new char[] {';', '\t', '|'}) {
      if (count(header, each) > count(header, found)) {
        found = each;
      }
    }
    return found;
  }

  private static long count(String text, char searched) {
    return text.chars().filter(c -> c == searched).count();
  }

  private static List<Line> lines(List<Map<String, String>> records, Control check)
      throws Unreadable {
    List<Line> lines = new ArrayList<>();
    for (Map<String, String> record : records) {
      int number = lines.size() + 1;
      String rows = record.get(key(check.rows()));
      if (rows == null) {
        throw new Unreadable(
            "has no `%s`, but %s; say which one it is: `rows: NAME`"
                .formatted(check.rows(), Suggestion.list(List.copyOf(record.keySet()))));
      }
      String name = record.get(key(check.file()));
      if (name == null ? records.size() > 1 : name.isBlank()) {
        throw new Unreadable(
            name == null
                ? "has no `%s`, but %s; say which one it is: `file: NAME`"
                    .formatted(check.file(), Suggestion.list(List.copyOf(record.keySet())))
                : "names no file in record %d".formatted(number));
      }
      lines.add(new Line(number, name == null ? null : name.strip(), whole(rows, number)));
    }
    return lines;
  }

  /** A count; {@code 12.0} is one, as spreadsheets and JSON writers have it. */
  private static long whole(String text, int number) throws Unreadable {
    try {
      long rows = new BigDecimal(text.strip()).longValueExact();
      if (rows >= 0) {
        return rows;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // reported with negative ones
    }
    throw new Unreadable(
        "says `%s` in record %d, which is no number of rows".formatted(text, number));
  }

  /** Letter case and blanks at either end of a field's name say nothing. */
  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
