// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.history.told.HistoryTable;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.Masks;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.Lakes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a statement of a person, which reads the tables that it names and nothing else. */
public final class Query implements AutoCloseable {
  private final Kernel kernel;
  private final BoundQuery query;

  private Query(Kernel kernel, BoundQuery query) {
    this.kernel = kernel;
    this.query = query;
  }

  /**
   * Opens the tables; the caller closes it.
   *
   * @param query without issues
   * @param instant what {@code logical_time()} says; empty where no run is looked at
   * @param folders into which rows may be written, besides {@link #scratch}
   */
  public static Query open(
      PipelineSpec spec, BoundQuery query, Masks masks, String instant, List<String> folders) {
    List<String> allowed = new ArrayList<>(folders);
    allowed.add(Lakes.kernelFolder(spec.lake()));
    Kernel kernel =
        Kernel.open(KernelSettings.aside(allowed).at(instant).within(spec.layout().sqlTimeout()));
    Query open = new Query(kernel.about("The statement"), query);
    try {
      masks.define(kernel);
      for (LookedTable table : query.tables()) {
        open.show(table.name(), table.select());
      }
      for (HistoryTable told : query.history()) {
        HistoryView view = new HistoryView(told, spec.lake(), query.moment().orElseThrow());
        open.show(told.qualified(), view.select(open.scratch()));
      }
      return open;
    } catch (StatementFailed e) {
      open.close();
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot show the tables of a statement: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private void show(String named, String select) throws StatementFailed {
    int dot = named.indexOf('.');
    String name = SqlName.quote(named.substring(dot + 1));
    if (dot < 0) {
      kernel.execute("CREATE VIEW %s AS %s".formatted(name, select));
    } else {
      String schema = SqlName.quote(named.substring(0, dot));
      kernel.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
      kernel.execute("CREATE VIEW %s.%s AS %s".formatted(schema, name, select));
    }
  }

  /** A folder of this machine for files on their way; gone when the query is closed. */
  public Path scratch() {
    return kernel.scratch();
  }

  /** Its rows. */
  public ResultRows rows() {
    return new ResultRows(kernel, query.select(), query.columns(), this::failed);
  }

  private FailedStatement failed(StatementFailed e) {
    return FailedStatement.of(e, query.select(), query.text()::at);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
