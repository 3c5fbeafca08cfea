// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.rule;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that ask the rules of one table.
 *
 * <p>Rules of raw rows are asked before values are cast, in a SELECT of their own in which the
 * columns' names stand for texts; behind it only their answers are left.
 */
public final class RuleSql {
  private final String table;
  private final TableSchema schema;
  private final List<RuleSpec> raw;
  private final Map<String, List<String>> mentioned = new HashMap<>();

  /**
   * @param rules all of them
   */
  public RuleSql(String table, TableSchema schema, List<RuleSpec> rules) {
    this.table = table;
    this.schema = schema;
    this.raw = rules.stream().filter(RuleSpec::isRaw).toList();
  }

  /** The names of the contract's columns that a rule reads, or that its text mentions. */
  public List<String> mentioned(RuleSpec rule) {
    RuleSpec.Told told = rule.told();
    if (told != null) {
      return told.columns();
    }
    return mentioned.computeIfAbsent(
        rule.name(),
        name ->
            schema.names().stream()
                .filter(column -> word(column).matcher(rule.condition()).find())
                .toList());
  }

  private static Pattern word(String name) {
    return Pattern.compile(
        "(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE);
  }

  /** The rule, unprotected: null counts as true. */
  private static String condition(RuleSpec rule) {
    String sql = "(" + alone(rule.sql()) + ")";
    SqlText where = rule.where();
    return "coalesce(%s, true)"
        .formatted(
            where == null ? sql : "CASE WHEN " + alone(where) + " THEN " + sql + " ELSE true END");
  }

  /** A text of the author's on lines of its own: errors quote them, and comments end there. */
  public static String alone(SqlText sql) {
    return "(\n" + sql.text() + "\n)";
  }

  /** True or false; null when the rule cannot be computed for a row. TRY costs nothing else. */
  public String holds(RuleSpec rule) {
    return rule.isRaw() ? "__h" + raw.indexOf(rule) : "TRY(" + condition(rule) + ")";
  }

  /** What a rule says that it saw in a row that breaks it; null where it says nothing. */
  public @Nullable String observed(RuleSpec rule) {
    RuleSpec.Told told = rule.told();
    // In a row whose values moved on by one, a raw text is that of a neighbour.
    boolean isHidden = rule.isRaw() && schema.hasPii();
    if (told == null || isHidden || isPersonal(told)) {
      return null;
    }
    return rule.isRaw() ? "__s" + raw.indexOf(rule) : told.observed();
  }

  private boolean isPersonal(RuleSpec.Told told) {
    return schema.columns().stream()
        .anyMatch(column -> column.pii() && told.columns().contains(column.name()));
  }

  /** The columns in which rules of raw rows are answered. */
  public List<String> answers() {
    return raw.stream().map(this::holds).toList();
  }

  /**
   * The input with the answers of rules that are asked of raw rows.
   *
   * @param input a FROM clause
   * @param texts by the names of columns their texts in the input
   */
  public String answered(String input, Map<String, String> texts) {
    if (raw.isEmpty()) {
      return input;
    }
    List<String> select = new ArrayList<>();
    for (RuleSpec rule : raw) {
      select.add("TRY(" + condition(rule) + ") AS " + holds(rule));
      String observed = observed(rule);
      if (observed != null && rule.told() != null) {
        select.add(rule.told().observed() + " AS " + observed);
      }
    }
    return " FROM (SELECT * EXCLUDE (%s), %s%s OFFSET 0)"
        .formatted(SqlName.list(texts.keySet()), String.join(", ", select), named(input, texts));
  }

  /** SQL of a rule that is asked of raw rows alone and unprotected, to learn why it fails. */
  public String alone(SqlText sql, String input, Map<String, String> texts) {
    return "SELECT " + alone(sql) + named(input, texts);
  }

  private String named(String input, Map<String, String> texts) {
    return " FROM (SELECT *, %s%s) AS %s"
        .formatted(
            texts.entrySet().stream()
                .map(each -> each.getValue() + " AS " + SqlName.quote(each.getKey()))
                .collect(Collectors.joining(", ")),
            input,
            SqlName.quote(table));
  }
}
