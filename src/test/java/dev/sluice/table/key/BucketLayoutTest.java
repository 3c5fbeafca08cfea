// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sluice.fixture.Batches;
import dev.sluice.schema.Column;
import dev.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BucketLayoutTest {
  private static final List<Column> KEY = List.of(Column.of("k", "BIGINT", false));
  private static final BucketFolder FOLDER = BucketFolder.of(KEY);
  private static final long MB = 1 << 20;

  private static BucketLayout layout(int... numbersAndCounts) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < numbersAndCounts.length; i += 2) {
      counts.put(numbersAndCounts[i], numbersAndCounts[i + 1]);
    }
    return new BucketLayout(counts);
  }

  private static DataFile file(String folder, int number, long bytes) {
    return new DataFile(
        "t",
        number,
        "staging/t/" + folder + "/x.parquet",
        new DataFile.Content(1, bytes, ""),
        List.of(),
        "");
  }

  private static List<DataFile> files(long bytes, int... numbersAndCounts) {
    List<DataFile> files = new ArrayList<>();
    layout(numbersAndCounts)
        .counts()
        .forEach((number, count) -> files.add(file(FOLDER.name(count), number, bytes)));
    return files;
  }

  private static BucketLayout laidOut(@Nullable Integer asked, List<DataFile> files, long coming) {
    BucketSurvey survey = FOLDER.survey();
    files.forEach(survey::add);
    return survey.layout(asked, coming);
  }

  @Test
  void goesByTheBytesThatCome() {
    assertThat(laidOut(null, List.of(), 0), is(BucketLayout.even(1)));
    assertThat(laidOut(null, List.of(), 128 * MB), is(BucketLayout.even(1)));
    assertThat(laidOut(null, List.of(), 129 * MB), is(BucketLayout.even(2)));
    assertThat(laidOut(null, List.of(), 1000 * MB), is(BucketLayout.even(8)));
    assertThat(laidOut(null, List.of(), 10_000_000 * MB).numbers().size(), is(1 << 17));
    assertThat(laidOut(3, List.of(), 1000 * MB), is(BucketLayout.even(3)));
  }

  @Test
  void splitsOnlyWhatOutgrowsItsSize() {
    List<DataFile> files = files(100 * MB, 0, 2, 1, 4, 3, 4);
    assertThat(laidOut(null, files, 0), is(layout(0, 2, 1, 4, 3, 4)));
    assertThat(laidOut(null, files, 60 * MB), is(layout(0, 4, 2, 4, 1, 4, 3, 4)));
    files.add(file(FOLDER.name(4), 3, 200 * MB));
    assertThat(laidOut(null, files, 0), is(layout(0, 2, 1, 4, 3, 16, 7, 16, 11, 16, 15, 16)));
  }

  @Test
  void keepsACountOnceItIsThereAndNeverShrinks() {
    assertThat(laidOut(null, files(1, 0, 3, 1, 3, 2, 3), 0), is(BucketLayout.even(3)));
    assertThat(laidOut(null, files(129 * MB, 1, 3), 0), is(layout(0, 3, 1, 6, 4, 6, 2, 3)));
    assertThat(laidOut(2, files(1, 0, 4, 1, 4, 2, 4, 3, 4), 0), is(BucketLayout.even(2)));
  }

  /** A bucket without rows has no file. */
  @Test
  void knowsBucketsWithoutFiles() {
    assertThat(
        laidOut(null, files(1, 0, 4, 1, 4, 2, 4, 7, 8), 0),
        is(layout(0, 4, 1, 4, 2, 4, 3, 8, 7, 8)));
    assertThat(laidOut(null, files(1, 5, 8), 0), is(BucketLayout.even(8)));
  }

  @Test
  void beginsAnewWhereFilesWereCutOtherwise() {
    List<DataFile> overlapping = files(1, 1, 2, 3, 4);
    assertThat(laidOut(null, overlapping, 0), is(BucketLayout.even(1)));
    assertThat(laidOut(null, files(1, 0, 2, 1, 3), 0), is(BucketLayout.even(1)));
    List<DataFile> other = List.of(file("buckets=4-00000000", 0, 300 * MB));
    assertThat(laidOut(null, other, 0), is(BucketLayout.even(4)));
    BucketSurvey survey = FOLDER.survey();
    survey.add(file(FOLDER.name(4), 3, 1));
    assertThat(survey.isCutAs(BucketLayout.even(4)), is(true));
    assertThat(survey.isCutAs(layout(0, 4, 1, 4, 2, 4, 3, 8, 7, 8)), is(false));
    survey.add(other.get(0));
    assertThat(survey.isCutAs(BucketLayout.even(4)), is(false));
    assertThat(FOLDER.isCut(other.get(0), BucketLayout.even(4)), is(false));
    assertThat(FOLDER.isCut(file(FOLDER.name(4), 3, 1), BucketLayout.even(4)), is(true));
    assertThat(FOLDER.isCut(file(FOLDER.name(4), 3, 1), layout(0, 1)), is(false));
  }

  @Test
  void travelsAsItsSplits() {
    for (BucketLayout each :
        List.of(
            BucketLayout.even(1),
            BucketLayout.even(3),
            layout(0, 2, 1, 4, 3, 8, 7, 16, 15, 16),
            layout(0, 3, 1, 6, 4, 6, 2, 3),
            laidOut(null, List.of(), 10_000_000 * MB))) {
      assertThat(SerializableUtils.clone(each), is(each));
    }
    BucketLayout large = laidOut(null, files(129 * MB, 0, 1 << 15), 100_000_000 * MB);
    assertThat(large.numbers().size() > 100_000, is(true));
    assertThat(SerializableUtils.serializeToByteArray(large).length, lessThan(32_000));
  }

  /** A split bucket's rows stay under it, whatever the depth. */
  @Test
  void cutsRowsAsTheirHashSays() {
    BucketLayout uneven = layout(0, 2, 1, 4, 3, 8, 7, 8);
    String sql =
        "SELECT DISTINCT %s AS leaf, %s %% 2, CASE WHEN leaf > 1 THEN %s END, CASE WHEN leaf = 1 THEN %s END FROM (SELECT i AS k FROM range(400) r(i)) ORDER BY 1"
            .formatted(uneven.of(KEY), Buckets.of(KEY, 8), Buckets.of(KEY, 8), Buckets.of(KEY, 4));
    assertThat(
        Batches.rows(Batches.query(sql, "")), contains("0|0|∅|∅", "1|1|∅|1", "3|1|3|∅", "7|1|7|∅"));
    assertThat(BucketLayout.even(4).of(KEY), equalTo(Buckets.of(KEY, 4)));
    assertThat(new TreeMap<>(Map.of(0, 1)), is(BucketLayout.even(1).counts()));
  }
}
