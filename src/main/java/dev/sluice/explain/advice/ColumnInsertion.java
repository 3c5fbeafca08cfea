// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroText;
import dev.sluice.schema.spelling.ColumnsText;
import dev.sluice.schema.spelling.YamlText;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the author's files with more columns of a table, behind those that are there; nothing else
 * of it is touched.
 *
 * @param file as the spec calls it
 * @param text of the whole file
 */
public record ColumnInsertion(String file, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty where nobody can tell where a column goes: its text is not a plain one. */
  public static Optional<ColumnInsertion> of(SpecSource spec, String table, TableSchema columns) {
    Optional<Field> said = spec.field("tables", table, "columns");
    if (said.isPresent()) {
      String text = spec.text(spec.main());
      return text == null
          ? Optional.empty()
          : yaml(text, said.get(), ColumnsText.of(columns))
              .map(changed -> new ColumnInsertion(spec.main(), changed));
    }
    String file =
        spec.field("tables", table, "schema")
            .map(field -> field.value() instanceof Scalar scalar ? scalar.text() : "")
            .orElse("");
    String text = spec.text(file);
    return text == null
        ? Optional.empty()
        : avro(text, table, columns).map(changed -> new ColumnInsertion(file, changed));
  }

  private static Optional<String> yaml(String text, Field said, List<String> columns) {
    if (!(said.value() instanceof Fields fields) || fields.fields().isEmpty()) {
      return Optional.empty();
    }
    List<Field> all = fields.fields();
    Field last = all.get(all.size() - 1);
    boolean isFlow = all.get(0).key().position().line() == said.key().position().line();
    return isFlow
        ? flow(text, said.key().position().line(), columns)
        : Optional.of(block(text, last, columns));
  }

  /** Behind the last column, and what is said of it on lines of its own. */
  private static String block(String text, Field last, List<String> columns) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String key = lines.get(last.key().position().line() - 1);
    int indent = last.key().position().column() - 1;
    int end = last.key().position().line();
    for (int at = end; at < lines.size(); at++) {
      String line = lines.get(at);
      boolean isDeeper = line.length() - line.stripLeading().length() > indent;
      if (!line.isBlank() && !isDeeper) {
        break;
      }
      end = line.isBlank() ? end : at + 1;
    }
    String ending = key.endsWith("\r") ? "\r" : "";
    lines.addAll(end, columns.stream().map(one -> " ".repeat(indent) + one + ending).toList());
    return String.join("\n", lines);
  }

  /** Before the brace that closes the columns. */
  private static Optional<String> flow(String text, int line, List<String> columns) {
    int begin = 0;
    for (int i = 1; i < line; i++) {
      begin = text.indexOf('\n', begin) + 1;
    }
    int at = text.indexOf('{', text.indexOf("columns", begin));
    int depth = 0;
    char quote = 0;
    for (; at >= 0 && at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        String before = text.substring(0, at).stripTrailing();
        String comma = before.endsWith(",") ? " " : ", ";
        return Optional.of(
            before + comma + String.join(", ", flowed(columns)) + text.substring(at));
      }
    }
    return Optional.empty();
  }

  /** Between braces a type with a comma stands in quotes. */
  private static List<String> flowed(List<String> columns) {
    return columns.stream()
        .map(
            one -> {
              String type = one.substring(one.indexOf(": ") + 2);
              boolean isType = !type.startsWith("{") && !type.startsWith("\"");
              String name = one.substring(0, one.indexOf(": ") + 2);
              return isType ? name + YamlText.written(type) : one;
            })
        .toList();
  }

  private static Optional<String> avro(String text, String table, TableSchema columns) {
    int end = endOfFields(text);
    if (end < 0) {
      return Optional.empty();
    }
    try {
      String before = text.substring(0, end).stripTrailing();
      int line = before.lastIndexOf('\n') + 1;
      String indent =
          before.substring(
              line, line + before.length() - line - before.substring(line).stripLeading().length());
      StringBuilder added = new StringBuilder(before);
      for (var field : JSON.readTree(AvroText.of(table, columns)).path("fields")) {
        added.append(added.charAt(added.length() - 1) == '[' ? "\n" : ",\n");
        added.append(indent).append(AvroField.spaced(field));
      }
      return Optional.of(added + text.substring(before.length()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Where the bracket stands that closes the fields of the record; -1 when nobody can tell. */
  private static int endOfFields(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      int depth = 0;
      boolean isInside = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          isInside |= depth == 1 && "fields".equals(parser.currentName());
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
          if (isInside && depth == 1) {
            return (int) parser.currentTokenLocation().getCharOffset();
          }
        }
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
