// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Statements that become one transaction. */
public final class TransactionScript {
  /** BigQuery takes statements of 1,024,000 characters; parameters may have ten times as many. */
  private static final int MAX_LENGTH = 1_000_000;

  /** Stands before the number of a list until it is known how lists are written. */
  private static final char LIST = '\u0001';

  private static final Pattern LISTS = Pattern.compile(LIST + "(\\d+);");

  private final List<String> statements = new ArrayList<>();
  private final List<List<String>> lists = new ArrayList<>();

  public void add(String statement) {
    statements.add(statement);
  }

  /** A list of texts, as a relation. */
  public String list(Collection<String> values) {
    lists.add(List.copyOf(values));
    return "UNNEST(" + LIST + (lists.size() - 1) + ";)";
  }

  /** A text as a literal. */
  static String literal(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  /** The whole, with lists written into it. */
  public String text() {
    return text(list -> literals(lists.get(list)));
  }

  private String text(IntFunction<String> list) {
    String text =
        "BEGIN TRANSACTION;\n" + String.join(";\n", statements) + ";\nCOMMIT TRANSACTION;";
    return LISTS
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(list.apply(Integer.parseInt(found.group(1)))));
  }

  private static String literals(List<String> values) {
    return values.stream()
        .map(TransactionScript::literal)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Tells scripts apart. */
  public String digest() {
    return Sha256.of(text()).substring(0, 24);
  }

  /**
   * The job that runs it.
   *
   * @throws PipelineException WAREHOUSE when it is more than BigQuery takes at once
   */
  public QueryJobConfiguration job() {
    String text = text();
    if (text.length() <= MAX_LENGTH) {
      return QueryJobConfiguration.newBuilder(text).setUseLegacySql(false).build();
    }
    String shorter = text(list -> "@list" + list);
    if (shorter.length() > MAX_LENGTH) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "The changes of this run need a statement of "
              + shorter.length()
              + " characters, and BigQuery takes "
              + MAX_LENGTH
              + ": cut the pipeline into several, each with fewer tables or columns");
    }
    QueryJobConfiguration.Builder job =
        QueryJobConfiguration.newBuilder(shorter).setUseLegacySql(false);
    for (int i = 0; i < lists.size(); i++) {
      String[] values = lists.get(i).toArray(String[]::new);
      job.addNamedParameter("list" + i, QueryParameterValue.array(values, String.class));
    }
    return job.build();
  }
}
