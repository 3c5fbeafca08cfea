// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.fact.Fact;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.key.BucketLayout;
import dev.sluice.table.read.LakeRelation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  private static final TableSchema SCHEMA =
      new TableSchema(List.of(Column.of("id", "INTEGER", false), Column.of("v", "VARCHAR", true)));
  private static final ConcurrentLinkedQueue<Object> SEEN = new ConcurrentLinkedQueue<>();

  private @TempDir Path folder;
  private LakeFixture lake;
  private List<DataFile> live = new ArrayList<>();
  private Map<Fact.Tally, Long> tallies = new TreeMap<>();

  @BeforeEach
  void open() {
    lake = new LakeFixture(folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void twoRunsGiveWhatOneRunOverAllWould() throws StatementFailed {
    merge("SELECT i AS id, 'a' AS v FROM range(100) r(i)", 4);
    merge("SELECT i AS id, 'b' AS v FROM range(90, 120) r(i) UNION ALL SELECT 91, 'c'", 4);
    assertThat(tallies, equalTo(Map.of(Fact.Tally.PUBLISHED, 30L, Fact.Tally.DEDUPLICATED, 1L)));
    assertThat(
        lake.rows("SELECT v, count(*), min(id), max(id) FROM " + live() + " GROUP BY v ORDER BY v"),
        contains("a|90|0|89", "b|29|90|119", "c|1|91|91"));
  }

  @Test
  void leavesUntouchedBucketsAlone() throws StatementFailed {
    merge("SELECT i AS id, 'a' AS v FROM range(100) r(i)", 4);
    List<DataFile> before = live;
    merge("SELECT 5 AS id, 'b' AS v", 4);
    assertThat(live.stream().filter(before::contains).count(), is(3L));
    List<DataFile> changed = live;
    merge("SELECT 5 AS id, 'b' AS v", 4);
    assertThat(List.copyOf(live).containsAll(changed), is(true));
  }

  @Test
  void survivesAnotherNumberOfBuckets() throws StatementFailed {
    merge("SELECT i AS id, 'a' AS v FROM range(100) r(i)", 4);
    merge("SELECT 5 AS id, 'b' AS v", 3);
    assertThat(live.size(), is(3));
    assertThat(
        lake.rows(
            "SELECT v, count(*), count(DISTINCT id) FROM " + live() + " GROUP BY v ORDER BY v"),
        contains("a|99|99", "b|1|1"));
  }

  private String live() {
    return LakeRelation.scan(folder.toString(), live);
  }

  /** Two of four buckets were split; then one more is, and only its rows are written anew. */
  @Test
  void cutsOnlyABucketThatSplits() throws StatementFailed {
    BucketLayout uneven =
        new BucketLayout(new TreeMap<>(Map.of(0, 4, 1, 8, 5, 8, 2, 8, 6, 8, 3, 4)));
    merge("SELECT i AS id, 'a' AS v FROM range(200) r(i)", uneven);
    assertThat(live.size(), is(6));
    assertThat(live.stream().filter(f -> f.path().contains("/buckets=8-")).count(), is(4L));
    List<DataFile> before = live;
    BucketLayout more =
        new BucketLayout(
            new TreeMap<>(Map.of(0, 4, 1, 8, 5, 8, 2, 8, 6, 8, 3, 16, 7, 16, 11, 16, 15, 16)));
    merge("SELECT 5 AS id, 'b' AS v WHERE false", more);
    assertThat(live.stream().filter(before::contains).count(), is(5L));
    assertThat(live.stream().filter(f -> f.path().contains("/buckets=16-")).count(), is(4L));
    merge("SELECT i AS id, 'b' AS v FROM range(0, 200, 2) r(i)", more);
    assertThat(tallies, equalTo(Map.of(Fact.Tally.PUBLISHED, 100L, Fact.Tally.DEDUPLICATED, 0L)));
    assertThat(
        lake.rows(
            "SELECT v, count(*), count(DISTINCT id) FROM " + live() + " GROUP BY v ORDER BY v"),
        contains("a|100|100", "b|100|100"));
  }

  private void merge(String rows, int buckets) throws StatementFailed {
    merge(rows, BucketLayout.even(buckets));
  }

  private void merge(String rows, BucketLayout buckets) throws StatementFailed {
    String cut =
        "SELECT id::INTEGER AS id, v, 'f' AS __file, row_number() OVER () AS __row, %s AS __bucket FROM (%s)"
            .formatted(buckets.of(List.of(Column.of("id", "INTEGER", false))), rows);
    List<DataFile> fresh =
        ParquetFiles.writeBucketed(lake.kernel, lake.run, "t", "fresh", ParquetFiles.Query.of(cut));
    Merge.Before before =
        new Merge.Before(
            new TableState.Data(live, List.of()), new TableState.Data(List.of(), List.of()), false);
    Merge.Plan plan =
        new Merge.Plan(
            "t",
            SCHEMA,
            new LoadSpec(LoadSpec.Disposition.MERGE, List.of("id"), null, null),
            LakeFixture.cut(before, SCHEMA.columnsOf(List.of("id")), buckets),
            before,
            LakeFixture.ASKED);
    SEEN.clear();
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple merged =
        pipeline
            .apply(Create.of(fresh).withCoder(SerializableCoder.of(DataFile.class)))
            .apply("Merge", Merge.byKey(plan, lake.run, lake.settings));
    merged.get(Merge.LIVE).apply("See live", ParDo.of(new SeeFn<>()));
    merged.get(Merge.FACTS).apply("See facts", ParDo.of(new SeeFn<>()));
    pipeline.run().waitUntilFinish();
    live = new ArrayList<>(LakeFixture.after(before.live(), "t", SEEN).files());
    List<DataFile> given = new ArrayList<>();
    tallies = new TreeMap<>();
    for (Object seen : SEEN) {
      if (seen instanceof DataFile file) {
        given.add(file);
      } else if (seen instanceof Fact.Counted counted) {
        tallies.merge(counted.tally(), counted.rows(), Long::sum);
      }
    }
    assertThat(given, containsInAnyOrder(live.toArray()));
  }

  private static final class SeeFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void see(@Element T element) {
      SEEN.add(element);
    }
  }
}
