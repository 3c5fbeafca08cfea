// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.validate.rule.WarnedRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is judged, by which contract and which rules.
 *
 * @param isModel whether rows are typed already, and have no number
 * @param key the columns that tell rows apart; empty for none
 * @param deletion which rows delete their key; null for none
 * @param tokens for the values of personal columns
 */
record RowContract(
    String table,
    TableSchema schema,
    Contract contract,
    List<RuleSpec> rules,
    boolean isModel,
    List<String> key,
    @Nullable DeletionContract deletion,
    PiiTokens tokens)
    implements Serializable {
  RowContract {
    key = List.copyOf(key);
    rules = List.copyOf(rules);
  }

  RowContract(
      String table, TableSchema schema, Contract contract, List<RuleSpec> rules, boolean isModel) {
    this(table, schema, contract, rules, isModel, List.of(), null, PiiTokens.unkept());
  }

  RowContract maskingWith(PiiTokens own) {
    return new RowContract(table, schema, contract, rules, isModel, key, deletion, own);
  }

  RowContract deletingBy(@Nullable DeletionContract condition) {
    return new RowContract(table, schema, contract, rules, isModel, key, condition, tokens);
  }

  RowContract tellingBy(List<String> columns) {
    return new RowContract(table, schema, contract, rules, isModel, columns, deletion, tokens);
  }

  /** The same with one more rule. */
  RowContract with(RuleSpec more) {
    List<RuleSpec> all = new ArrayList<>(rules);
    all.add(more);
    return new RowContract(table, schema, contract, all, isModel, key, deletion, tokens);
  }

  /** What is counted of rules that only warn. */
  WarnedRows warned() {
    String deletes = deletion == null ? null : deletion.holds();
    return new WarnedRows(table, schema, key, warning(), deletes);
  }

  /** The columns that a source may have. */
  List<Column> sourced() {
    return schema.declared().columns();
  }

  /** Whether the rows have a column for what no other column takes. */
  boolean keepsUnknown() {
    return !isModel && contract.unknownField() == Contract.UnknownField.KEEP;
  }

  /** Whether rows with a field that the contract does not name are dead. */
  boolean buriesUnknown() {
    return !isModel && contract.unknownField() == Contract.UnknownField.DEAD_LETTER;
  }

  /** Whether values of fields that the contract does not name are counted. */
  boolean countsUnknown() {
    return !isModel
        && (keepsUnknown()
            || contract.unknownField() == Contract.UnknownField.DROP_VALUE
            || contract.unknownField() == Contract.UnknownField.EVOLVE);
  }

  /** Whether it matters what a row has beside the columns, or what a column does not take. */
  boolean looksAtUnknown() {
    return buriesUnknown() || isLenient();
  }

  /** Whether good rows may have values that the contract does not take as they are. */
  boolean isLenient() {
    return countsUnknown() || sourced().stream().anyMatch(this::nulls);
  }

  /** Whether a wrong value of a column is null. */
  boolean nulls(Column column) {
    return !isModel
        && column.nullable()
        && contract.type(column.name()) == Contract.WrongType.NULL_VALUE;
  }

  /** Who it is, as a sentence begins with it. */
  String title() {
    return rules.isEmpty()
        ? "Validating " + table
        : "Validating %s (%s)"
            .formatted(
                table,
                rules.stream()
                    .map(rule -> "`" + rule.name() + "`")
                    .collect(Collectors.joining(", ", rules.size() == 1 ? "rule " : "rules ", "")));
  }

  /** A value of a column as others may see it. */
  @Nullable String shown(Column column, @Nullable String value) {
    return column.pii() ? tokens.of(value) : value;
  }

  /**
   * A value that is not what its column takes, as others may see it: in a row whose values moved on
   * by one, it is that of a neighbour.
   */
  @Nullable String shownWrong(@Nullable String value) {
    return schema.hasPii() ? tokens.of(value) : value;
  }

  /** A failure as others may see it. */
  StatementFailed shown(StatementFailed failure) {
    return schema.hasPii() ? failure.withoutValues() : failure;
  }

  /** The rules that hold rows back, or the run. */
  List<RuleSpec> strict() {
    return rules.stream().filter(r -> r.consequence() != Consequence.WARN).toList();
  }

  /** The rules that only count. */
  List<RuleSpec> warning() {
    return rules.stream().filter(r -> r.consequence() == Consequence.WARN).toList();
  }
}
