// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.exchange.Relation;
import dev.sluice.explain.sql.FailedSql;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The checks of a run.
 *
 * @param tasks each known by its place
 * @param schemas of all tables
 * @param root the lake's root
 */
record CheckPlan(List<Task> tasks, Map<String, TableSchema> schemas, String root)
    implements Serializable {
  /** The rows whose check it is. */
  static final String ROWS = "rows";

  /** The rows that they are held against. */
  static final String OTHERS = "others";

  CheckPlan {
    tasks = List.copyOf(tasks);
    schemas = Map.copyOf(schemas);
  }

  /** A table with some of its columns, and no others. */
  TableSchema only(String table, List<String> columns) {
    return new TableSchema(Objects.requireNonNull(schemas.get(table), table).columnsOf(columns));
  }

  Column column(String table, String name) {
    return only(table, List.of(name)).columns().get(0);
  }

  /** How a statement of a check is called. */
  static String subject(Task task) {
    return "Check `%s` of %s".formatted(task.check().name(), task.table());
  }

  /** The rows that checks want to meet by key. */
  List<Relation> relations() {
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      String table = tasks.get(i).table();
      if (tasks.get(i).check() instanceof CheckSpec.Unique unique) {
        TableSchema schema = only(table, unique.columns());
        List<String> key = unique.columns().stream().map(SqlName::quote).toList();
        relations.add(new Relation(i, ROWS, table, schema, key, true));
      } else if (tasks.get(i).check() instanceof CheckSpec.References to) {
        Column from = column(table, to.column());
        Column other = column(to.table(), to.to());
        relations.add(relation(i, ROWS, table, from, other));
        relations.add(relation(i, OTHERS, to.table(), other, from));
      }
    }
    return relations;
  }

  private Relation relation(int group, String name, String table, Column column, Column compared) {
    List<String> key =
        ComparedType.of(column.type(), compared.type())
            .map(type -> "CAST(%s AS %s)".formatted(SqlName.quote(column.name()), type))
            .stream()
            .toList();
    return new Relation(group, name, table, only(table, List.of(column.name())), key, true);
  }

  /** A check that cannot be computed never passes. */
  PipelineException failure(Task task, StatementFailed failure) {
    // A check may compare with any other table.
    boolean isPersonal = schemas.values().stream().anyMatch(TableSchema::hasPii);
    StatementFailed shown = isPersonal ? failure.withoutValues() : failure;
    return new PipelineException(
        ErrorCode.CHECK_FAILED,
        "%s, %s:%d, cannot be computed: %s"
            .formatted(
                subject(task),
                task.check().position().file(),
                task.check().position().line(),
                FailedSql.reason(shown)),
        shown);
  }

  /** Whether a sum over one row would show a personal value. */
  boolean isPersonal(String table, CheckSpec.SumEquals sum) {
    return Stream.of(column(table, sum.column()), column(sum.table(), sum.other()))
        .anyMatch(Column::pii);
  }
}
