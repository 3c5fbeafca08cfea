// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.issue.Position;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.key.BucketLayout;
import dev.sluice.table.key.Buckets;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.read.LakeRelation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** Merges that delete, against one statement over all versions that ever came. */
class MergeDeletesTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Column.of("id", "INTEGER", false),
              Column.of("seq", "INTEGER", true),
              Column.of("v", "VARCHAR", true),
              Column.of("op", "VARCHAR", true)));
  private static final ConcurrentLinkedQueue<Object> SEEN = new ConcurrentLinkedQueue<>();
  private static final int ROUNDS = 14;

  private @TempDir Path folder;
  private LakeFixture lake;
  private Merge.Before before = Merge.Before.NOTHING;
  private long[] tallies = new long[Fact.Tally.values().length];

  @BeforeEach
  void open() {
    lake = new LakeFixture(folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void givesWhatOneStatementOverAllVersionsWould() throws StatementFailed {
    Random random = new Random(11);
    lake.kernel.execute(
        "CREATE TABLE every (batch INTEGER, n INTEGER, id INTEGER, seq INTEGER, v VARCHAR, op VARCHAR)");
    LoadSpec load = when("op = 'd'");
    int buckets = 3;
    for (int round = 0; round < ROUNDS; round++) {
      LoadSpec earlier = load;
      if (random.nextInt(4) == 0) {
        load =
            when(
                List.of("op = 'd'", "op IN ('d', 'u')", "seq > 7 OR op = 'd'")
                    .get(random.nextInt(3)));
      }
      buckets = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : buckets;
      int rows = random.nextInt(7);
      for (int n = 0; n < rows; n++) {
        lake.kernel.execute(
            "INSERT INTO every VALUES ("
                + round
                + ", "
                + n
                + ", "
                + version(random, round * 10 + n)
                + ")");
      }
      merge(load, buckets, round, !load.equals(earlier));
      String newest =
          "SELECT id, seq, v, op FROM every QUALIFY row_number() OVER (PARTITION BY id ORDER BY seq DESC NULLS LAST, batch DESC, n DESC) = 1";
      String deletes = DeletedRows.holds(load);
      String where = " (round " + round + ")";
      assertThat(
          "live" + where,
          held(before.live().files()),
          is(lake.rows("FROM (" + newest + ") WHERE NOT " + deletes + " ORDER BY id")));
      assertThat(
          "deleted" + where,
          held(before.deleted().files()),
          is(lake.rows("FROM (" + newest + ") WHERE " + deletes + " ORDER BY id")));
      assertThat(
          "rows" + where,
          tally(Fact.Tally.PUBLISHED) + tally(Fact.Tally.DEDUPLICATED),
          is((long) rows));
    }
  }

  @Test
  void leavesFilesOfWhichNothingChanged() throws StatementFailed {
    lake.kernel.execute(
        "CREATE TABLE every AS FROM (VALUES (0, 0, 1, 1, 'a', 'c'), (0, 1, 2, 1, 'b', 'd'), (1, 0, 3, 1, NULL, 'd'), (2, 0, 4, 1, 'e', 'c')) v(batch, n, id, seq, v, op)");
    LoadSpec load = when("op = 'd'");
    merge(load, 1, 0, false);
    Merge.Before first = before;
    merge(load, 1, 1, false);
    assertThat(before.live(), is(first.live()));
    assertThat(held(before.deleted().files()), is(List.of("2|1|b|d", "3|1|null|d")));
    Merge.Before second = before;
    merge(load, 1, 2, false);
    assertThat(before.deleted(), is(second.deleted()));
    assertThat(held(before.live().files()), is(List.of("1|1|a|c", "4|1|e|c")));
    merge(load, 1, 2, false); // the same rows again
    assertThat(tally(Fact.Tally.PUBLISHED), is(1L));
  }

  private static String version(Random random, int value) {
    String seq = random.nextInt(9) == 0 ? "NULL" : String.valueOf(random.nextInt(10));
    String op = List.of("'c'", "'u'", "'d'", "'d'", "NULL").get(random.nextInt(5));
    return "%d, %s, 'v%d', %s".formatted(random.nextInt(6), seq, value, op);
  }

  private static LoadSpec when(String condition) {
    return new LoadSpec(Disposition.MERGE, List.of("id"), "seq", null)
        .deletingWhen(new SqlText(condition, new Position("p", 1, 1), 0));
  }

  private List<String> held(List<DataFile> files) throws StatementFailed {
    return lake.rows(
        "SELECT id, seq, v, op FROM ("
            + LakeRelation.of(folder.toString(), files, SCHEMA)
            + ") ORDER BY id");
  }

  private long tally(Fact.Tally tally) {
    return tallies[tally.ordinal()];
  }

  private void merge(LoadSpec load, int buckets, int batch, boolean isJudgedAnew)
      throws StatementFailed {
    String cut =
        "SELECT id, seq, v, op, 'f' AS __file, n::BIGINT AS __row, %s AS __bucket FROM every WHERE batch = %d"
            .formatted(Buckets.of(SCHEMA.columnsOf(List.of("id")), buckets), batch);
    List<DataFile> fresh =
        ParquetFiles.writeBucketed(lake.kernel, lake.run, "t", "fresh", ParquetFiles.Query.of(cut));
    Merge.Before base = new Merge.Before(before.live(), before.deleted(), isJudgedAnew);
    Merge.Cut cutting =
        LakeFixture.cut(base, SCHEMA.columnsOf(List.of("id")), BucketLayout.even(buckets));
    Merge.Plan plan = new Merge.Plan("t", SCHEMA, load, cutting, base, LakeFixture.ASKED);
    SEEN.clear();
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple merged =
        pipeline
            .apply(Create.of(fresh).withCoder(SerializableCoder.of(DataFile.class)))
            .apply("Merge", Merge.byKey(plan, lake.run, lake.settings));
    merged.get(Merge.LIVE).apply("See live", ParDo.of(new SeeFn<>()));
    merged.get(Merge.FACTS).apply("See facts", ParDo.of(new SeeFn<>()));
    pipeline.run().waitUntilFinish();
    look();
  }

  private void look() {
    List<DataFile> given = new ArrayList<>();
    tallies = new long[Fact.Tally.values().length];
    for (Object seen : SEEN) {
      if (seen instanceof DataFile file) {
        given.add(file);
      } else if (seen instanceof Fact.Counted counted) {
        tallies[counted.tally().ordinal()] += counted.rows();
      }
    }
    TableState.Data live = LakeFixture.after(before.live(), "t", SEEN);
    assertThat(given, containsInAnyOrder(live.files().toArray()));
    TableState.Data deleted = LakeFixture.after(before.deleted(), DeletedRows.of("t"), SEEN);
    before =
        new Merge.Before(
            new TableState.Data(live.files(), List.of()),
            new TableState.Data(deleted.files(), List.of()),
            false);
  }

  private static final class SeeFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void see(@Element T element) {
      SEEN.add(element);
    }
  }
}
