// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cuts rows into batches of bounded size, each of one shard. Rows are sorted by shard in a table of
 * the kernel, which spills, and taken out of it page by page: memory stays flat.
 */
final class BatchCut {
  /** Rows of the first page; later ones are as long as the rows' width allows. */
  private static final int FIRST_PAGE = 2048;

  private final Kernel kernel;
  private final Relation relation;

  BatchCut(Kernel kernel, Relation relation) {
    this.kernel = kernel;
    this.relation = relation;
  }

  /** Takes a batch of a shard. */
  interface Target {
    void take(int shard, RecordBatch rows);
  }

  private record Run(int shard, long rows) {}

  void cut(String rows, int shards, Target target) throws StatementFailed {
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE __cut AS SELECT * FROM (SELECT %s, %s AS __shard FROM (%s)) ORDER BY __shard"
            .formatted(columns(true), relation.shard(shards), rows));
    List<Run> runs =
        kernel.rows(
            "SELECT __shard, count(*) FROM __cut GROUP BY __shard ORDER BY __shard",
            row -> new Run(row.getInt(1), row.getLong(2)));
    emit(runs, target);
    kernel.execute("DROP TABLE __cut");
  }

  /** A column of the relation may be called as those of the table are, such as {@code rowid}. */
  private String columns(boolean isInto) {
    List<String> items = new ArrayList<>();
    for (String name : relation.schema().names()) {
      String own = "__c" + items.size();
      items.add(isInto ? SqlName.quote(name) + " AS " + own : own + " AS " + SqlName.quote(name));
    }
    return items.stream().collect(Collectors.joining(", "));
  }

  private void emit(List<Run> runs, Target target) throws StatementFailed {
    long all = runs.stream().mapToLong(Run::rows).sum();
    long length = FIRST_PAGE;
    int at = 0;
    long left = runs.isEmpty() ? 0 : runs.get(0).rows();
    for (long from = 0; from < all; ) {
      long bytes = 0;
      long to = Math.min(all, from + length);
      for (RecordBatch batch : page(from, to)) {
        bytes += batch.bytes();
        for (int start = 0; start < batch.rows(); ) {
          int count = (int) Math.min(left, batch.rows() - start);
          emit(runs.get(at).shard(), RecordBatches.slice(batch, start, count), target);
          start += count;
          left -= count;
          if (left == 0 && ++at < runs.size()) {
            left = runs.get(at).rows();
          }
        }
      }
      length = Math.max(1, (to - from) * RecordBatch.MAX_BYTES / Math.max(1, bytes));
      length = Math.min(RecordBatch.MAX_ROWS, length);
      from = to;
    }
  }

  private List<RecordBatch> page(long from, long to) throws StatementFailed {
    return kernel.query(
        "SELECT %s FROM (FROM __cut WHERE rowid >= %d AND rowid < %d ORDER BY rowid)"
            .formatted(columns(false), from, to));
  }

  private static void emit(int shard, RecordBatch batch, Target target) {
    if (batch.bytes() <= RecordBatch.MAX_BYTES || batch.rows() == 1) {
      target.take(shard, batch);
      return;
    }
    int half = batch.rows() / 2;
    emit(shard, RecordBatches.slice(batch, 0, half), target);
    emit(shard, RecordBatches.slice(batch, half, batch.rows() - half), target);
  }
}
