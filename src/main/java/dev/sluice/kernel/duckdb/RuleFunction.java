// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.plugin.Plugins;
import dev.sluice.plugin.ValueTest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** Asks rules whose kinds are written in Java, from SQL. */
public final class RuleFunction {
  private static final String NAME = "sluice_rule_problem";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  private record Rule(String kind, String argument) {}

  private final Map<Rule, ValueTest> tests = new HashMap<>();

  private RuleFunction() {}

  /**
   * SQL of what is wrong with a value; null when nothing is, or it is null.
   *
   * @param argument as JSON
   * @param value SQL of a text
   */
  public static String sql(String kind, String argument, String value) {
    return "%s(%s, %s, %s)"
        .formatted(NAME, SqlName.literal(kind), SqlName.literal(argument), value);
  }

  /** What an argument is in Java. */
  public static @Nullable Object argument(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A rule's argument was written as JSON", e);
    }
  }

  static void define(DuckDBConnection connection) throws SQLException {
    RuleFunction own = new RuleFunction();
    DuckDBColumnType text = DuckDBColumnType.VARCHAR;
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      var unused =
          builder
              .withName(NAME)
              .withParameters(text, text, text)
              .withReturnType(text)
              .withVectorizedFunction(own::ask)
              .register(connection);
    }
  }

  private void ask(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    for (long row = 0; row < in.rowCount(); row++) {
      String problem =
          in.vector(2).isNull(row)
              ? null
              : test(in.vector(0).getString(row), in.vector(1).getString(row))
                  .problem(in.vector(2).getString(row));
      if (problem == null) {
        out.setNull(row);
      } else {
        out.setString(row, problem);
      }
    }
  }

  private ValueTest test(String kind, String argument) {
    return tests.computeIfAbsent(
        new Rule(kind, argument),
        rule ->
            Plugins.kind(kind)
                .orElseThrow(
                    () -> new IllegalStateException("no plugin here has the rule kind " + kind))
                .of(argument(argument)));
  }
}
