// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch.arrow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.batch.RecordBatch;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordBatchesTest {
  private static final String NESTED =
      """
      SELECT i::BIGINT AS id, CASE WHEN i % 3 = 0 THEN NULL ELSE 'n' || i END AS name, i % 2 = 0 AS even,
        CASE WHEN i % 4 = 0 THEN NULL ELSE [i, NULL, i + 1] END AS list,
        {'a': 'x' || i, 'b': [i::VARCHAR]} AS struct, MAP {'k' || i: i} AS map, i::DECIMAL(38, 2) AS d,
        [{'z': TIMESTAMPTZ '2026-01-01 00:00:00Z'}] AS zoned, [TIMESTAMPTZ '2026-01-01 00:00:00Z'] AS times,
        NULL AS nothing, {'n': NULL, 'l': [NULL]} AS nothings
      FROM range(20) t(i)""";

  @AfterEach
  void holdsNoMemory() {
    assertThat(ArrowMemory.root().getAllocatedMemory(), is(0L));
  }

  @Test
  void slicesRowsOfEveryType() throws StatementFailed {
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      RecordBatch whole = kernel.query(NESTED, Map.of(), "file.csv").get(0);
      for (int from : new int[] {0, 1, 7, 8, 13}) {
        RecordBatch part = RecordBatches.slice(whole, from, 7);
        assertThat(part.origin(), is("file.csv"));
        assertThat(part.rows(), is(7));
        assertThat(texts(kernel, part), is(texts(kernel, whole).subList(from, from + 7)));
      }
      assertThat(texts(kernel, RecordBatches.slice(whole, 5, 0)), empty());
      assertThat(RecordBatches.slice(whole, 0, 20), is(whole));
      assertThrows(IndexOutOfBoundsException.class, () -> RecordBatches.slice(whole, 15, 6));
    }
  }

  @Test
  void picksRowsInTheGivenOrder() throws StatementFailed {
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      RecordBatch whole = kernel.query(NESTED, Map.of(), "file.csv").get(0);
      List<String> texts = texts(kernel, whole);
      RecordBatch picked = RecordBatches.pick(whole, new int[] {19, 0, 4, 4});
      assertThat(picked.origin(), is("file.csv"));
      assertThat(
          texts(kernel, picked), contains(texts.get(19), texts.get(0), texts.get(4), texts.get(4)));
      assertThat(texts(kernel, RecordBatches.pick(whole, new int[0])), empty());
      assertThrows(
          IndexOutOfBoundsException.class, () -> RecordBatches.pick(whole, new int[] {20}));
    }
  }

  private static List<String> texts(Kernel kernel, RecordBatch batch) throws StatementFailed {
    return kernel.rows(
        "SELECT to_json(t)::VARCHAR FROM t", Map.of("t", List.of(batch)), row -> row.getString(1));
  }
}
