// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.LetterColumns;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.trial.cases.GivenRows;
import dev.sluice.trial.cases.GivenRows.Cell;
import dev.sluice.trial.cases.GivenRows.Row;
import dev.sluice.validate.RowTrial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns written rows into tables of a kernel, and what it gives into texts. */
final class TrialKernel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROWS = "__trial";

  private final Kernel kernel;

  TrialKernel(Kernel kernel) {
    this.kernel = kernel;
  }

  Kernel kernel() {
    return kernel;
  }

  /** A dead letter, taken apart. */
  record Letter(long row, List<Why> reasons, Map<String, String> values) {}

  /** One reason of a dead letter. */
  record Why(String code, @Nullable String rule, @Nullable String column, String message) {
    /** Whether an author means it by a code, a code and a column, or the name of a rule. */
    boolean isMeantBy(String text) {
      return text.equals(rule) || text.equals(code) || text.equals(code + " " + column);
    }

    String shown() {
      return rule != null ? code + " " + rule : column == null ? code : code + " " + column;
    }
  }

  /** Rows as a batch of texts; none for no rows. */
  List<RecordBatch> texts(GivenRows given, List<String> nulls) {
    List<String> columns = given.columns();
    if (given.rows().isEmpty()) {
      return List.of();
    }
    TextBatchBuilder builder = new TextBatchBuilder(columns);
    List<RecordBatch> batches = new ArrayList<>();
    long number = 0;
    for (Row row : given.rows()) {
      for (int i = 0; i < columns.size(); i++) {
        Cell cell = row.cells().get(columns.get(i));
        String text = cell == null ? null : cell.text();
        builder.append(i, text == null || nulls.contains(text) ? null : text);
      }
      builder.endRow(++number);
      if (builder.isFull()) {
        batches.add(builder.build(""));
      }
    }
    batches.add(builder.build(""));
    return batches;
  }

  /**
   * Written rows with the types of a schema.
   *
   * @throws Untyped when a value is not of its column's type
   */
  List<RecordBatch> typed(String table, TableSchema schema, GivenRows given) throws Untyped {
    RowTrial.Judged judged = RowTrial.typing(table, schema).judge(kernel, texts(given, List.of()));
    List<Letter> wrong = letters(judged.dead());
    if (!wrong.isEmpty()) {
      throw new Untyped(table, given, wrong.get(0));
    }
    return judged.good();
  }

  /** Makes rows a table of the kernel, in the types of a schema. */
  void create(String table, TableSchema schema, List<RecordBatch> rows) throws StatementFailed {
    String create = "CREATE OR REPLACE TEMP TABLE %s AS ".formatted(SqlName.quote(table));
    if (rows.isEmpty()) {
      kernel.execute(create + LakeRelation.empty(schema));
    } else {
      kernel.execute(
          create + "SELECT %s FROM %s".formatted(LakeRelation.casts(schema), ROWS),
          Map.of(ROWS, rows));
    }
  }

  /** The values of rows as texts, each in one spelling. */
  List<List<@Nullable String>> values(TableSchema schema, List<RecordBatch> rows)
      throws StatementFailed {
    if (rows.isEmpty()) {
      return List.of();
    }
    String select =
        schema.columns().stream()
            .map(TrialKernel::text)
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + ROWS));
    int width = schema.columns().size();
    return kernel.rows(
        select,
        Map.of(ROWS, rows),
        row -> {
          @Nullable String[] values = new String[width];
          for (int i = 0; i < width; i++) {
            values[i] = row.getString(i + 1);
          }
          return Arrays.asList(values);
        });
  }

  private static String text(Column column) {
    return "CAST(CAST(%s AS %s) AS VARCHAR)".formatted(SqlName.quote(column.name()), column.type());
  }

  /** Takes batches of dead letters apart. */
  List<Letter> letters(List<RecordBatch> dead) {
    List<Letter> letters = new ArrayList<>();
    String select =
        "SELECT _row, %s, %s FROM %s".formatted(LetterColumns.REASONS, LetterColumns.PAYLOAD, ROWS);
    for (RecordBatch batch : dead) {
      try {
        letters.addAll(
            kernel.rows(
                select,
                Map.of(ROWS, List.of(batch)),
                row -> letter(row.getLong(1), row.getString(2), row.getString(3))));
      } catch (StatementFailed e) {
        throw new IllegalStateException(e);
      }
    }
    return letters;
  }

  private static Letter letter(long row, String reasons, @Nullable String payload) {
    List<Why> all = new ArrayList<>();
    for (JsonNode each : json(reasons)) {
      all.add(
          new Why(
              each.path("code").asText(),
              each.path("rule").textValue(),
              each.path("column").textValue(),
              each.path("message").asText()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : json(payload == null ? "{}" : payload).properties()) {
      JsonNode value = each.getValue();
      values.put(each.getKey(), value.isContainerNode() ? value.toString() : value.asText());
    }
    return new Letter(row, all, values);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // the payload of a record that is no row
    }
  }
}
