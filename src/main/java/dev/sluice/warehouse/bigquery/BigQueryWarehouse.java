// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.google.cloud.bigquery.BigQueryException;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.LoadHistory.Loaded;
import dev.sluice.warehouse.RebuiltWarehouse;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.bigquery.append.AppendClient;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.Concurrently;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.client.Retries;
import dev.sluice.warehouse.bigquery.ledger.BigQueryLedger;
import dev.sluice.warehouse.bigquery.ledger.BigQueryRefusal;
import dev.sluice.warehouse.bigquery.table.TableTraits;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads committed manifests into BigQuery: load jobs, or for tables that only grow appended rows,
 * bring what changed aside, then one transaction shows it.
 *
 * <p>A process that dies leaves every table as it was; the next one adopts the jobs it had begun.
 * Two processes never load the same rows twice: the transaction fails in the one that comes second.
 */
public final class BigQueryWarehouse implements Warehouse {
  /** The environment variable that names a server in the place of Google's. */
  public static final String ENDPOINT = BigQueryService.ENDPOINT;

  /** The same of the server that takes rows, as {@code host:port}. */
  public static final String ROWS_ENDPOINT = "BIGQUERY_EMULATOR_GRPC_HOST";

  private final DatasetPlace place;
  private final List<WarehouseSpec.Table> tables;
  private final Retries retries;
  private final @Nullable String endpoint;
  private final Concurrently atOnce;
  private final @Nullable String rowsEndpoint;
  private final boolean isAppended;

  /**
   * The datasets of a spec; {@code BIGQUERY_EMULATOR_HOST} says where a server stands in, and
   * {@code BIGQUERY_EMULATOR_GRPC_HOST} where it takes rows.
   */
  public BigQueryWarehouse(WarehouseSpec spec) {
    this(
        spec,
        System.getenv(ENDPOINT),
        System.getenv(ROWS_ENDPOINT),
        Retries.DEFAULT,
        Concurrently.DEFAULT);
  }

  BigQueryWarehouse(
      WarehouseSpec spec,
      @Nullable String endpoint,
      @Nullable String rowsEndpoint,
      Retries retries,
      Concurrently atOnce) {
    this.rowsEndpoint = rowsEndpoint == null || rowsEndpoint.isEmpty() ? null : rowsEndpoint;
    this.isAppended = spec.way() == WarehouseSpec.Way.APPENDS;
    this.place = DatasetPlace.of(spec.location());
    this.tables = spec.tables();
    this.endpoint = endpoint;
    this.retries = retries;
    this.atOnce = atOnce;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PipelineException WAREHOUSE when BigQuery refuses or cannot be reached; LAKE_READ when
   *     the files have other rows than the manifest says
   */
  @Override
  public void load(String lake, Manifest manifest) {
    Warehouse.requireCommitted(manifest);
    String what = "Cannot load manifest " + manifest.number() + " into " + place;
    Loaded unused =
        said(
            what,
            () -> {
              BigQueryLedger ledger = made();
              Loaded load = Loaded.of(manifest);
              commit(
                  ledger, lake, TransactionChange.staged(manifest), () -> ledger.isAtOrPast(load));
              return load;
            });
  }

  /**
   * {@inheritDoc}
   *
   * @throws PipelineException as {@link #load}
   */
  @Override
  public void publish(String lake, Manifest manifest, long release) {
    Warehouse.requireCommitted(manifest);
    String what = "Cannot show release " + release + " in " + place;
    long unused =
        said(
            what,
            () -> {
              BigQueryLedger ledger = made();
              commit(
                  ledger,
                  lake,
                  TransactionChange.released(manifest, release),
                  () -> ledger.isAtOrPast(release));
              return release;
            });
  }

  @Override
  public Found ask(String sql, int most) {
    BigQueryService service = service();
    String rows = " FROM (\n" + sql + "\n) AS against";
    try {
      long count = service.ask("SELECT COUNT(*)" + rows).get(0).get(0).getLongValue();
      List<String> first =
          count == 0 || most == 0
              ? List.of()
              : service.ask("SELECT TO_JSON_STRING(against)" + rows + " LIMIT " + most).stream()
                  .map(row -> row.get(0).getStringValue())
                  .toList();
      return new Found(count, first);
    } catch (BigQueryException e) {
      if (e.getCode() == 400 || e.getCode() == 404) {
        throw new PipelineException(
            ErrorCode.CHECK_FAILED, "cannot be computed: BigQuery says: " + e.getMessage(), e);
      }
      throw BigQueryRefusal.of("Cannot ask " + place, e);
    }
  }

  @Override
  public List<String> refusals(TableState table) {
    return TableTraits.refusals(table);
  }

  @Override
  public WarehouseState check(WarehouseState.Depth depth) {
    return said("Cannot look at " + place, () -> DatasetCheck.at(service(), depth));
  }

  /**
   * {@inheritDoc}
   *
   * <p>All tables are filled anew in one transaction. What they held before can be had from
   * BigQuery's time travel for seven days.
   */
  @Override
  public RebuiltWarehouse rebuild(String lake, LoadHistory history, WarehouseState found) {
    return said(
        "Cannot rebuild " + place,
        () -> {
          TransactionChange change = TransactionChange.anew(history);
          BigQueryLedger ledger = made();
          commit(ledger, lake, change, () -> false);
          return RebuildReport.of(place, change, history, found);
        });
  }

  /** How often each schema changed. */
  @Override
  public String mark() {
    return said("Cannot look at " + place, () -> DatasetCheck.mark(service()));
  }

  private BigQueryLedger made() {
    BigQueryLedger ledger = new BigQueryLedger(service());
    ledger.make();
    return ledger;
  }

  private void commit(
      BigQueryLedger ledger, String lake, TransactionChange change, BooleanSupplier isMade) {
    try (AppendClient appends = isAppended ? appends() : null) {
      new LoadTransaction(ledger, lake, tables, atOnce, appends).commit(change, isMade);
    }
  }

  private AppendClient appends() {
    boolean isStandIn = endpoint != null && !endpoint.isEmpty();
    if (isStandIn && rowsEndpoint == null) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "%s names a server, but %s does not say where it takes rows; `warehouse_every: 1m` needs none"
              .formatted(ENDPOINT, ROWS_ENDPOINT));
    }
    return new AppendClient(rowsEndpoint, retries);
  }

  private BigQueryService service() {
    return BigQueryService.of(place, endpoint, retries);
  }

  private static <T> T said(String what, Supplier<T> action) {
    try {
      return action.get();
    } catch (BigQueryException e) {
      throw BigQueryRefusal.of(what, e);
    }
  }
}
