// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private final Kernel kernel = Kernel.open(KernelSettings.closed());

  @AfterEach
  void holdsNoMemory() {
    kernel.close();
    assertThat(ArrowMemory.root().getAllocatedMemory(), is(0L));
  }

  @Test
  void setsGuiltyRowsAlone() throws StatementFailed {
    RecordBatch batch =
        kernel
            .query(
                "SELECT CASE WHEN i IN (0, 77, 78, 99) THEN 1000 + i ELSE i END AS x FROM range(100) t(i)",
                Map.of(),
                "in.csv")
            .get(0);
    Halving.Halved halved =
        Halving.run(kernel, "SELECT CAST(x AS TINYINT) AS x FROM t", "t", batch, "out");
    assertThat(
        halved.failed().stream().map(Halving.FailedRow::row).toList(), contains(0, 77, 78, 99));
    List<Long> guilty = new ArrayList<>();
    for (Halving.FailedRow failed : halved.failed()) {
      assertThat(failed.batch().origin(), is("in.csv"));
      guilty.addAll(values(failed.batch()));
    }
    assertThat(guilty, contains(1000L, 1077L, 1078L, 1099L));
    assertThat(
        halved.failed().stream().map(Halving.FailedRow::message).toList(),
        everyItem(containsString("out of range")));
    List<Long> good = new ArrayList<>();
    for (RecordBatch part : halved.succeeded()) {
      assertThat(part.origin(), is("out"));
      good.addAll(values(part));
    }
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < 100; i++) {
      if (i != 0 && i != 77 && i != 78 && i != 99) {
        expected.add(i);
      }
    }
    assertThat(good, is(expected));
  }

  @Test
  void runsOnceWhenNothingFails() throws StatementFailed {
    RecordBatch batch =
        kernel.query("SELECT 9223372036854775806 + i AS x FROM range(2) t(i)").get(0);
    Halving.Halved well = Halving.run(kernel, "SELECT x FROM t", "t", batch, "");
    assertThat(well.succeeded().size(), is(1));
    assertThat(well.failed(), empty());
    Halving.Halved overflow = Halving.run(kernel, "SELECT x + 1 AS x FROM t", "t", batch, "");
    assertThat(values(overflow.succeeded().get(0)), contains(Long.MAX_VALUE));
    assertThat(overflow.failed().get(0).row(), is(1));
  }

  @Test
  void blamesNoRowForAStatementThatDoesNotFit() throws StatementFailed {
    RecordBatch batch = kernel.query("SELECT 1 AS x").get(0);
    assertThrows(
        StatementFailed.class, () -> Halving.run(kernel, "SELECT y FROM t", "t", batch, ""));
  }

  private List<Long> values(RecordBatch batch) throws StatementFailed {
    return kernel.rows("SELECT x FROM b", Map.of("b", List.of(batch)), row -> row.getLong(1));
  }
}
