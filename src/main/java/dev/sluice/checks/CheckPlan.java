// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.probe.Probe;
import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.checks.probe.Probes;
import dev.sluice.checks.probe.Subject;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Position;
import dev.sluice.exchange.Relation;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.table.file.Scope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The checks of a run.
 *
 * @param tasks each known by its place
 * @param probes how each is computed
 * @param schemas of all tables
 */
record CheckPlan(List<Task> tasks, List<Probe> probes, Map<String, TableSchema> schemas, Scope run)
    implements Serializable {
  CheckPlan {
    tasks = List.copyOf(tasks);
    probes = List.copyOf(probes);
    schemas = Map.copyOf(schemas);
  }

  static CheckPlan of(List<Task> tasks, Map<String, TableSchema> schemas, Scope run) {
    List<Probe> probes =
        tasks.stream().map(task -> Probes.of(task.check(), subject(task, schemas, run))).toList();
    return new CheckPlan(tasks, probes, schemas, run);
  }

  private static Subject subject(Task task, Map<String, TableSchema> schemas, Scope run) {
    return new Subject(task.table(), task.key(), schemas, run.createdAt(), task.earlier());
  }

  /** Whether some check keeps the rows that are against it. */
  boolean keepsRows() {
    return tasks.stream().anyMatch(task -> task.check().terms().keepsRows());
  }

  /** The columns of a side, and those that a condition on its rows reads. */
  TableSchema columns(Task task, Side side) {
    SqlText where = side.isFiltered() ? task.check().terms().where() : null;
    TableSchema schema = Objects.requireNonNull(schemas.get(side.table()), side.table());
    if (task.check().terms().keepsRows() && side.name().equals(Probe.ROWS)) {
      return schema; // rows are kept whole
    }
    List<String> read = subject(task, schemas, run).readBy(side.columns(), where);
    // Rows that are only counted have some column too.
    return new TableSchema(
        read.isEmpty() ? schema.columns().subList(0, 1) : schema.columnsOf(read));
  }

  /** Gives a kernel the rows of a side, without those that the check leaves out. */
  static void view(Kernel kernel, Task task, Side side, String rows) throws StatementFailed {
    SqlText where = side.isFiltered() ? task.check().terms().where() : null;
    String kept =
        where == null
            ? rows
            : "SELECT * FROM (%s) AS %s WHERE (\n%s\n)"
                .formatted(rows, SqlName.quote(side.table()), where.text());
    kernel.execute(
        "CREATE OR REPLACE TEMP VIEW %s AS %s".formatted(SqlName.quote(side.name()), kept));
  }

  /** How a statement of a check is called. */
  static String subject(Task task) {
    return "Check `%s` of %s".formatted(task.check().name(), task.table());
  }

  /** The rows that checks want to meet by key. */
  List<Relation> relations() {
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Probe probe = probes.get(i);
      for (Side side : probe.isMet() ? probe.sides() : List.<Side>of()) {
        TableSchema columns = columns(tasks.get(i), side);
        relations.add(
            new Relation(i, side.name(), side.table(), columns, side.key(), side.isWithoutNulls()));
      }
    }
    return relations;
  }

  /** A check that cannot be computed never passes. */
  PipelineException failure(Task task, StatementFailed failure) {
    // A check may compare with any other table.
    boolean isPersonal = schemas.values().stream().anyMatch(TableSchema::hasPii);
    StatementFailed shown = isPersonal ? failure.withoutValues() : failure;
    List<SqlText> texts = authored(task.check());
    Position place = texts.isEmpty() ? task.check().position() : FailedSql.place(texts, failure);
    return new PipelineException(
        ErrorCode.CHECK_FAILED,
        "%s, %s, cannot be computed: %s"
            .formatted(subject(task), FailedSql.at(place), FailedSql.reason(shown)),
        shown);
  }

  /** What of a check the author wrote in SQL. */
  private static List<SqlText> authored(CheckSpec check) {
    List<SqlText> texts = new ArrayList<>();
    if (check.kind() instanceof CheckSpec.Sql sql) {
      texts.add(sql.sql());
    }
    if (check.terms().where() != null) {
      texts.add(check.terms().where());
    }
    return texts;
  }
}
