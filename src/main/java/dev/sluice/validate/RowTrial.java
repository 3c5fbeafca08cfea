// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.VectorValues;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges rows outside of a run, by the statements of a run. What would stop a run, such as a rule
 * of severity {@code fail}, is a row's reason like any other, and no value is masked.
 */
public final class RowTrial {
  private final RowContract subject;

  private RowTrial(RowContract subject) {
    this.subject = subject;
  }

  /** By a table's contract and rules, over raw rows as its source has them. */
  public static RowTrial table(TableSpec table) {
    return new RowTrial(contract(table, open(table.schema(), Set.of()), table.contract()));
  }

  /**
   * As {@link #table}, over rows that say only what matters.
   *
   * @param unsaid columns that no row has: they have their default, or null
   */
  public static RowTrial table(TableSpec table, Set<String> unsaid) {
    return new RowTrial(
        contract(
            table, open(table.schema().byOwnNames(), unsaid), table.contract().missingNothing()));
  }

  private static RowContract contract(TableSpec table, TableSchema schema, Contract contract) {
    return new RowContract(
            table.name(), schema, contract.stoppingAtNothing(), judging(table.quality()), false)
        .deletingBy(DeletionContract.of(table.load()));
  }

  /**
   * Looks whether a batch of texts has the columns that a table demands, as a run would.
   *
   * @throws PipelineException where it lacks one
   */
  public static void requireColumns(TableSpec table, RecordBatch batch) {
    RowContract subject = contract(table, table.schema(), table.contract());
    List<ContractField> unused = HeaderMatch.match(subject, header(batch), batch.origin());
  }

  private static List<Column> header(RecordBatch batch) {
    return VectorValues.schema(batch).getFields().stream()
        .map(field -> Column.of(field.getName(), "VARCHAR", true))
        .toList();
  }

  /**
   * How the columns of a batch differ from those of a table.
   *
   * @param unknown as the source calls them; keys of records are not looked for
   * @param missing columns without a default
   */
  public record HeaderDifference(List<String> unknown, List<String> missing) {}

  /** Compares the columns of a batch with those that a table names; none is demanded. */
  public static HeaderDifference differences(TableSpec table, RecordBatch batch) {
    List<Column> header = header(batch);
    Contract open =
        new Contract(
            Contract.UnknownField.RAW, Contract.MissingField.NULL, Contract.WrongType.DEAD_LETTER);
    List<ContractField> fields =
        HeaderMatch.match(contract(table, table.schema(), open), header, batch.origin());
    List<String> unknown = new ArrayList<>();
    for (int at = 0; at < header.size(); at++) {
      int position = at;
      boolean isKnown = fields.stream().anyMatch(field -> field.from().contains(position));
      if (!isKnown && !RowValidator.isOurs(header.get(at).name())) {
        unknown.add(RawNames.source(header.get(at).name()));
      }
    }
    List<String> missing =
        fields.stream()
            .filter(field -> field.from().isEmpty() && field.column().fallback() == null)
            .map(field -> field.column().name())
            .toList();
    return new HeaderDifference(unknown, missing);
  }

  /** By a model's columns and rules, over its statement's result. */
  public static RowTrial model(ModelSpec model) {
    return new RowTrial(
        new RowContract(
            model.name(),
            open(model.output(), Set.of()),
            Contract.DEFAULT,
            judging(model.quality()),
            true));
  }

  /** By their types alone, over texts; every value may be null, and no column need be there. */
  public static RowTrial typing(String table, TableSchema schema) {
    TableSchema stored = schema.stored();
    return new RowTrial(
        new RowContract(
            table,
            open(stored, Set.copyOf(stored.names())),
            new Contract(
                Contract.UnknownField.RAW,
                Contract.MissingField.NULL,
                Contract.WrongType.DEAD_LETTER),
            List.of(),
            false));
  }

  private static TableSchema open(TableSchema schema, Set<String> nullable) {
    return new TableSchema(
        schema.columns().stream()
            .map(column -> nullable.contains(column.name()) ? column.nullable(true) : column)
            .map(column -> column.personal(false))
            .toList());
  }

  private static List<RuleSpec> judging(QualitySpec quality) {
    return quality.rules().stream()
        .map(
            rule ->
                rule.consequence() == Consequence.FAIL ? rule.with(Consequence.DEAD_LETTER) : rule)
        .toList();
  }

  /** The columns of good rows, as they are judged. */
  public TableSchema schema() {
    return subject.schema();
  }

  /**
   * What became of rows.
   *
   * @param good typed rows
   * @param dead batches of dead letters
   * @param warned by rule that only warns, how many good rows break it; only those above zero
   */
  public record Judged(List<RecordBatch> good, List<RecordBatch> dead, Map<String, Long> warned) {}

  /** Parts rows into good ones and dead letters. */
  public Judged judge(Kernel kernel, List<RecordBatch> batches) {
    RowValidator validator = new RowValidator(subject);
    List<RecordBatch> good = new ArrayList<>();
    List<RecordBatch> dead = new ArrayList<>();
    Map<String, Long> warned = new LinkedHashMap<>();
    for (RecordBatch batch : batches) {
      RowValidator.Judged judged = validator.judge(kernel, batch);
      good.addAll(judged.good());
      dead.addAll(judged.dead());
      judged.warned().forEach(each -> warned.merge(each.rule(), each.rows(), Long::sum));
    }
    return new Judged(good, dead, warned);
  }
}
