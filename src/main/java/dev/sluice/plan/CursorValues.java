// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.plan.RunRequest.Range;
import dev.sluice.spec.table.TableSpec;

/** Reckons with the values of a table's cursor. */
record CursorValues(TableSpec table, String column, String type) {
  static CursorValues of(TableSpec table, String cursor) {
    return new CursorValues(table, cursor, table.schema().column(cursor).orElseThrow().type());
  }

  /** The value from which on a changed file is read. */
  String lagging(String reached) {
    String lag = table.load().lag();
    if (lag == null) {
      return reached;
    }
    String by = lag.matches("[0-9]+") ? lag : "INTERVAL " + SqlName.literal(lag);
    String sql =
        "SELECT CAST(CAST(CAST(%s AS %s) - %s AS %2$s) AS VARCHAR)"
            .formatted(SqlName.literal(reached), type, by);
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      return kernel.rows(sql, row -> row.getString(1)).get(0);
    } catch (StatementFailed e) {
      throw new PipelineException(
              ErrorCode.INVALID_VALUE,
              "`lag: %s` of table %s cannot be taken from its cursor `%s`, which is of type %s and reached %s"
                  .formatted(lag, table.name(), column, type, reached),
              e)
          .about("tables", table.name(), "lag");
    }
  }

  /** Requires that a range is one of such values. */
  void require(Range range) {
    requireValue("--from", range.from());
    requireValue("--to", range.to());
    requireOrder(range);
  }

  private void requireValue(String option, String text) {
    if (text.isEmpty()) {
      return;
    }
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      kernel.execute("SELECT CAST(%s AS %s)".formatted(SqlName.literal(text), type));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "%s %s is not a value of the cursor `%s` of table %s, which is of type %s"
              .formatted(option, text, column, table.name(), type));
    }
  }

  /** A range that ends before it begins holds nothing, and nobody means that. */
  private void requireOrder(Range range) {
    if (range.from().isEmpty() || range.to().isEmpty()) {
      return;
    }
    String isAfter =
        "SELECT CAST(%s AS %s) > CAST(%s AS %s)"
            .formatted(SqlName.literal(range.from()), type, SqlName.literal(range.to()), type);
    boolean isReversed;
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      isReversed = kernel.rows(isAfter, row -> row.getBoolean(1)).contains(true);
    } catch (StatementFailed e) {
      return; // values that cannot be compared
    }
    if (isReversed) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "--from %s is after --to %s, by the cursor `%s` of table %s: no row lies between them. Give the lesser one as --from."
              .formatted(range.from(), range.to(), column, table.name()));
    }
  }
}
