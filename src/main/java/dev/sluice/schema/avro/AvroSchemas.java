// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.avro;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** Reads the contract of a table from an Avro record schema. */
public final class AvroSchemas {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private final AvroTypes types;
  private final List<Column> columns = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private AvroSchemas(Schema record) {
    this.types = new AvroTypes(record, problems);
  }

  /**
   * What was read.
   *
   * @param schema the columns; empty when there are problems
   * @param problems sentences that name the field; empty when the schema is good
   */
  public record Read(TableSchema schema, List<String> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /** Reads the text of an Avro schema; whatever is wrong with it becomes a problem. */
  public static Read parse(String json) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(json);
    } catch (RuntimeException e) {
      // The parser meets odd JSON with whatever exception comes first, null pointers included.
      return refused("The text is not an Avro schema: " + firstLine(e));
    } catch (StackOverflowError e) {
      return refused("The text is not an Avro schema: it is nested too deeply.");
    }
    if (schema.getType() != Schema.Type.RECORD) {
      return refused(
          "The schema is of type "
              + AvroTypes.nameOf(schema)
              + "; a table needs one Avro record whose fields are its columns.");
    }
    return new AvroSchemas(schema).read(schema);
  }

  private Read read(Schema record) {
    if (record.getFields().isEmpty()) {
      return refused("The record '" + record.getName() + "' has no fields; a table needs one.");
    }
    AvroTypes.checkAliases("", record.getFields(), problems);
    Map<String, String> seen = new HashMap<>();
    for (Schema.Field field : record.getFields()) {
      String other = seen.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
      if (other != null) {
        problems.add(
            "Field '"
                + field.name()
                + "' equals field '"
                + other
                + "' but for letter case; rename one of them.");
      }
      addColumn(field);
    }
    return problems.isEmpty()
        ? new Read(new TableSchema(columns), problems)
        : new Read(new TableSchema(List.of()), problems);
  }

  private void addColumn(Schema.Field field) {
    String name = field.name();
    if (!LEGAL.matcher(name).matches() || name.startsWith("__")) {
      problems.add(
          "Field '"
              + name
              + "' cannot be a column's name; use letters, digits and underscores, at most 63, and"
              + " do not begin with a digit or with two underscores.");
    }
    columns.add(types.column(name, field));
  }

  private static Read refused(String problem) {
    return new Read(new TableSchema(List.of()), List.of(problem));
  }

  /** A word that stands there may be anything, if the file is another than was meant. */
  private static boolean isQuote(JsonParseException e) {
    return String.valueOf(e.getMessage()).startsWith("Unrecognized token");
  }

  private static String firstLine(RuntimeException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    if (cause instanceof JsonParseException json) {
      JsonLocation at = json.getLocation();
      String place =
          "it is not JSON in line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      return isQuote(json) ? place : place + ": " + json.getOriginalMessage();
    }
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getName());
    String line = message.lines().findFirst().orElse("it is empty");
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }
}
