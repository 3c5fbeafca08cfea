// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.rule;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import dev.sluice.table.file.PiiTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the good rows that break rules which only warn, and shows the first of them, whatever the
 * batches they come in. A row for which a rule cannot be computed breaks it.
 */
public final class WarnedRows {
  private static final int LONGEST = 100;

  private final String table;
  private final TableSchema schema;
  private final List<String> key;
  private final List<RuleSpec> rules;
  private final @Nullable String deletes;
  private final RuleSql sql;

  /**
   * @param key of the table; empty when it has none
   * @param rules those that warn
   * @param deletes SQL of the rows that no rule is asked of; null for none
   */
  public WarnedRows(
      String table,
      TableSchema schema,
      List<String> key,
      List<RuleSpec> rules,
      @Nullable String deletes) {
    this.table = table;
    this.schema = schema;
    this.key = List.copyOf(key);
    this.rules = List.copyOf(rules);
    this.deletes = deletes;
    this.sql = new RuleSql(table, schema, rules);
  }

  /**
   * What is to be said of some good rows.
   *
   * @param relation a name under which the kernel knows them
   */
  public List<Fact.Warned> of(
      Kernel kernel, String relation, Map<String, List<RecordBatch>> inputs, PiiTokens tokens)
      throws StatementFailed {
    List<Fact.Warned> warned = new ArrayList<>();
    if (rules.isEmpty()) {
      return warned;
    }
    String from = " FROM " + relation + " AS " + SqlName.quote(table);
    List<Long> counts = kernel.rows(counts(from), inputs, row -> row.getLong(1));
    for (int j = 0; j < counts.size(); j++) {
      RuleSpec rule = rules.get(j);
      if (counts.get(j) > 0) {
        List<Row> rows = rows(kernel, rule, from, inputs, tokens);
        warned.add(new Fact.Warned(table, rule.name(), counts.get(j), rows));
      }
    }
    return warned;
  }

  private String counts(String from) {
    return "SELECT unnest(["
        + rules.stream()
            .map(rule -> "count(*) FILTER (" + isBroken(rule) + ")")
            .collect(Collectors.joining(", "))
        + "])"
        + from;
  }

  private String isBroken(RuleSpec rule) {
    String broken = "(" + sql.holds(rule) + ") IS NOT TRUE";
    return deletes == null ? broken : broken + " AND NOT " + deletes;
  }

  private List<Row> rows(
      Kernel kernel,
      RuleSpec rule,
      String from,
      Map<String, List<RecordBatch>> inputs,
      PiiTokens tokens)
      throws StatementFailed {
    List<Column> shown = shown(rule);
    List<String> texts = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      texts.add(text(shown.get(i)) + " AS __e" + i);
      order.add("coalesce(__e" + i + ", 'null')");
    }
    return kernel.rows(
        "SELECT * FROM (SELECT %s, count(*)%s WHERE %s GROUP BY ALL) ORDER BY %s LIMIT %d"
            .formatted(
                String.join(", ", texts),
                from,
                isBroken(rule),
                String.join(", ", order),
                Verdict.MOST_ROWS),
        inputs,
        row -> {
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          for (int i = 0; i < shown.size(); i++) {
            String text = row.getString(i + 1);
            values.put(shown.get(i).name(), shown.get(i).pii() ? tokens.of(text) : text);
          }
          return new Row(values, row.getLong(shown.size() + 1));
        });
  }

  /** Whole where it will be a token. */
  private static String text(Column column) {
    String text = "CAST(" + SqlName.quote(column.name()) + " AS VARCHAR)";
    return column.pii() ? text : "left(" + text + ", " + LONGEST + ")";
  }

  /** What tells a row, and what the rule reads. */
  private List<Column> shown(RuleSpec rule) {
    List<String> read = sql.mentioned(rule);
    List<String> tell = key.isEmpty() ? schema.names().subList(0, 1) : key;
    return schema.columns().stream()
        .filter(column -> tell.contains(column.name()) || read.contains(column.name()))
        .toList();
  }
}
