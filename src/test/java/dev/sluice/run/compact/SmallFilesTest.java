// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sluice.run.compact.SmallFiles.Extent;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.ColumnStats;
import dev.sluice.table.DataFile.Content;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallFilesTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int EPOCHS = 10_000;

  private int names;

  private DataFile file(long rows, long bytes, String type) {
    ColumnStats column = new ColumnStats("id", type, bytes, 0, "", "");
    return new DataFile(
        "t",
        -1,
        "staging/t/created_at=20260131T000000Z/attempt=%09d/f.parquet".formatted(names++),
        new Content(rows, bytes, ""),
        List.of(column),
        "");
  }

  private static List<List<DataFile>> groups(List<DataFile> files, Kind kind, Extent extent) {
    TableState table = table(files, kind);
    List<DataFile> small = files.stream().filter(f -> SmallFiles.isSmall(table, f)).toList();
    return SmallFiles.of(table, small, extent);
  }

  private static List<List<DataFile>> groups(List<DataFile> files, Extent extent) {
    return groups(files, Kind.TYPED, extent);
  }

  private static TableState table(List<DataFile> files, Kind kind) {
    return TableState.of(
        "t", kind, new TableSchema(List.of()), RowCounts.ZERO, new Data(files, List.of()));
  }

  /** A day of epochs of ten seconds is 8,640. */
  @ParameterizedTest
  @EnumSource(names = {"TYPED", "RAW", "DEAD"})
  void keepsFewLiveFilesOverManyEpochs(Kind kind) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<DataFile> live = new ArrayList<>();
    long written = 0;
    long rows = 0;
    int most = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      DataFile came = file(500 + random.nextInt(1000), 20_000, "BIGINT");
      live.add(came);
      rows += came.rows();
      if (epoch % 8 == 0) {
        for (List<DataFile> group : groups(live, kind, Extent.MANY)) {
          long sum = group.stream().mapToLong(DataFile::rows).sum();
          live.removeAll(group);
          live.add(file(sum, sum * 20, "BIGINT"));
          written += sum;
        }
      }
      most = Math.max(most, live.size());
    }
    assertThat(live.stream().mapToLong(DataFile::rows).sum(), is(rows));
    assertThat("seed " + SEED, most, is(lessThanOrEqualTo(8 * 6 + 8)));
    // Each row about once for each time its file grows eightfold.
    assertThat("seed " + SEED, (int) (written / rows), is(lessThanOrEqualTo(6)));
  }

  @Test
  void leavesFilesApartThatDiffer() {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      files.add(file(10, 100, "BIGINT"));
      files.add(file(10, 100, "VARCHAR"));
      files.add(file(10, 100, "BIGINT").withParts(List.of(new Part("a", 10))));
      files.add(file(10_000_000, SmallFiles.LARGE, "BIGINT"));
    }
    assertThat(groups(files, Extent.MANY), is(List.of()));
    assertThat(sizes(groups(files, Extent.ALL)), is(List.of(7, 7, 7)));
    files.add(file(15, 100, "VARCHAR"));
    assertThat(sizes(groups(files, Extent.MANY)), is(List.of(8)));
  }

  @Test
  void leavesRawFilesAloneOfWhichItCouldNotSayWhoLandedThem() {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      files.add(
          named("staging/raw_t/created_at=20260131T000000Z/attempt=%d/f.parquet", i, "_LANDED"));
      files.add(
          named("staging/raw_t/created_at=20260131T000000Z/attempt=%d/f.parquet", i, "file_index"));
      files.add(named("elsewhere/%d.parquet", i, "id"));
      files.add(named("staging/raw_t/created_at=20260131T000000Z/attempt=%d/f.parquet", i, "id"));
      files.add(named("staging/raw_old/created_at=20260130T000000Z/attempt=%d/f.parquet", i, "id"));
      files.add(
          named("staging/raw_t/created_at=20260131T000000Z/attempt=%d/merged/f.parquet", i, "id"));
    }
    assertThat("old names apart", sizes(groups(files, Kind.RAW, Extent.ALL)), is(List.of(2, 4)));
    assertThat(sizes(groups(files, Kind.TYPED, Extent.ALL)), is(List.of(2, 2, 8)));
  }

  private static DataFile named(String path, int number, String column) {
    return new DataFile(
        "t",
        -1,
        path.formatted(number),
        new Content(1, 1, ""),
        List.of(new ColumnStats(column, "VARCHAR", 1, 0, "", "")),
        "");
  }

  @Test
  void leavesRowsAgainstChecksAlone() {
    TableState rows =
        TableState.of(
            "check_rows",
            Kind.DEAD,
            new TableSchema(List.of()),
            RowCounts.ZERO,
            new Data(List.of(), List.of()));
    assertThat(SmallFiles.isGathering(rows), is(false));
    assertThat(SmallFiles.isGathering(rows.named("dead_letters")), is(true));
  }

  @Test
  void makesNoFileThatIsTooLong() {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      files.add(file(1_000, SmallFiles.LARGE - 1, "BIGINT"));
    }
    assertThat(sizes(groups(files, Extent.ALL)), is(List.of(4, 4)));
  }

  private static List<Integer> sizes(List<List<DataFile>> groups) {
    return groups.stream().map(List::size).sorted().toList();
  }
}
