// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows that a SELECT gives, computed whenever they are asked for. */
public final class ResultRows {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Kernel kernel;
  private final String select;
  private final TableSchema columns;
  private final Function<StatementFailed, FailedStatement> locate;

  /**
   * Rows on a kernel that the caller has.
   *
   * @param select which stands on lines of its own in whatever is run
   * @param columns of the result
   * @param locate says where it failed
   */
  public ResultRows(
      Kernel kernel,
      String select,
      TableSchema columns,
      Function<StatementFailed, FailedStatement> locate) {
    this.kernel = kernel;
    this.select = select;
    this.columns = columns;
    this.locate = locate;
  }

  /** The columns of the result. */
  public TableSchema columns() {
    return columns;
  }

  /**
   * The first rows of a result.
   *
   * @param <T> a row
   * @param more how many there are besides
   */
  public record First<T>(List<T> rows, long more) {}

  /** The first rows as texts. */
  public First<List<@Nullable String>> texts(long most) {
    int count = columns.columns().size();
    return first(
        most, column -> "CAST(%s AS VARCHAR)".formatted(name(column)), row -> texts(row, count));
  }

  private static List<@Nullable String> texts(ResultSet row, int count) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      texts.add(row.getString(i));
    }
    return texts;
  }

  /** The first rows as JSON has them. */
  public First<Map<String, @Nullable Object>> trees(long most) {
    String items =
        columns.columns().stream()
            .map(
                c ->
                    "%s, CAST(%s AS %s)"
                        .formatted(
                            SqlName.literal(c.name()), name(c), ResultFormat.inJson(c.type())))
            .collect(Collectors.joining(", ", "CAST(json_object(", ") AS VARCHAR)"));
    return first(most, items, row -> tree(row.getString(1)));
  }

  private static Map<String, @Nullable Object> tree(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a row that is JSON", e);
    }
  }

  private <T> First<T> first(long most, Function<Column, String> item, Kernel.RowReader<T> reader) {
    return first(
        most, columns.columns().stream().map(item).collect(Collectors.joining(", ")), reader);
  }

  private <T> First<T> first(long most, String items, Kernel.RowReader<T> reader) {
    try {
      List<T> rows = kernel.rows(limited(items, most == Long.MAX_VALUE ? most : most + 1), reader);
      if (rows.size() <= most) {
        return new First<>(rows, 0);
      }
      long all =
          kernel.rows("SELECT count(*) FROM (\n%s\n)".formatted(select), r -> r.getLong(1)).get(0);
      return new First<>(rows.subList(0, Math.toIntExact(most)), Math.max(all - most, 1));
    } catch (StatementFailed e) {
      throw locate.apply(e);
    }
  }

  private String limited(String items, long most) {
    String limit = most == Long.MAX_VALUE ? "" : " LIMIT " + most;
    return "SELECT %s FROM (\n%s\n)%s".formatted(items, select, limit);
  }

  private static String name(Column column) {
    return SqlName.quote(column.name());
  }

  /**
   * Writes rows to a new file; returns how many.
   *
   * @param file absolute, in a folder that is allowed
   * @param scratch another one, for what is only on its way
   */
  public long write(Path file, ResultFormat format, long most, Path scratch) {
    boolean isJson = format == ResultFormat.JSON || format == ResultFormat.JSONL;
    if (!isJson || columns.columns().stream().noneMatch(ResultRows::hasFloats)) {
      return copy(file, format, most);
    }
    Path aside = scratch.resolve(UUID.randomUUID() + ".json");
    try {
      long rows = copy(aside, format, most);
      try (Reader in = Files.newBufferedReader(aside);
          Writer out = Files.newBufferedWriter(file)) {
        FiniteJson.copy(in, out);
      }
      return rows;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write %s: %s".formatted(file, e), e);
    } finally {
      boolean unused = aside.toFile().delete();
    }
  }

  private static boolean hasFloats(Column column) {
    return column.type().contains("DOUBLE") || column.type().contains("FLOAT");
  }

  private long copy(Path file, ResultFormat format, long most) {
    String items = columns.columns().stream().map(format::item).collect(Collectors.joining(", "));
    String copy = "COPY (%s) TO %s (%s)";
    try {
      return kernel.update(
          copy.formatted(limited(items, most), SqlName.literal(file.toString()), format.options()));
    } catch (StatementFailed e) {
      throw locate.apply(e);
    }
  }
}
