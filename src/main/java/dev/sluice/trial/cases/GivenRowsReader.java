// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.trial.cases.GivenRows.Cell;
import dev.sluice.trial.cases.GivenRows.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows that are written as YAML, and single values. */
final class GivenRowsReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Problems problems;

  GivenRowsReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a list of rows; null when it is none, which is reported.
   *
   * @param of whose rows they are
   */
  @Nullable GivenRows rows(Node node, CaseColumns of) {
    if (!(node instanceof Items items)) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          node.position(),
          "the rows of `" + of.table() + "` are a list of maps, not " + node.description(),
          "write `- {" + of.example() + ": …}`, or the name of a file such as `rows.csv`");
      return null;
    }
    List<Row> rows = new ArrayList<>();
    for (Node item : items.items()) {
      Map<String, Cell> cells = cells(item, of);
      if (cells != null) {
        rows.add(new Row(item.position(), cells));
      }
    }
    return new GivenRows(node.position(), rows, null);
  }

  /** The values of one row; null when it is none, which is reported. */
  @Nullable Map<String, Cell> cells(Node node, CaseColumns of) {
    if (!(node instanceof Fields fields)) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          node.position(),
          "a row is a map of columns, not " + node.description(),
          "write `{" + of.example() + ": …}`");
      return null;
    }
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (Field field : fields.fields()) {
      if (isKnown(field.name(), field.key().position(), of)) {
        cells.put(of.own(field.name()).orElseThrow(), cell(field.value()));
      }
    }
    return cells;
  }

  /** Whether a table has a column; one that it has not is reported. */
  boolean isKnown(String column, Position position, CaseColumns of) {
    if (of.own(column).isPresent()) {
      return true;
    }
    problems.error(
        ErrorCode.UNKNOWN_NAME,
        position,
        "`" + of.table() + "` has no column `" + column + "`",
        Suggestion.nearestOr(column, "it has ", of.known()));
    return false;
  }

  private static Cell cell(Node node) {
    String json = json(node);
    if (node instanceof Scalar scalar) {
      boolean isNull = scalar.type() == Node.Type.NOTHING;
      return new Cell(node.position(), isNull ? null : scalar.text(), json);
    }
    return new Cell(node.position(), json, json);
  }

  private static String json(Node node) {
    StringBuilder out = new StringBuilder();
    append(node, out);
    return out.toString();
  }

  private static void append(Node node, StringBuilder out) {
    if (node instanceof Fields fields) {
      String mark = "{";
      for (Field field : fields.fields()) {
        out.append(mark).append(quoted(field.name())).append(": ");
        append(field.value(), out);
        mark = ", ";
      }
      out.append(fields.fields().isEmpty() ? "{}" : "}");
    } else if (node instanceof Items items) {
      String mark = "[";
      for (Node item : items.items()) {
        out.append(mark);
        append(item, out);
        mark = ", ";
      }
      out.append(items.items().isEmpty() ? "[]" : "]");
    } else if (node instanceof Scalar scalar) {
      out.append(
          switch (scalar.type()) {
            case NOTHING -> "null";
            case TRUTH -> scalar.text();
            case WHOLE, FRACTION -> number(scalar.text());
            case TEXT, GIVEN, BROKEN -> quoted(scalar.text());
          });
    }
  }

  /** YAML has numbers that JSON does not: those are texts there. */
  private static String number(String text) {
    try {
      return new BigDecimal(text).toString();
    } catch (NumberFormatException e) {
      return quoted(text);
    }
  }

  static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
