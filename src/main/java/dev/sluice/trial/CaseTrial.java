// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.kernel.Halving;
import dev.sluice.kernel.Halving.FailedRow;
import dev.sluice.kernel.Halving.Halved;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.trial.TrialKernel.Letter;
import dev.sluice.trial.TrialKernel.Why;
import dev.sluice.trial.cases.GivenRows;
import dev.sluice.trial.cases.TestCase;
import dev.sluice.validate.RowTrial;
import dev.sluice.validate.RowTrial.Judged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tries one case: makes its rows tables, and runs what a run would run. */
final class CaseTrial {
  private static final String ROWS = "__given";

  private final PipelineSpec spec;
  private final TestCase test;
  private final TrialKernel tables;
  private final Kernel kernel;

  CaseTrial(PipelineSpec spec, TestCase test, TrialKernel tables) {
    this.spec = spec;
    this.test = test;
    this.tables = tables;
    this.kernel = tables.kernel();
  }

  /**
   * What came of the rows.
   *
   * @param schema of the good ones
   */
  record Came(
      TableSchema schema, List<RecordBatch> good, List<Letter> dead, Map<String, Long> warned) {}

  Came run() throws StatementFailed, Untyped {
    kernel.execute(LogicalTime.definition(time()));
    ModelSpec model = spec.model(test.subject()).orElse(null);
    return model == null ? judge(spec.table(test.subject()).orElseThrow()) : derive(model);
  }

  private String time() {
    String time = test.logicalTime();
    return time == null ? "2000-01-01T00:00:00Z" : time;
  }

  private Came judge(TableSpec table) {
    GivenRows given = given(table.name());
    if (given.file() != null) {
      SourceTrial.Read read = SourceTrial.file(table, given.file());
      return came(RowTrial.table(table), read.rows(), read.dead());
    }
    SourceTrial.Read read = SourceTrial.rows(table, given, tables);
    return came(RowTrial.table(table, read.unsaid()), read.rows(), read.dead());
  }

  private Came came(RowTrial trial, List<RecordBatch> rows, List<RecordBatch> before) {
    Judged judged = trial.judge(kernel, rows);
    List<Letter> dead = new ArrayList<>(tables.letters(before));
    dead.addAll(tables.letters(judged.dead()));
    return new Came(trial.schema(), judged.good(), dead, judged.warned());
  }

  private GivenRows given(String name) {
    GivenRows given = test.given().get(name);
    return given == null ? new GivenRows(test.position(), List.of(), null) : given;
  }

  private Came derive(ModelSpec model) throws StatementFailed, Untyped {
    Map<String, List<RecordBatch>> rows = new LinkedHashMap<>();
    for (String input : inputs(model)) {
      List<RecordBatch> typed = tables.typed(input, schema(input), given(input));
      tables.create(input, schema(input), typed);
      rows.put(input, typed);
    }
    String statement =
        "%sSELECT %s FROM (\n%s\n)"
            .formatted(
                model.windows(this::schema),
                LakeRelation.casts(model.output()),
                model.sql().text());
    List<RecordBatch> made;
    List<Letter> dead = new ArrayList<>();
    try {
      made = kernel.query(statement);
    } catch (StatementFailed e) {
      if (model.isKeyed() || rows.getOrDefault(model.inputs().get(0), List.of()).isEmpty()) {
        throw new PipelineException(ErrorCode.SQL_FAILED, message(model, e), e);
      }
      made = rescued(model, statement, rows.getOrDefault(model.inputs().get(0), List.of()), dead);
    }
    Came came = came(RowTrial.model(model), made, List.of());
    dead.addAll(came.dead());
    return new Came(came.schema(), came.good(), dead, came.warned());
  }

  /** A row-level statement fails on single rows: they die, and the others go on. */
  private List<RecordBatch> rescued(
      ModelSpec model, String statement, List<RecordBatch> input, List<Letter> dead)
      throws StatementFailed {
    String name = model.inputs().get(0);
    List<RecordBatch> good = new ArrayList<>();
    for (RecordBatch batch : input) {
      kernel.execute("DROP TABLE IF EXISTS " + SqlName.quote(name));
      kernel.execute(
          "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s FROM %s"
              .formatted(SqlName.quote(name), LakeRelation.casts(schema(name)), ROWS),
          Map.of(ROWS, List.of(batch)));
      Halved halved;
      try {
        halved = Halving.run(kernel, statement, ROWS, batch, "");
      } finally {
        kernel.execute("DROP VIEW IF EXISTS " + SqlName.quote(name));
      }
      good.addAll(halved.succeeded());
      for (FailedRow failed : halved.failed()) {
        dead.add(letter(model, schema(name), failed));
      }
    }
    return good;
  }

  private static String message(ModelSpec model, StatementFailed failure) {
    return FailedSql.message("Model " + model.name(), model.sql(), failure, failure);
  }

  private Letter letter(ModelSpec model, TableSchema schema, FailedRow failed)
      throws StatementFailed {
    List<String> values = tables.values(schema, List.of(failed.batch())).get(0);
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      named.put(schema.names().get(i), String.valueOf(values.get(i)));
    }
    String message = message(model, new StatementFailed(failed.message(), null));
    return new Letter(0, List.of(new Why(ErrorCode.SQL_FAILED.name(), null, null, message)), named);
  }

  private static List<String> inputs(ModelSpec model) {
    return Stream.concat(model.inputs().stream(), model.lookup().stream()).distinct().toList();
  }

  private TableSchema schema(String name) {
    return spec.table(name)
        .map(TableSpec::schema)
        .or(() -> spec.model(name).map(ModelSpec::output))
        .orElseThrow(() -> new PipelineException(ErrorCode.INTERNAL, "No table " + name));
  }
}
