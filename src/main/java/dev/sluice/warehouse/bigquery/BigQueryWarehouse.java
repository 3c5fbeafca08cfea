// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.google.cloud.bigquery.BigQueryException;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.TableState;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.warehouse.Condition;
import dev.sluice.warehouse.History;
import dev.sluice.warehouse.History.Loaded;
import dev.sluice.warehouse.Rebuilt;
import dev.sluice.warehouse.Warehouse;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads committed manifests into BigQuery: load jobs bring what changed aside, then one transaction
 * shows it.
 *
 * <p>A process that dies leaves every table as it was; the next one adopts the jobs it had begun.
 * Two processes never load the same rows twice: the transaction fails in the one that comes second.
 */
public final class BigQueryWarehouse implements Warehouse {
  /** The environment variable that names a server in the place of Google's. */
  public static final String ENDPOINT = Service.ENDPOINT;

  private final Place place;
  private final List<WarehouseSpec.Table> tables;
  private final Retries retries;
  private final @Nullable String endpoint;
  private final AtOnce atOnce;

  /** The datasets of a spec; {@code BIGQUERY_EMULATOR_HOST} says where a server stands in. */
  public BigQueryWarehouse(WarehouseSpec spec) {
    this(spec, System.getenv(ENDPOINT), Retries.DEFAULT, AtOnce.DEFAULT);
  }

  BigQueryWarehouse(WarehouseSpec spec, @Nullable String endpoint, Retries retries, AtOnce atOnce) {
    this.place = Place.of(spec.location());
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
              Ledger ledger = made();
              Loaded load = Loaded.of(manifest);
              commit(ledger, lake, Change.staged(manifest), () -> ledger.isAtOrPast(load));
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
              Ledger ledger = made();
              commit(
                  ledger,
                  lake,
                  Change.released(manifest, release),
                  () -> ledger.isAtOrPast(release));
              return release;
            });
  }

  @Override
  public List<String> refusals(TableState table) {
    return TableTraits.refusals(table);
  }

  @Override
  public Condition check(Condition.Depth depth) {
    return said("Cannot look at " + place, () -> Look.at(service(), depth));
  }

  /**
   * {@inheritDoc}
   *
   * <p>All tables are filled anew in one transaction. What they held before can be had from
   * BigQuery's time travel for seven days.
   */
  @Override
  public Rebuilt rebuild(String lake, History history, Condition found) {
    return said(
        "Cannot rebuild " + place,
        () -> {
          Change change = Change.anew(history);
          Ledger ledger = made();
          commit(ledger, lake, change, () -> false);
          return RebuildReport.of(place, change, history, found);
        });
  }

  /** How often each schema changed. */
  @Override
  public String mark() {
    return said("Cannot look at " + place, () -> Look.mark(service()));
  }

  private Ledger made() {
    Ledger ledger = new Ledger(service());
    ledger.make();
    return ledger;
  }

  private void commit(Ledger ledger, String lake, Change change, BooleanSupplier isMade) {
    new Transaction(ledger, lake, tables, atOnce).commit(change, isMade);
  }

  private Service service() {
    return Service.of(place, endpoint, retries);
  }

  private static <T> T said(String what, Supplier<T> action) {
    try {
      return action.get();
    } catch (BigQueryException e) {
      throw Refusal.of(what, e);
    }
  }
}
