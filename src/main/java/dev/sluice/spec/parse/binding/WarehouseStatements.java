// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.bind.Binder;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseCheck;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at statements that the warehouse runs, as far as the spec can tell: of DuckDB's its tables
 * as {@code staging} has them, with the times of their rows. What else the warehouse holds, only it
 * knows.
 */
public final class WarehouseStatements {
  private static final List<Column> STAMPS =
      List.of(
          Column.of("created_at", "TIMESTAMP WITH TIME ZONE", true),
          Column.of("updated_at", "TIMESTAMP WITH TIME ZONE", true));

  private final List<String> notes = new ArrayList<>();

  private WarehouseStatements() {}

  /** Reports what cannot be right, whatever the warehouse holds. */
  public static void check(PipelineSpec spec, Problems problems) {
    new WarehouseStatements().look(spec, problems);
  }

  /** Of which nobody knows before they are asked whether they are right, and why: sentences. */
  public static List<String> notes(PipelineSpec spec) {
    WarehouseStatements statements = new WarehouseStatements();
    statements.look(spec, new Problems());
    return List.copyOf(statements.notes);
  }

  private void look(PipelineSpec spec, Problems problems) {
    List<WarehouseCheck> checks = spec.warehouseChecks();
    WarehouseSpec warehouse = spec.warehouse();
    if (checks.isEmpty() || warehouse == null) {
      return;
    }
    if (!warehouse.kind().equals(WarehouseSpec.DUCKDB)) {
      checks.forEach(check -> note(check, "it is BigQuery's own SQL"));
    } else if (spec.tables().stream().anyMatch(table -> table.contract().evolves())) {
      checks.forEach(check -> note(check, "tables may have columns that sources bring"));
    } else {
      bind(spec, checks, problems);
    }
  }

  private void bind(PipelineSpec spec, List<WarehouseCheck> checks, Problems problems) {
    try (Binder binder = Binder.open()) {
      for (TableSpec table : spec.tables()) {
        declare(binder, table.name(), table.schema());
      }
      spec.models().forEach(model -> declare(binder, model.name(), model.output()));
      for (WarehouseCheck check : checks) {
        List<SqlProblem> found = new ArrayList<>();
        Optional<String> unknown = binder.bindElsewhere(check.statement(), found);
        unknown.ifPresent(why -> note(check, why));
        found.forEach(
            problem ->
                problems.error(
                    problem.code(),
                    check.at(problem.offset()),
                    problem.message(),
                    problem.suggestion()));
      }
    }
  }

  private static void declare(Binder binder, String table, TableSchema schema) {
    List<Column> columns = new ArrayList<>(schema.columns());
    STAMPS.stream().filter(stamp -> schema.column(stamp.name()).isEmpty()).forEach(columns::add);
    binder.declare(table, new TableSchema(columns));
    binder.declare("staging." + table, new TableSchema(columns));
  }

  private void note(WarehouseCheck check, String why) {
    notes.add(
        "Not looked at before the warehouse is asked: %s (%s)."
            .formatted(check.called(), why.replaceAll("[.!]$", "")));
  }
}
