// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.preview;

import dev.sluice.batch.RecordBatch;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.table.LetterColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts the rows that died, by what they died of. */
final class DeadRows {
  private static final int MOST_REASONS = 3;

  private final List<RecordBatch> letters = new ArrayList<>();

  void add(List<RecordBatch> dead) {
    letters.addAll(dead);
  }

  long count() {
    return letters.stream().mapToLong(RecordBatch::rows).sum();
  }

  /** The most frequent reasons, as a run words them. */
  List<String> reasons(Kernel kernel) throws StatementFailed {
    if (letters.isEmpty()) {
      return List.of();
    }
    return kernel.rows(
        """
        SELECT coalesce(r->>'rule', (r->>'code') || coalesce(' ' || (r->>'column'), '')) AS reason,
          count(*) AS n, min(r->>'message')
        FROM (SELECT unnest(CAST(CAST(%s AS JSON) AS JSON[])) AS r FROM __dead)
        GROUP BY reason ORDER BY n DESC, reason LIMIT %d"""
            .formatted(LetterColumns.REASONS, MOST_REASONS),
        Map.of("__dead", letters),
        row -> "%,d × %s: %s".formatted(row.getLong(2), row.getString(1), row.getString(3)));
  }
}
