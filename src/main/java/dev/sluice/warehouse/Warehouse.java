// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.List;

/**
 * A place for SQL users that mirrors the lake; always rebuildable from manifests.
 *
 * <p>{@link #load} is the one way in, in both modes: a streaming run commits a manifest per window
 * pane and loads it here. A writer of single rows (BigQuery's Storage Write API) would be a method
 * of this interface beside it, that takes batches and gives back the rows that were refused, so
 * that they become dead letters like any other.
 */
public interface Warehouse {
  /** A run that failed has nothing to load. */
  static void requireCommitted(Manifest manifest) {
    if (manifest.outcome() == Manifest.Outcome.FAILED) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Run " + manifest.run().id() + " failed; there is nothing to load");
    }
  }

  /**
   * Makes schema {@code staging} equal to a committed manifest, all tables in one atomic step. A
   * second call with the same manifest, or with an older one, changes nothing.
   *
   * @param lake the lake's root folder
   */
  void load(String lake, Manifest manifest);

  /**
   * Makes schema {@code production} equal to a release's manifest, all tables in one atomic step. A
   * second call with the same release, or with an older one, changes nothing.
   *
   * @param lake the lake's root folder
   * @param release the release's number
   */
  void publish(String lake, Manifest manifest, long release);

  /**
   * Runs a statement that only reads, in the warehouse's own words, over the tables of schema
   * {@code staging}, which need no schema before their names.
   *
   * @param most so many rows of its result are given, as people read them
   * @throws PipelineException CHECK_FAILED when the warehouse refuses the statement; WAREHOUSE when
   *     it cannot be reached
   */
  Found ask(String sql, int most);

  /**
   * What a statement gives.
   *
   * @param rows how many there are
   * @param first some of them
   */
  record Found(long rows, List<String> first) {
    public Found {
      first = List.copyOf(first);
    }
  }

  /**
   * Looks whether the warehouse can be used, and up to where it followed a lake; changes nothing.
   *
   * @throws PipelineException WAREHOUSE when that cannot be told: it is locked, out of reach, or of
   *     a newer version
   */
  WarehouseState check(WarehouseState.Depth depth);

  /**
   * Why the warehouse has no columns for a table, each a sentence without an end; it may still
   * refuse files whose columns are not the table's.
   */
  List<String> refusals(TableState table);

  /**
   * Makes the warehouse anew and puts it in the place of the one before in one atomic step; until
   * then that one is as it was. The one before is kept unless the lake holds all it held.
   *
   * @param lake the lake's root folder
   * @param found by {@link #check} just before
   * @throws PipelineException LAKE_READ when a file of the lake is lost or changed
   */
  RebuiltWarehouse rebuild(String lake, LoadHistory history, WarehouseState found);

  /**
   * Tells states of the warehouse apart without opening it: equal marks mean that nobody wrote to
   * it in between.
   */
  String mark();
}
