// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.quality.CheckReader.Named;
import dev.sluice.spec.rule.CheckSpec.Expected;
import dev.sluice.spec.rule.CheckSpec.Golden;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows that must be in a table, from a file beside the spec: CSV with a header, in which an
 * empty field is null, or a YAML list of maps.
 */
final class GoldenFile {
  private static final int MOST_ROWS = 10_000;

  private final SpecContext reading;
  private final String table;

  GoldenFile(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  @Nullable Named read(Section golden) {
    Scalar file = golden.text("file");
    List<Scalar> key = golden.texts("key");
    String text = file == null ? null : reading.folder().readRows(file.text(), file.position());
    if (file == null || text == null) {
      return null;
    }
    String name = reading.folder().name(file.text());
    boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
    List<Map<String, @Nullable String>> rows = isYaml ? yaml(name, text) : csv(name, text);
    if (rows == null || !isUsable(rows, name, file.position())) {
      return null;
    }
    List<String> columns = List.copyOf(rows.get(0).keySet());
    Position start = new Position(name, 1, 1);
    columns.forEach(
        column ->
            reading
                .uses()
                .column(
                    table,
                    Scalar.of(start, column),
                    Bounds.single("of which no value can be written here")));
    for (Scalar column : key) {
      if (!columns.contains(column.text())) {
        reading.invalid(
            column.position(), "`%s` has no column `%s`".formatted(name, column.text()));
      }
    }
    requireKey(rows, key.stream().map(Scalar::text).toList(), name);
    List<Expected> expected =
        rows.stream().map(row -> new Expected(new ArrayList<>(row.values()))).toList();
    return new Named(
        "golden: {file: %s}".formatted(file.text()),
        new Golden(name, columns, reading.distinct(key, "the column"), expected));
  }

  /** Rows of one key would each be wrong where the other is right. */
  private void requireKey(List<Map<String, @Nullable String>> rows, List<String> key, String name) {
    Map<List<@Nullable String>, Integer> seen = new HashMap<>();
    for (int row = 0; row < rows.size() && !key.isEmpty(); row++) {
      List<@Nullable String> values = new ArrayList<>();
      for (String column : key) {
        values.add(rows.get(row).get(column));
      }
      Integer before = seen.put(values, row);
      if (before != null) {
        reading.invalid(
            new Position(name, 1, 1),
            "rows %d and %d have the same `key`: %s".formatted(before + 1, row + 1, values),
            "remove one of them, or name more columns in `key`");
        return;
      }
    }
  }

  /** Whether there are rows, not too many, all with the same columns. */
  private boolean isUsable(
      List<Map<String, @Nullable String>> rows, String name, Position position) {
    if (rows.isEmpty()) {
      reading.invalid(position, "`" + name + "` lists no row");
      return false;
    }
    if (rows.size() > MOST_ROWS) {
      reading.invalid(
          position,
          "`%s` lists %d rows, and %d are the most".formatted(name, rows.size(), MOST_ROWS),
          "make a table of it, and compare by `sql`");
      return false;
    }
    for (Map<String, @Nullable String> row : rows) {
      if (!List.copyOf(row.keySet()).equals(List.copyOf(rows.get(0).keySet()))) {
        reading.invalid(
            new Position(name, 1, 1),
            "one row has the columns %s, and another %s"
                .formatted(rows.get(0).keySet(), row.keySet()),
            "give all rows the same columns, in one order; write `null` where there is no value");
        return false;
      }
    }
    return true;
  }

  private @Nullable List<Map<String, @Nullable String>> csv(String name, String text) {
    try {
      List<CsvRecord> records = CsvReader.builder().ofCsvRecord(text).stream().toList();
      List<Map<String, @Nullable String>> rows = new ArrayList<>();
      for (CsvRecord record : records.subList(Math.min(1, records.size()), records.size())) {
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        for (int i = 0; i < record.getFieldCount(); i++) {
          String value = record.getField(i);
          row.put(records.get(0).getField(i), value.isEmpty() ? null : value);
        }
        rows.add(row);
      }
      return rows;
    } catch (CsvParseException e) {
      reading
          .problems()
          .error(ErrorCode.CSV_QUOTE, new Position(name, 1, 1), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable List<Map<String, @Nullable String>> yaml(String name, String text) {
    Node root = YamlReader.readData(name, text, reading.problems());
    if (!(root instanceof Node.Items items)) {
      reading.invalid(new Position(name, 1, 1), "`" + name + "` is a list of rows, each a map");
      return null;
    }
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    for (Node item : items.items()) {
      Map<String, @Nullable String> row = new LinkedHashMap<>();
      if (!(item instanceof Node.Fields fields)) {
        reading.invalid(item.position(), "a row is a map, not " + item.description());
        return null;
      }
      for (Field field : fields.fields()) {
        if (!(field.value() instanceof Scalar scalar)) {
          reading.invalid(
              field.value().position(), "`%s` must be one value".formatted(field.name()));
          return null;
        }
        row.put(field.name(), scalar.type() == Node.Type.NOTHING ? null : scalar.text());
      }
      rows.add(row);
    }
    return rows;
  }
}
