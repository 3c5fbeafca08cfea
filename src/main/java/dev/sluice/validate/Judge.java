// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatches;
import dev.sluice.batch.RecordBytes;
import dev.sluice.batch.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.spec.RuleSpec;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.StatementFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
final class Judge {
  private final Subject subject;
  private final Map<Schema, Statements> known = new HashMap<>();

  Judge(Subject subject) {
    this.subject = subject;
  }

  /**
   * What became of a batch.
   *
   * @param dead batches of dead letters
   * @param warned by rule, how many of the good rows break it; only those above zero
   */
  record Judged(List<RecordBatch> good, List<RecordBatch> dead, Map<String, Long> warned) {
    long deadRows() {
      return dead.stream().mapToLong(RecordBatch::rows).sum();
    }
  }

  static boolean isRowNumber(String name) {
    return name.equals(TextBatchBuilder.ROW);
  }

  /** Whether a raw column is one that no source named. */
  static boolean isOurs(String name) {
    return isRowNumber(name) || name.equals(TextBatchBuilder.UNKNOWN);
  }

  /**
   * The good rows of a batch, and the others as they came.
   *
   * @param bad null when every row is good
   */
  record Parted(List<RecordBatch> good, @Nullable RecordBatch bad, Map<String, Long> warned) {}

  /** Parts a batch and writes the letters of its bad rows. */
  Judged judge(Kernel kernel, RecordBatch batch) {
    Parted parted = part(kernel, batch);
    RecordBatch bad = parted.bad();
    List<RecordBatch> dead = bad == null ? List.of() : letters(kernel, List.of(bad));
    return new Judged(parted.good(), dead, parted.warned());
  }

  /** Parts a batch; the letters can wait, for they cost a statement however few they are. */
  Parted part(Kernel kernel, RecordBatch batch) {
    try {
      Statements statements = statements(kernel, batch);
      Parted parted = part(kernel, statements, batch);
      return new Parted(parted.good(), parted.bad(), warnings(kernel, statements, parted.good()));
    } catch (StatementFailed e) {
      throw cannotRun(batch, subject.shown(e));
    }
  }

  /** The letters of bad rows, all of one schema and one origin. */
  List<RecordBatch> letters(Kernel kernel, List<RecordBatch> bad) {
    RecordBatch first = bad.get(0);
    try {
      List<RecordBatch> dead = new ArrayList<>();
      Statements statements = statements(kernel, first);
      List<RecordBatch> joined =
          bad.size() == 1
              ? bad
              : kernel.query(
                  "SELECT * FROM " + Statements.INPUT,
                  Map.of(Statements.INPUT, bad),
                  first.origin());
      RecordBytes records = records(bad);
      int at = 0;
      for (RecordBatch rows : joined) {
        RecordBytes own = records == null ? null : records.slice(at, rows.rows());
        at += rows.rows();
        dead.addAll(
            new Letters(subject, kernel, statements, rows.origin()).of(rows.withRecords(own)));
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
            .formatted(subject.table(), batch.origin(), e.getMessage()),
        e);
  }

  private Statements statements(Kernel kernel, RecordBatch batch) throws StatementFailed {
    Schema schema = Vectors.schema(batch);
    Statements statements = known.get(schema);
    if (statements == null) {
      List<String> types =
          kernel.rows(
              "DESCRIBE SELECT * FROM " + Statements.INPUT,
              Map.of(Statements.INPUT, List.of(batch)),
              row -> row.getString(2));
      List<Column> header = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        header.add(Column.of(schema.getFields().get(i).getName(), types.get(i), true));
      }
      statements = new Statements(subject, header, batch.origin());
      known.put(schema, statements);
    }
    return statements;
  }

  private Parted part(Kernel kernel, Statements statements, RecordBatch batch)
      throws StatementFailed {
    if (batch.rows() == 0) {
      return new Parted(List.of(), null, Map.of());
    }
    if (statements.isIdentity()) {
      return new Parted(List.of(batch), null, Map.of());
    }
    Map<String, List<RecordBatch>> input = Map.of(Statements.INPUT, List.of(batch));
    if (statements.unknownKey() != null) {
      for (String key : kernel.rows(statements.unknownKey(), input, row -> row.getString(1))) {
        throw Header.unknownKey(subject, key, batch.origin());
      }
    }
    List<RecordBatch> good = kernel.query(statements.good(), input, batch.origin());
    long count = good.stream().mapToLong(RecordBatch::rows).sum();
    if (count == batch.rows()) {
      return new Parted(good, null, Map.of());
    }
    int[] bad =
        statements.number() >= 0
            ? Vectors.missing(batch, good)
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
    return new Parted(good, RecordBatches.pick(batch, bad), Map.of());
  }

  private Map<String, Long> warnings(Kernel kernel, Statements statements, List<RecordBatch> good)
      throws StatementFailed {
    List<RuleSpec> rules = subject.warning();
    if (rules.isEmpty() || good.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> warned = new LinkedHashMap<>();
    Boolean unused =
        kernel
            .rows(
                statements.warnings(),
                Map.of(Statements.INPUT, good),
                row -> {
                  for (int j = 0; j < rules.size(); j++) {
                    if (row.getLong(j + 1) > 0) {
                      warned.put(rules.get(j).name(), row.getLong(j + 1));
                    }
                  }
                  return true;
                })
            .get(0);
    return warned;
  }
}
