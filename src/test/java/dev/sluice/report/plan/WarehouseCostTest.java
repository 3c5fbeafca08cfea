// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarehouseCostTest {
  private static final long GIB = 1L << 30;

  @Test
  void countsWhatIsStoredTwiceAndWhatTheLastRunAdded() {
    TableState orders = table("orders", Kind.TYPED, file("a", 60 * GIB), file("b", 10 * GIB));
    TableState raw = table("raw_orders", Kind.RAW, file("r", 5 * GIB));
    assertThat(
        WarehouseCost.lines(manifest(1, Outcome.PUBLISHED, orders, raw)),
        contains(
            "to load: 10.0 GiB if a run adds as much as the last one; load jobs are free",
            // 70 in staging and 70 in production; raw rows are in staging only
            "stored: 145.0 GiB of Parquet in staging and production, $2.90 a month if BigQuery"
                + " needed no more; uncompressed it is usually 3 to 10 times that",
            "read by the transaction: at least 20.0 GiB, $0.1221; tables whose files are replaced"
                + " are read too"));
  }

  private static DataFile file(String name, long bytes) {
    return new DataFile("t", -1, name, new DataFile.Content(1, bytes, ""), List.of(), "");
  }

  private static TableState table(String name, Kind kind, DataFile... files) {
    return TableState.of(
        name,
        kind,
        schema("id BIGINT"),
        new RowCounts(1, 1, 0, 0, 0, 1),
        new TableState.Data(List.of(files), List.of("b")));
  }
}
