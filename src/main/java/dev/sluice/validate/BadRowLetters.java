// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.batch.arrow.VectorValues;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Position;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.letters.record.DeadLetters;
import dev.sluice.letters.record.DeadLetters.Reason;
import dev.sluice.letters.record.Payload;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.Contract;
import dev.sluice.validate.problem.RefusalMessages;
import dev.sluice.validate.problem.ValueProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** Writes the dead letters of rows known to be bad, each with all its reasons. */
final class BadRowLetters {
  /** A statement is run for each row to learn why its rule fails; beyond this the row says less. */
  private static final int MAX_EXPLAINED = 50;

  private static final String CANNOT = "%s, %s, cannot be computed: %s.";

  /** How columns with raw values begin. */
  private static final String RAW = "__u";

  private final RowContract subject;
  private final Kernel kernel;
  private final ValidationSql statements;
  private final DeadLetters contract;
  private final DeadLetters rules;
  private final List<RecordBatch> batches = new ArrayList<>();
  private int explained;

  BadRowLetters(RowContract subject, Kernel kernel, ValidationSql statements, String origin) {
    this.subject = subject;
    this.kernel = kernel;
    this.statements = statements;
    this.contract =
        new DeadLetters(subject.table(), subject.isModel() ? "model" : "contract", origin);
    this.rules = subject.isModel() ? contract : new DeadLetters(subject.table(), "rules", origin);
  }

  /** The letters of every row of a batch. */
  List<RecordBatch> of(RecordBatch bad) throws StatementFailed {
    List<RecordBatch> judged =
        kernel.query(
            statements.reasons(bad.records() == null),
            Map.of(ValidationSql.INPUT, List.of(bad)),
            bad.origin());
    int[] offset = {0};
    for (RecordBatch part : judged) {
      VectorValues.read(part, root -> addAll(root, bad, offset[0]));
      offset[0] += part.rows();
    }
    flush(contract);
    flush(rules);
    return batches;
  }

  private void addAll(VectorSchemaRoot root, RecordBatch bad, int offset) {
    BigIntVector numbers = (BigIntVector) root.getVector("__row");
    for (int i = 0; i < root.getRowCount(); i++) {
      long number = numbers.get(i);
      List<Reason> reasons = new ArrayList<>();
      addColumns(root, i, reasons);
      addUnknown(root.getVector("__u"), i, reasons);
      boolean ofContract = !reasons.isEmpty();
      int position = offset + i;
      addRules(root, i, () -> RecordBatches.slice(bad, position, 1), reasons);
      stopIfFatal(reasons, bad.origin(), number);
      DeadLetters letters = ofContract ? contract : rules;
      letters.add(number, reasons, payload(root, i, bad.records(), position));
      if (letters.isFull()) {
        batches.add(letters.build());
      }
    }
  }

  private Payload payload(
      VectorSchemaRoot root, int row, @Nullable RecordBytes records, int position) {
    if (records != null) {
      return Payload.of(records.get(position), records.format(), records.header(position));
    }
    byte[] json = String.valueOf(text(root, "__payload", row)).getBytes(StandardCharsets.UTF_8);
    return Payload.of(json, DeadLetters.ROW, statements.rowType());
  }

  private void flush(DeadLetters letters) {
    if (letters.rows() > 0) {
      batches.add(letters.build());
    }
  }

  private void addColumns(VectorSchemaRoot root, int row, List<Reason> reasons) {
    List<Column> columns = subject.schema().columns();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      String raw = text(root, "__v" + c, row);
      String code = text(root, "__c" + c, row);
      if (code != null) {
        ErrorCode error = ErrorCode.valueOf(code);
        String wanted = RefusalMessages.wanted(column, error);
        reasons.add(reason(column, new ValueProblem(column.name(), error, raw, wanted)));
      }
      for (ValueProblem problem : ValueProblem.of(root.getVector("__n" + c), row)) {
        boolean isWhole = raw != null && problem.path().equals(column.name());
        reasons.add(reason(column, isWhole ? problem.showing(raw) : problem));
      }
    }
  }

  /** The fields that the contract does not name; their values may be personal. */
  private static void addUnknown(@Nullable FieldVector names, int row, List<Reason> reasons) {
    if (!(names instanceof ListVector lists) || lists.isNull(row)) {
      return;
    }
    for (Object each : lists.getObject(row)) {
      String name = String.valueOf(each);
      reasons.add(
          new Reason(
              ErrorCode.SCHEMA_UNKNOWN_FIELD, null, name, null, RefusalMessages.unknown(name)));
    }
  }

  private Reason reason(Column column, ValueProblem problem) {
    String value = subject.shownWrong(problem.shown());
    String message = RefusalMessages.of(problem.code(), problem.path(), problem.wanted(), value);
    return new Reason(problem.code(), null, column.name(), value, message);
  }

  private void addRules(
      VectorSchemaRoot root, int row, Supplier<RecordBatch> single, List<Reason> reasons) {
    List<RuleSpec> strict = subject.strict();
    for (int j = 0; j < strict.size(); j++) {
      String code = text(root, "__q" + j, row);
      RuleSpec rule = strict.get(j);
      if (code != null && !(asksPresence(rule) && names(rule, reasons))) {
        ErrorCode error = ErrorCode.valueOf(code);
        List<String> columns = statements.mentioned(rule);
        String message =
            error == rule.code()
                ? broken(rule, text(root, "__o" + j, row))
                : explain("Rule '" + rule.name() + "'", rule, single);
        String column = columns.isEmpty() ? null : String.join(", ", columns);
        reasons.add(
            new Reason(
                error,
                rule.name(),
                column,
                seen(root, row, columns, rule.isRaw() ? RAW : "__w"),
                message));
      }
    }
    DeletionContract deletion = subject.deletion();
    String code = text(root, "__d", row);
    if (deletion != null && code != null) {
      String message = explain("`" + DeletionContract.NAME + "`", deletion.rule(), single);
      reasons.add(new Reason(ErrorCode.valueOf(code), DeletionContract.NAME, null, null, message));
    }
  }

  private static boolean asksPresence(RuleSpec rule) {
    return rule.told() != null && rule.told().asksPresence();
  }

  /** Whether reasons of the contract speak of a column of a rule: its value is not known. */
  private static boolean names(RuleSpec rule, List<Reason> reasons) {
    return rule.told() != null
        && reasons.stream()
            .anyMatch(each -> each.rule() == null && rule.told().columns().contains(each.column()));
  }

  private static String broken(RuleSpec rule, @Nullable String observed) {
    RuleSpec.Told told = rule.told();
    if (told == null) {
      return "Rule '" + rule.name() + "' is false.";
    }
    String seen = observed == null ? " " : " " + observed + ", ";
    return String.join(", ", told.columns()) + seen + told.wanted() + ".";
  }

  /** The values a rule saw, in short. */
  private @Nullable String seen(VectorSchemaRoot root, int row, List<String> names, String values) {
    List<String> seen = new ArrayList<>();
    List<Column> columns = subject.schema().columns();
    for (int c = 0; c < columns.size(); c++) {
      if (names.contains(columns.get(c).name())) {
        String text = text(root, values + c, row);
        String value =
            values.equals(RAW) ? subject.shownWrong(text) : subject.shown(columns.get(c), text);
        seen.add(columns.get(c).name() + "=" + (value == null ? "null" : value));
      }
    }
    return seen.isEmpty() ? null : String.join(", ", seen);
  }

  private String explain(String subject, RuleSpec rule, Supplier<RecordBatch> single) {
    if (explained++ >= MAX_EXPLAINED) {
      return unknown(subject, rule, "see the first rows of this batch");
    }
    for (SqlText sql : rule.inOrder()) {
      try {
        List<Boolean> unused =
            kernel.rows(
                statements.alone(rule, sql),
                Map.of(ValidationSql.INPUT, List.of(single.get())),
                r -> r.getBoolean(1));
      } catch (StatementFailed e) {
        Position place = FailedSql.place(sql, e);
        return CANNOT.formatted(
            subject, FailedSql.at(place), FailedSql.reason(this.subject.shown(e)));
      }
    }
    return unknown(subject, rule, "it fails together with other rows only");
  }

  private static String unknown(String subject, RuleSpec rule, String why) {
    return CANNOT.formatted(subject, FailedSql.at(rule.sql().at(0)), why);
  }

  private void stopIfFatal(List<Reason> reasons, String origin, long number) {
    for (Reason reason : reasons) {
      String rule = reason.rule();
      if (rule == null ? isFatal(reason) : isFatal(rule)) {
        throw new PipelineException(
            reason.code(), RefusalMessages.fatal(subject.table(), origin, number, reason));
      }
    }
  }

  private boolean isFatal(Reason reason) {
    return switch (reason.code()) {
      case SCHEMA_UNKNOWN_FIELD -> subject.contract().unknownField() == Contract.UnknownField.FAIL;
      case SCHEMA_MISSING_FIELD -> false;
      default ->
          subject.contract().type(String.valueOf(reason.column())) == Contract.WrongType.FAIL;
    };
  }

  private boolean isFatal(String name) {
    return subject.rules().stream()
        .anyMatch(r -> r.name().equals(name) && r.consequence() == Consequence.FAIL);
  }

  private static @Nullable String text(VectorSchemaRoot root, String name, int row) {
    FieldVector vector = root.getVector(name);
    return vector == null || vector.isNull(row)
        ? null
        : new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
  }
}
