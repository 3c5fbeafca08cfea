// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check, a warning rule or a tolerance found; recorded whether it passed or not.
 *
 * @param table the table or model judged
 * @param check its name, such as {@code unique: [order_id]}
 * @param severity {@code warn} or {@code fail}
 * @param passed false fails the run when the severity is {@code fail}
 * @param observed the measured value, as text
 * @param expected the threshold, as text
 * @param rows some that are against it; personal values are tokens
 */
public record Verdict(
    String table,
    String check,
    String severity,
    boolean passed,
    String observed,
    String expected,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Row> rows)
    implements Serializable {
  /** So many rows tell what is wrong. */
  public static final int MOST_ROWS = 5;

  public Verdict {
    rows = List.copyOf(rows);
  }

  /** A verdict that shows no rows. */
  public Verdict(
      String table,
      String check,
      String severity,
      boolean passed,
      String observed,
      String expected) {
    this(table, check, severity, passed, observed, expected, List.of());
  }

  /**
   * Some rows that are against a check.
   *
   * @param values of columns that tell them, as text
   * @param count how many rows have them
   */
  public record Row(Map<String, @Nullable String> values, long count) implements Serializable {
    /** What rows are ordered by wherever they come from. */
    public static final Comparator<Row> BY_VALUES =
        Comparator.comparing(row -> row.values().toString());

    public Row {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Equal rows of several looks as one, with their counts added up. */
    public static List<Row> summed(List<Row> all) {
      Map<Map<String, @Nullable String>, Long> counts = new LinkedHashMap<>();
      all.forEach(row -> counts.merge(row.values(), row.count(), Long::sum));
      return counts.entrySet().stream()
          .map(each -> new Row(each.getKey(), each.getValue()))
          .toList();
    }
  }

  /** Reads what a document says; those that were written before rows were shown have none. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Verdict read(JsonNode document) {
    List<Row> rows = new ArrayList<>();
    document
        .path("rows")
        .forEach(
            row -> {
              Map<String, @Nullable String> values = new LinkedHashMap<>();
              row.path("values")
                  .properties()
                  .forEach(
                      each ->
                          values.put(
                              each.getKey(),
                              each.getValue().isNull() ? null : each.getValue().asText()));
              rows.add(new Row(values, row.path("count").asLong()));
            });
    return new Verdict(
        text(document, "table"),
        text(document, "check"),
        text(document, "severity"),
        document.required("passed").asBoolean(),
        text(document, "observed"),
        text(document, "expected"),
        rows);
  }

  private static String text(JsonNode document, String name) {
    return document.required(name).asText();
  }

  /** The same with some of the rows that are against it. */
  public Verdict showing(List<Row> some) {
    return new Verdict(table, check, severity, passed, observed, expected, some);
  }

  /** Whether this verdict alone fails the run. */
  public boolean blocks() {
    return !passed && severity.equals("fail");
  }
}
