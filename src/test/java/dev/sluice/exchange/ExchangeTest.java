// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.batch.RecordBatch;
import dev.sluice.exchange.Exchange.Kind;
import dev.sluice.fixture.BeamTest;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeTest {
  private static final ConcurrentLinkedQueue<String> ROWS = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<String> PARTS = new ConcurrentLinkedQueue<>();

  /** Columns are called as those of the cut itself are, and hold what batches carry as text. */
  private static final TableSchema LEFT =
      new TableSchema(
          List.of(
              Column.of("k", "DOUBLE", true),
              Column.of("rowid", "UUID", true),
              Column.of("__shard", "VARCHAR", true),
              Column.of("nested", "STRUCT(a DECIMAL(38,4), b TIMESTAMP WITH TIME ZONE[])", true)));

  private static final TableSchema RIGHT =
      new TableSchema(List.of(Column.of("id", "DOUBLE", true), Column.of("v", "BLOB", true)));

  private static final String LEFT_ROWS =
      """
      SELECT CASE WHEN i %% 5 = 0 THEN '-0.0'::DOUBLE WHEN i %% 5 = 1 THEN 0.0 WHEN i %% 11 = 3 THEN NULL
        WHEN i %% 11 = 4 THEN 'nan'::DOUBLE ELSE i %% 40 END::DOUBLE AS k,
        '00000000-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0') AS rowid, 'ä' || i AS __shard,
        {'a': (i / 4)::DECIMAL(38,4), 'b': [TIMESTAMPTZ '2026-01-01 00:00:00Z', NULL]} AS nested, 7 AS other
      FROM range(%d, %d) r(i)""";

  private @TempDir Path folder;
  private LakeFixture lake;
  private List<DataFile> files;

  @BeforeEach
  void write() throws StatementFailed {
    lake = new LakeFixture(folder);
    files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(lake.file("l", LEFT_ROWS.formatted(i * 300, i * 300 + 300)));
    }
    files.add(lake.file("r", "SELECT i::DOUBLE AS id, encode('b' || i) AS v FROM range(50) r(i)"));
    ROWS.clear();
    PARTS.clear();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private static List<Relation> relations() {
    return List.of(
        Relation.of("l", LEFT, List.of("k")),
        Relation.of("r", RIGHT, List.of("id")),
        new Relation(1, "a", "l", LEFT, List.of("\"k\""), true),
        new Relation(2, "a", "none", RIGHT, List.of("\"id\""), false),
        new Relation(3, "a", "r", RIGHT, List.of(), false));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void bringsAllRowsOfAKeyIntoOneShard(Kind kind) throws StatementFailed {
    exchange(kind, new Exchange.Size(5, 1));
    String left =
        "SELECT k, rowid, __shard, nested FROM read_parquet('%s/staging/l/*/*/*.parquet')";
    assertThat(rows("0 l"), equalTo(texts(left)));
    assertThat(
        rows("0 r"),
        equalTo(texts("SELECT id, v FROM read_parquet('%s/staging/r/*/*/*.parquet')")));
    assertThat(rows("1 a"), equalTo(texts(left + " WHERE k IS NOT NULL")));
    assertThat(rows("2 a"), is(empty()));
    assertThat(shards("2 a"), contains(0));
    assertThat(shards("3 a"), contains(0));
    assertThat(shards("0 l").size(), greaterThan(3));
    assertThat("keys in two shards", keysInTwoShards(), is(Set.of()));
    boolean isShuffled = PARTS.stream().anyMatch(part -> part.startsWith("rows"));
    assertThat(isShuffled, is(kind == Kind.SHUFFLE));
    File[] left0 = new File(KernelSettings.resolve(lake.settings.scratch())).listFiles();
    assertThat(
        "spooled files go", List.of(left0).stream().filter(File::isFile).toList(), is(empty()));
  }

  /** The text of a key begins its row; zeros of both signs are one key. */
  private static Set<String> keysInTwoShards() {
    TreeMap<String, Set<String>> shards = new TreeMap<>();
    for (String line : ROWS) {
      if (line.startsWith("0 ") && !line.endsWith(" ")) {
        String[] words = line.split("[ |]");
        String key = words[3].equals("-0.0") ? "0.0" : words[3];
        shards.computeIfAbsent(key, k -> new HashSet<>()).add(words[2]);
      }
    }
    shards.values().removeIf(all -> all.size() == 1);
    return shards.keySet();
  }

  @Test
  void namesFilesAsTheyAreWhereTheyMakeOneShard() {
    exchange(Kind.SHUFFLE, Exchange.Size.BY_BYTES);
    assertThat(PARTS.stream().noneMatch(part -> part.startsWith("rows")), is(true));
    assertThat(shards("0 l"), contains(0));
    assertThat(rows("0 l").size(), is(900));
  }

  @Test
  void goesByBytesWithoutABound() {
    Relation relation = Relation.of("l", LEFT, List.of("k"));
    Exchange.Size size = Exchange.Size.BY_BYTES;
    assertThat(size.shardsFor(relation, 0), is(1));
    assertThat(size.shardsFor(relation, (512L << 20) - 1), is(1));
    assertThat(size.shardsFor(relation, 512L << 20), is(2));
    assertThat(size.shardsFor(relation, 10L << 40), is(20_481));
    assertThat(new Exchange.Size(7, 1).shardsFor(relation, 0), is(7));
    assertThat(size.shardsFor(Relation.of("l", LEFT, List.of()), 10L << 40), is(1));
  }

  @Test
  void keepsBatchesSmallWhateverTheRows() throws StatementFailed {
    TableSchema schema =
        new TableSchema(List.of(Column.of("k", "BIGINT", true), Column.of("t", "VARCHAR", true)));
    List<RecordBatch> batches = new ArrayList<>();
    String wide =
        "SELECT i AS k, repeat('x', CASE WHEN i < 40000 THEN 1 ELSE 300000 END) AS t FROM range(40300) r(i)";
    try (Kernel kernel = Kernel.open(lake.settings)) {
      new BatchCut(kernel, Relation.of("t", schema, List.of("k")))
          .cut(wide, 2, (shard, batch) -> batches.add(batch));
    }
    assertThat(batches.stream().mapToInt(RecordBatch::rows).sum(), is(40_300));
    assertThat(batches.stream().allMatch(b -> b.bytes() <= RecordBatch.MAX_BYTES), is(true));
    assertThat(batches.stream().allMatch(b -> b.rows() <= RecordBatch.MAX_ROWS), is(true));
  }

  private List<String> texts(String sql) throws StatementFailed {
    return lake.rows(sql.formatted(folder)).stream().sorted().toList();
  }

  private static List<String> rows(String relation) {
    return ROWS.stream()
        .filter(line -> line.startsWith(relation + " "))
        .map(line -> line.split(" ", 4)[3])
        .filter(row -> !row.isEmpty())
        .sorted()
        .toList();
  }

  private static Set<Integer> shards(String relation) {
    Set<Integer> shards = new HashSet<>();
    ROWS.stream()
        .filter(line -> line.startsWith(relation + " "))
        .forEach(line -> shards.add(Integer.valueOf(line.split(" ")[2])));
    return shards;
  }

  private void exchange(Kind kind, Exchange.Size size) {
    BeamTest.run(
        pipeline -> {
          var unused =
              pipeline
                  .apply(Create.of(files).withCoder(SerializableCoder.of(DataFile.class)))
                  .apply(Exchange.of(kind, size, relations(), lake.run, lake.settings))
                  .apply("See", ParDo.of(new SeeFn(folder.toString(), lake.settings)));
        });
  }

  private static final class SeeFn extends DoFn<KV<Shard, Iterable<Part>>, Void> {
    private static final long serialVersionUID = 1L;

    private final String root;
    private final KernelSettings settings;

    SeeFn(String root, KernelSettings settings) {
      this.root = root;
      this.settings = settings;
    }

    @ProcessElement
    public void see(@Element KV<Shard, Iterable<Part>> element) throws StatementFailed {
      Shard shard = element.getKey();
      for (Part part : element.getValue()) {
        PARTS.add(part.rows() == null ? "file" : "rows " + part.rows().rows());
      }
      try (Kernel kernel = Kernel.open(settings);
          ShardRows rows =
              ShardRows.open(kernel, settings, relations(), shard, element.getValue())) {
        for (Relation relation : relations()) {
          if (relation.group() == shard.group()) {
            String head = relation.group() + " " + relation.name() + " " + shard.number() + " ";
            ROWS.add(head);
            ROWS.addAll(
                kernel.rows(
                    rows.select(root, relation.name()),
                    row -> {
                      StringBuilder text = new StringBuilder(head);
                      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(i == 1 ? "" : "|").append(row.getString(i));
                      }
                      return text.toString();
                    }));
          }
        }
      }
    }
  }
}
