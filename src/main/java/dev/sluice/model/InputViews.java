// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gives a kernel a model's inputs as views under their names, and a statement that makes its rows.
 */
final class InputViews {
  private InputViews() {}

  /** Creates a view for every table the model reads; those without files are empty. */
  static void create(Kernel kernel, Derive.Plan plan, Scope run, Iterable<DataFile> files)
      throws StatementFailed {
    for (Map.Entry<String, TableSchema> table : plan.schemas().entrySet()) {
      List<DataFile> own = new ArrayList<>();
      for (DataFile file : files) {
        if (file.table().equals(table.getKey())) {
          own.add(file);
        }
      }
      create(kernel, table.getKey(), LakeRelation.of(run.root(), own, table.getValue()));
    }
  }

  /** Creates one view over a SELECT. */
  static void create(Kernel kernel, String table, String select) throws StatementFailed {
    kernel.execute("CREATE OR REPLACE TEMP VIEW %s AS %s".formatted(SqlName.quote(table), select));
  }

  /** The model's statement with its columns cast to the output's types, and the audit columns. */
  static String statement(Derive.Plan plan, Scope run) {
    TableSchema output = plan.model().output();
    return "SELECT %s%s FROM (\n%s\n)"
        .formatted(
            LakeRelation.casts(output), AuditColumns.stamp(output, run), plan.model().sql().text());
  }
}
