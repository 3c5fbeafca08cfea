// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.TableState;
import dev.sluice.schema.Column;
import dev.sluice.spec.TableSpec;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.StatementFailed;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contract may become while rows of the earlier one stay: a column's new type must hold
 * every value of the old one, and a new column must allow nulls.
 */
final class Widening {
  private Widening() {}

  /** Requires that the rows that are there fit the contract. */
  static void require(TableState before, TableSpec table) {
    List<String> problems = new ArrayList<>();
    for (Column column : table.schema().columns()) {
      before
          .schema()
          .column(column.name())
          .ifPresentOrElse(
              old -> {
                if (!holds(column.type(), old.type())) {
                  problems.add(
                      "`%s` was %s and is now %s, which does not hold every value of it"
                          .formatted(column.name(), old.type(), column.type()));
                }
              },
              () -> {
                if (!column.nullable()) {
                  problems.add(
                      "`%s` is new and never null, but the rows that are there have no value for it"
                          .formatted(column.name()));
                }
              });
    }
    if (!problems.isEmpty()) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "The contract of table %s does not fit the rows that are there: %s. Run once with `load: replace`, or change the schema."
              .formatted(table.name(), String.join("; ", problems)));
    }
  }

  /** Whether the kernel brings both types together as the wider one. */
  private static boolean holds(String wider, String type) {
    if (wider.equals(type)) {
      return true;
    }
    String both = "SELECT NULL::%s AS v UNION ALL SELECT NULL::%s".formatted(type, wider);
    String isWider = "SELECT typeof(v) = typeof(NULL::%s) FROM (%s) LIMIT 1".formatted(wider, both);
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      return kernel.rows(isWider, row -> row.getBoolean(1)).get(0);
    } catch (StatementFailed e) {
      return false;
    }
  }
}
