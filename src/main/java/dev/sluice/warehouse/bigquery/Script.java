// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Checksums;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements that become one transaction, with lists of texts as parameters. */
final class Script {
  /** BigQuery refuses a statement of more, before parameters are put in. */
  private static final int MAX_LENGTH = 1_000_000;

  private final List<String> statements = new ArrayList<>();
  private final Map<String, QueryParameterValue> parameters = new LinkedHashMap<>();

  void add(String statement) {
    statements.add(statement);
  }

  boolean isEmpty() {
    return statements.isEmpty();
  }

  /** A list as an expression. */
  String list(Collection<String> values) {
    String name = "list" + parameters.size();
    parameters.put(name, QueryParameterValue.array(values.toArray(String[]::new), String.class));
    return "UNNEST(@" + name + ")";
  }

  /** A text as a literal. */
  static String literal(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  String text() {
    return "BEGIN TRANSACTION;\n" + String.join(";\n", statements) + ";\nCOMMIT TRANSACTION;";
  }

  /** Tells scripts apart: equal for equal statements on equal lists. */
  String digest() {
    return Checksums.sha256(text() + parameters).substring(0, 24);
  }

  /**
   * The job that runs it.
   *
   * @throws PipelineException WAREHOUSE when it is more than BigQuery takes at once
   */
  QueryJobConfiguration job() {
    String text = text();
    if (text.length() > MAX_LENGTH) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "The changes of this run need a statement of "
              + text.length()
              + " characters, and BigQuery takes "
              + MAX_LENGTH
              + ": cut the pipeline into several, each with fewer tables or columns");
    }
    return QueryJobConfiguration.newBuilder(text)
        .setUseLegacySql(false)
        .setNamedParameters(parameters)
        .build();
  }
}
