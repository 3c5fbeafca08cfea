// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.stored;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.datasketches.theta.UpdateSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStatsTest {
  private @TempDir Path lake;

  /** Sums of such numbers depend on their order. */
  private static TableStats of(int file) {
    double value = Math.pow(-1.7, file % 60) / 3;
    UpdateSketch distinct = Distinct.feed();
    distinct.update(file % 40);
    String text = Double.toString(value);
    return new TableStats(
        1,
        Map.of(
            "v",
            new ColumnStats(
                "DOUBLE",
                Counts.of(1, 0),
                new Range(Range.Order.NUMBER, text, text),
                new Moments(1, value, 0),
                Lengths.NONE,
                Gaps.NONE,
                Shapes.NONE,
                new Sketches(
                    Distinct.of(distinct),
                    Quantiles.of(new double[] {value}),
                    Frequent.of(Map.of(text, 1L)),
                    Sample.of(1, 1)))));
  }

  private List<DataFile> files(int count) throws IOException {
    Files.createDirectories(lake.resolve("t"));
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DataFile file =
          new DataFile(
              "t",
              -1,
              "t/%d.parquet".formatted(i),
              new DataFile.Content(1, 1, "%064x".formatted(i)),
              List.of(),
              "");
      FileStats.keep(lake.toString(), file, of(i));
      files.add(file);
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        FileStats.AT_ONCE - 1,
        FileStats.AT_ONCE,
        FileStats.AT_ONCE + 1,
        2 * FileStats.AT_ONCE + 7
      })
  void addsFilesUpInTheirOrder(int count) throws IOException {
    List<DataFile> files = files(count);
    TableStats expected = TableStats.NONE;
    for (int i = 0; i < count; i++) {
      expected = expected.plus(of(i));
    }
    TableStats sum = FileStats.sum(lake.toString(), files).orElseThrow();
    assertThat(sum.rows(), is((long) count));
    assertThat(sum.bytes(), is(expected.bytes()));
  }

  @Test
  void knowsNothingWhereOneFileIsNotDescribed() throws IOException {
    for (int missing : List.of(0, FileStats.AT_ONCE - 1, FileStats.AT_ONCE, 99)) {
      List<DataFile> files = files(100);
      Files.delete(lake.resolve(FileStats.path(files.get(missing).path())));
      assertThat(FileStats.sum(lake.toString(), files), is(Optional.empty()));
    }
  }
}
