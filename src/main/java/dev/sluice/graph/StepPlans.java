// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.checks.Check;
import dev.sluice.intake.Intake;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.Sources;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes out of the spec what the steps need of more than one table. */
final class StepPlans {
  private StepPlans() {}

  /** The columns of every table and model. */
  static Map<String, TableSchema> schemas(PipelineSpec spec) {
    Map<String, TableSchema> schemas = new LinkedHashMap<>();
    spec.tables().forEach(table -> schemas.put(table.name(), table.schema()));
    spec.models().forEach(model -> schemas.put(model.name(), model.output()));
    return schemas;
  }

  /** The columns of what one model reads. */
  static Map<String, TableSchema> schemas(PipelineSpec spec, ModelSpec model) {
    Map<String, TableSchema> schemas = schemas(spec);
    schemas
        .keySet()
        .removeIf(name -> !model.inputs().contains(name) && !model.lookup().contains(name));
    return schemas;
  }

  /**
   * Reads a table within its share of what may be in flight: runners without back-pressure keep
   * what was read of every table in memory until it is landed.
   *
   * @param known the columns that the table has already
   */
  static Sources.Read read(TableSpec table, Intake intake, TableSchema known, ReadShare share) {
    Sources.Read read =
        intake.mode() == Intake.Mode.REPLAY
            ? Sources.letters(table, List.of())
            : Sources.read(table.name(), table.source(), table.schema())
                .requiringKeys(requiredKeys(table, known));
    return read.withLanes(share.lanes()).within(share.inFlight());
  }

  /**
   * The columns whose keys some record must have, where records bring their own: those that are not
   * known to have been met by an earlier run, and have no default.
   */
  private static List<String> requiredKeys(TableSpec table, TableSchema known) {
    boolean isAsked = table.source().record() instanceof SourceSpec.Json;
    return table.schema().declared().columns().stream()
        .filter(column -> isAsked && column.fallback() == null)
        .map(Column::name)
        .filter(name -> table.contract().missing(name) == Contract.MissingField.FAIL)
        .filter(name -> known.column(name).isEmpty() && !table.source().beside().contains(name))
        .toList();
  }

  /** Whether a check reads a table's rows. */
  static boolean isRead(List<Check.Task> checks, String table) {
    return checks.stream().anyMatch(task -> isReadBy(task, table));
  }

  private static boolean isReadBy(Check.Task task, String table) {
    return task.table().equals(table) || task.check().kind().others().contains(table);
  }

  static List<Check.Task> checks(PipelineSpec spec) {
    List<Check.Task> tasks = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      table
          .quality()
          .checks()
          .forEach(check -> tasks.add(new Check.Task(table.name(), check, table.load().key())));
    }
    for (ModelSpec model : spec.models()) {
      model
          .quality()
          .checks()
          .forEach(check -> tasks.add(new Check.Task(model.name(), check, model.key())));
    }
    tasks.removeIf(task -> task.check().kind().isOfWarehouse());
    return tasks;
  }
}
