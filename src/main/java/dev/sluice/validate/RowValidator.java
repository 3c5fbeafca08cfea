// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.batch.arrow.VectorValues;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.validate.unknown.DifferenceCounts;
import dev.sluice.validate.unknown.GatheredTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Parts batches into good rows and dead letters.
 *
 * <p>A batch costs one statement. Only when it returns fewer rows than the batch has are the others
 * found, taken out of the raw batch, and judged in detail. Not thread-safe.
 */
final class RowValidator {
  private final RowContract subject;
  private final Map<Schema, ValidationSql> known = new HashMap<>();

  RowValidator(RowContract subject) {
    this.subject = subject;
  }

  /**
   * What became of a batch.
   *
   * @param dead batches of dead letters
   * @param warned the rules that only warn and that good rows break
   */
  record Judged(List<RecordBatch> good, List<RecordBatch> dead, List<Fact.Warned> warned) {
    long deadRows() {
      return dead.stream().mapToLong(RecordBatch::rows).sum();
    }
  }

  static boolean isRowNumber(String name) {
    return name.equals(TextBatchBuilder.ROW);
  }

  /** Whether a raw column is one that no source named. */
  static boolean isOurs(String name) {
    return isRowNumber(name)
        || name.equals(TextBatchBuilder.UNKNOWN)
        || name.equals(GatheredTexts.NAME);
  }

  /**
   * The good rows of a batch, and the others as they came.
   *
   * @param bad null when every row is good
   */
  record Parted(List<RecordBatch> good, @Nullable RecordBatch bad, List<Fact.Warned> warned) {}

  /**
   * Counts, of the good rows of a batch, the values that the contract does not take as they are.
   */
  List<Fact.Differed> differences(Kernel kernel, RecordBatch batch, Parted parted) {
    if (!subject.isLenient() || batch.rows() == 0) {
      return List.of();
    }
    try {
      RecordBatch bad = parted.bad();
      RecordBatch read = narrow(kernel, batch);
      return new DifferenceCounts(statements(kernel, read).asked(), kernel)
          .of(read, bad == null ? null : narrow(kernel, bad), parted.good());
    } catch (StatementFailed e) {
      throw cannotRun(batch, subject.shown(e));
    }
  }

  /** Parts a batch and writes the letters of its bad rows. */
  Judged judge(Kernel kernel, RecordBatch batch) {
    Parted parted = part(kernel, batch);
    RecordBatch bad = parted.bad();
    List<RecordBatch> dead = bad == null ? List.of() : letters(kernel, List.of(bad));
    return new Judged(parted.good(), dead, parted.warned());
  }

  /** The batch as statements read it: very many texts that no column takes stand in one column. */
  private RecordBatch narrow(Kernel kernel, RecordBatch batch) throws StatementFailed {
    return batch.records() == null || !subject.looksAtUnknown()
        ? batch
        : GatheredTexts.narrow(batch, statements(kernel, batch).unknown().places());
  }

  /** Parts a batch; the letters can wait, for they cost a statement however few they are. */
  Parted part(Kernel kernel, RecordBatch batch) {
    try {
      RecordBatch read = narrow(kernel, batch);
      ValidationSql statements = statements(kernel, read);
      Parted parted = part(kernel, statements, read, batch);
      return new Parted(parted.good(), parted.bad(), warnings(kernel, parted.good()));
    } catch (StatementFailed e) {
      throw cannotRun(batch, subject.shown(e));
    }
  }

  /** The letters of bad rows, all of one schema and one origin. */
  List<RecordBatch> letters(Kernel kernel, List<RecordBatch> wide) {
    RecordBatch first = wide.get(0);
    try {
      List<RecordBatch> bad = new ArrayList<>();
      for (RecordBatch one : wide) {
        bad.add(narrow(kernel, one));
      }
      first = bad.get(0);
      List<RecordBatch> dead = new ArrayList<>();
      ValidationSql statements = statements(kernel, first);
      List<RecordBatch> joined =
          bad.size() == 1
              ? bad
              : kernel.query(
                  "SELECT * FROM " + ValidationSql.INPUT,
                  Map.of(ValidationSql.INPUT, bad),
                  first.origin());
      RecordBytes records = records(bad);
      int at = 0;
      for (RecordBatch rows : joined) {
        RecordBytes own = records == null ? null : records.slice(at, rows.rows());
        at += rows.rows();
        dead.addAll(
            new BadRowLetters(subject, kernel, statements, rows.origin())
                .of(rows.withRecords(own)));
      }
      return dead;
    } catch (StatementFailed e) {
      throw cannotRun(first, subject.shown(e));
    }
  }

  private static @Nullable RecordBytes records(List<RecordBatch> batches) {
    List<RecordBytes> all = new ArrayList<>();
    for (RecordBatch batch : batches) {
      RecordBytes own = batch.records();
      if (own != null) {
        all.add(own);
      }
    }
    return all.size() == batches.size() ? RecordBytes.join(all) : null;
  }

  private PipelineException cannotRun(RecordBatch batch, StatementFailed e) {
    return new PipelineException(
            ErrorCode.SQL_FAILED,
            "The rules of '%s' cannot run on %s: %s"
                .formatted(subject.table(), batch.origin(), FailedSql.reason(e)),
            e)
        .about(subject.isModel() ? "models" : "tables", subject.table(), "rules");
  }

  private ValidationSql statements(Kernel kernel, RecordBatch batch) throws StatementFailed {
    Schema schema = VectorValues.schema(batch);
    ValidationSql statements = known.get(schema);
    if (statements == null) {
      List<String> types =
          kernel.rows(
              "DESCRIBE SELECT * FROM " + ValidationSql.INPUT,
              Map.of(ValidationSql.INPUT, List.of(batch)),
              row -> row.getString(2));
      List<Column> header = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        header.add(Column.of(schema.getFields().get(i).getName(), types.get(i), true));
      }
      statements = new ValidationSql(subject, header, batch.origin());
      known.put(schema, statements);
    }
    return statements;
  }

  private Parted part(Kernel kernel, ValidationSql statements, RecordBatch batch, RecordBatch whole)
      throws StatementFailed {
    if (batch.rows() == 0) {
      return new Parted(List.of(), null, List.of());
    }
    if (statements.isIdentity()) {
      return new Parted(List.of(whole), null, List.of());
    }
    Map<String, List<RecordBatch>> input = Map.of(ValidationSql.INPUT, List.of(batch));
    if (statements.unknownKey() != null) {
      for (String key : kernel.rows(statements.unknownKey(), input, row -> row.getString(1))) {
        throw HeaderMatch.unknownKey(subject, key, batch.origin());
      }
    }
    List<RecordBatch> good = kernel.query(statements.good(), input, batch.origin());
    long count = good.stream().mapToLong(RecordBatch::rows).sum();
    if (count == batch.rows()) {
      return new Parted(good, null, List.of());
    }
    int[] bad =
        statements.number() >= 0
            ? VectorValues.missing(batch, good)
            : kernel.rows(statements.positions(), input, row -> row.getInt(1)).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    if (count + bad.length != batch.rows()) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Validating "
              + batch
              + " of '"
              + subject.table()
              + "' lost rows: "
              + count
              + " good, "
              + bad.length
              + " bad");
    }
    return new Parted(good, RecordBatches.pick(whole, bad), List.of());
  }

  private List<Fact.Warned> warnings(Kernel kernel, List<RecordBatch> good) throws StatementFailed {
    return good.isEmpty()
        ? List.of()
        : subject
            .warned()
            .of(kernel, ValidationSql.INPUT, Map.of(ValidationSql.INPUT, good), subject.tokens());
  }
}
