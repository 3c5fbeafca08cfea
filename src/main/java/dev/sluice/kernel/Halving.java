// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.RecordBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a row-level statement on a batch, halving it until the rows it fails on stand alone. */
public final class Halving {
  private final Kernel kernel;
  private final String sql;
  private final String input;
  private final String origin;
  private final List<RecordBatch> succeeded = new ArrayList<>();
  private final List<FailedRow> failed = new ArrayList<>();

  private Halving(Kernel kernel, String sql, String input, String origin) {
    this.kernel = kernel;
    this.sql = sql;
    this.input = input;
    this.origin = origin;
  }

  /**
   * An input row on which the statement fails.
   *
   * @param row its number in the input batch, 0-based
   * @param batch the row alone, as it was
   * @param message why the statement fails on it
   */
  public record FailedRow(int row, RecordBatch batch, String message) {}

  /** The results of the rows that went well, and the rows that did not, both in order. */
  public record Halved(List<RecordBatch> succeeded, List<FailedRow> failed) {
    public Halved {
      succeeded = List.copyOf(succeeded);
      failed = List.copyOf(failed);
    }
  }

  /**
   * Runs the statement over a batch under the input's name.
   *
   * @param origin given to the resulting batches
   * @throws StatementFailed when the statement fails even without rows, which is no row's fault
   */
  public static Halved run(
      Kernel kernel, String sql, String input, RecordBatch batch, String origin)
      throws StatementFailed {
    Halving halving = new Halving(kernel, sql, input, origin);
    try {
      halving.succeeded.addAll(halving.query(batch));
    } catch (StatementFailed e) {
      List<RecordBatch> unused = halving.query(RecordBatches.slice(batch, 0, 0));
      halving.split(batch, 0, e);
    }
    return new Halved(halving.succeeded, halving.failed);
  }

  private List<RecordBatch> query(RecordBatch batch) throws StatementFailed {
    return kernel.query(sql, Map.of(input, List.of(batch)), origin);
  }

  private void split(RecordBatch batch, int from, StatementFailed failure) {
    if (batch.rows() == 1) {
      failed.add(new FailedRow(from, batch, failure.getMessage()));
      return;
    }
    int half = batch.rows() / 2;
    attempt(RecordBatches.slice(batch, 0, half), from);
    attempt(RecordBatches.slice(batch, half, batch.rows() - half), from + half);
  }

  private void attempt(RecordBatch batch, int from) {
    try {
      succeeded.addAll(query(batch));
    } catch (StatementFailed e) {
      split(batch, from, e);
    }
  }
}
