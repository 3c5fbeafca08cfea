// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.error.issue.Position;
import dev.sluice.exchange.Exchange;
import dev.sluice.fixture.BeamTest;
import dev.sluice.fixture.Pipelines;
import dev.sluice.graph.ChangedRun;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.model.Derive;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.ReadFile;
import dev.sluice.source.files.Sources;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.VerifyInherited;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every DoFn lives through lost bundles, other bundle boundaries and another order, and nothing a
 * reader sees changes. A DoFn that no run here retries fails the test.
 */
class BundleRetryTest {
  private static final Instant CREATED_AT = Instant.parse("2026-02-02T00:00:00Z");

  private static @TempDir Path base;
  private static Lab lab;
  private static Map<String, String> expected;

  /** The second run cuts into other buckets, seals letters, judges models. */
  @BeforeAll
  static void measure() {
    lab = new Lab(base, 160_000);
    lab.edit("lake: lake", "lake: lake\nbuckets: 3\nshards: 3\ndead_letters: {payload: drop}");
    lab.edit("per: [shop]", "per: [shop]\n    incremental: true");
    lab.edit(
        "cursor: seen",
        "cursor: seen\n    event_time: {column: seen, out_of_order: 0s, allowed_lateness: 1d}");
    lab.edit(
        "models:",
        "models:\n  weeks:\n    sql: SELECT window_start, count(*) AS n FROM sales GROUP BY ALL\n"
            + "    window: {sliding: 7d, every: 1d, on: seen, emit: on_close}\n"
            + "    incremental: true");
    lab.edit(
        "WHERE amount > 500",
        "WHERE amount > 500\n    rules: [amount < 999]\n    tolerate: {dead_ratio: 0.1}");
    Pipelines.Ran ran = Pipelines.sluice(lab.command());
    assertThat(ran.toString(), ran.exit(), is(0));
    expected = lab.snapshot();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20260202, 77})
  void endsInTheSameStateWhenEveryBundleIsDoneAgain(long seed) {
    lab.restore();
    long before = Retries.bundles();
    Manifest manifest =
        ChangedRun.of(lab.folder(), CREATED_AT, pipeline -> Retries.inject(pipeline, seed));
    System.out.printf(
        "bundle retry: seed %d, %d bundles failed and done again%n",
        seed, Retries.bundles() - before);
    assertThat(manifest.outcome(), is(Manifest.Outcome.PUBLISHED));
    assertThat("seed " + seed, lab.snapshot(), is(expected));
  }

  /** A run cuts inputs into shards from a gigabyte on, and inherits files that it appends to. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givesTheSameRowsWhenShardsAreCutAgain(long seed, @TempDir Path folder) throws Exception {
    String list = folder.resolve("results.txt").toString();
    try (LakeFixture lake = new LakeFixture(folder)) {
      List<DataFile> inputs = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String rows = "SELECT i %% 17 AS k, i AS v FROM range(%d, %d) t(i)";
        inputs.add(lake.file("sales", rows.formatted(i * 100, i * 100 + 100)));
      }
      BeamTest.run(
          pipeline -> {
            PCollectionTuple in =
                PCollectionTuple.of(
                    Derive.INPUTS,
                    pipeline
                        .apply(Create.of(inputs).withCoder(SerializableCoder.of(DataFile.class)))
                        .apply(
                            "Inherit", VerifyInherited.whole(lake.run, Instant.now().toString())));
            PCollectionTuple out =
                in.apply("Derive", Derive.model(perKey(), lake.run, lake.settings));
            PAssert.that(out.get(Derive.RESULT)).satisfies(files -> collect(list, files));
            Retries.inject(pipeline, seed);
          });
      List<String> paths = Files.readAllLines(Path.of(list));
      String files =
          paths.stream().map(p -> "'" + folder + "/" + p + "'").collect(Collectors.joining(", "));
      assertThat(
          "seed " + seed,
          Pipelines.difference(
              "",
              "FROM read_parquet([" + files + "], hive_partitioning = false)",
              "SELECT i % 17 AS k, sum(i)::BIGINT AS v FROM range(500) t(i) GROUP BY ALL"),
          is(empty()));
    }
  }

  @Test
  void listsEachFileOnceWhenListingIsDoneAgain(@TempDir Path folder) {
    for (int i = 0; i < 5; i++) {
      Pipelines.write(folder.resolve(i + ".csv"), "a\n1\n2\n");
    }
    SourceSpec csv = new SourceSpec.Csv(List.of(folder + "/*.csv"), ',', '"', List.of());
    BeamTest.run(
        pipeline -> {
          PCollectionTuple read =
              pipeline.apply("Read", Sources.read("t", csv, new TableSchema(List.of())));
          PAssert.that(read.get(Sources.FILES))
              .satisfies(
                  files -> {
                    Set<String> names = new TreeSet<>();
                    long records = 0;
                    int count = 0;
                    for (ReadFile file : files) {
                      names.add(Path.of(file.path()).getFileName().toString());
                      records += file.records();
                      count++;
                    }
                    assertThat(names, is(Set.of("0.csv", "1.csv", "2.csv", "3.csv", "4.csv")));
                    assertThat(count, is(5));
                    assertThat(records, is(10L));
                    return null;
                  });
          Retries.inject(pipeline, 5);
        });
  }

  /** One table goes on from its cursor, the other puts present rows in place of earlier ones. */
  @Test
  void takesInChangedFilesOnceWhenBundlesAreDoneAgain(@TempDir Path folder) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: changed
        lake: lake
        tables:
          grown: {source: {csv: t.csv}, schema: t.avsc, load: append, cursor: a}
          put: {source: {csv: t.csv}, schema: t.avsc}
        """);
    Pipelines.write(
        folder.resolve("t.avsc"),
        """
        {"type": "record", "name": "t", "fields": [{"name": "a", "type": "long"}]}
        """);
    Pipelines.write(folder.resolve("t.csv"), "a\n1\n2\n");
    Pipelines.run(folder, "--created-at", "2026-02-01");
    Pipelines.write(folder.resolve("t.csv"), "a\n0\n2\n3\n");
    Manifest manifest = ChangedRun.of(folder, CREATED_AT, pipeline -> Retries.inject(pipeline, 4));
    assertThat(values(folder, manifest, "grown"), is(List.of("1", "2", "3")));
    assertThat(values(folder, manifest, "put"), is(List.of("0", "2", "3")));
  }

  private static List<String> values(Path folder, Manifest manifest, String table) {
    String files =
        manifest.table(table).orElseThrow().files().stream()
            .map(file -> "'" + folder + "/lake/" + file.path() + "'")
            .collect(Collectors.joining(", "));
    return Pipelines.query(
        "", "SELECT a FROM read_parquet([" + files + "], hive_partitioning = false) ORDER BY a");
  }

  /** An optional key that one file lacks and another has is no missing field. */
  @Test
  void judgesTheKeysOfAllFilesWhenBundlesAreDoneAgain(@TempDir Path folder) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: keys
        lake: lake
        tables:
          t: {source: {json: "*.json"}, schema: t.avsc}
        """);
    Pipelines.write(
        folder.resolve("t.avsc"),
        """
        {"type": "record", "name": "t", "fields": [
          {"name": "a", "type": "long"}, {"name": "note", "type": ["null", "string"]}]}
        """);
    Pipelines.write(folder.resolve("1.json"), "{\"a\":1}\n{\"a\":2}\n");
    Pipelines.write(folder.resolve("2.json"), "{\"a\":3,\"note\":\"x\"}\n");
    Manifest manifest = ChangedRun.of(folder, CREATED_AT, pipeline -> Retries.inject(pipeline, 6));
    assertThat(values(folder, manifest, "t"), is(List.of("1", "2", "3")));
  }

  /** Whoever listens tells messages apart by their ids. */
  @Test
  void givesAMessageThatIsSentAgainTheSameId(@TempDir Path folder) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: told
        lake: lake
        publish: {notify: "file:notices.jsonl"}
        lineage: {openlineage: "file:lineage.jsonl"}
        tables:
          t: {source: {csv: t.csv}, schema: t.avsc}
        """);
    Pipelines.write(
        folder.resolve("t.avsc"),
        """
        {"type": "record", "name": "t", "fields": [{"name": "a", "type": "long"}]}
        """);
    Pipelines.write(folder.resolve("t.csv"), "a\n1\n2\n");
    PipelineResult.State state =
        ChangedRun.ofAJob(folder, CREATED_AT, pipeline -> Retries.inject(pipeline, 9));
    assertThat(state, is(PipelineResult.State.DONE));
    assertThat(
        Pipelines.query(
            "", "SELECT count(DISTINCT id), any_value(type) FROM '" + folder + "/notices.jsonl'"),
        is(List.of("1|run.published")));
  }

  /** Its tables are loaded and its checks asked twice; what is released is there once. */
  @Test
  void asksTheWarehouseAgainForTheSameRows(@TempDir Path folder) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: asked
        lake: lake
        warehouse: duckdb:w.duckdb
        tables:
          t:
            source: {csv: t.csv}
            columns: {a: bigint!}
            checks: [{name: small, sql: "SELECT a FROM t WHERE a > 2", at: warehouse}]
        """);
    Pipelines.write(folder.resolve("t.csv"), "a\n1\n2\n");
    PipelineResult.State state =
        ChangedRun.ofAJob(folder, CREATED_AT, pipeline -> Retries.inject(pipeline, 9));
    assertThat(state, is(PipelineResult.State.DONE));
    assertThat(
        Pipelines.query(folder + "/w.duckdb", "SELECT a FROM production.t ORDER BY a"),
        is(List.of("1", "2")));
  }

  /** Of the files that looks write twice, one is named. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsEachRowAgainstACheckOnceWhenLooksAreDoneAgain(long seed, @TempDir Path folder) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: kept
        lake: lake
        shards: 3
        tables:
          t:
            source: {csv: "*.csv"}
            columns: {a: bigint!, b: bigint}
            checks:
              - {range: {column: a, min: 3}, keep_rows: true, severity: warn, name: low}
              - {unique: [b], keep_rows: true, severity: warn, name: twice}
        """);
    Pipelines.write(folder.resolve("1.csv"), "a,b\n1,1\n2,2\n3,3\n");
    Pipelines.write(folder.resolve("2.csv"), "a,b\n2,9\n5,3\n6,1\n");
    Manifest manifest =
        ChangedRun.of(folder, CREATED_AT, pipeline -> Retries.inject(pipeline, seed));
    String files =
        manifest.table("check_rows").orElseThrow().files().stream()
            .map(file -> "'" + folder + "/lake/" + file.path() + "'")
            .collect(Collectors.joining(", "));
    assertThat(
        "seed " + seed,
        Pipelines.query(
            "",
            "SELECT check_name, row_json FROM read_parquet([%s], hive_partitioning = false) ORDER BY ALL"
                .formatted(files)),
        is(
            List.of(
                "low|{\"a\":1,\"b\":1}",
                "low|{\"a\":2,\"b\":2}",
                "low|{\"a\":2,\"b\":9}",
                "twice|{\"a\":1,\"b\":1}",
                "twice|{\"a\":3,\"b\":3}",
                "twice|{\"a\":5,\"b\":3}",
                "twice|{\"a\":6,\"b\":1}")));
  }

  @AfterAll
  static void coversEveryDoFn() {
    Set<String> missing = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice")) {
      if (each.isAssignableTo(DoFn.class)) {
        missing.add(each.getName());
      }
    }
    missing.removeAll(Retries.classes());
    // Its only bundle is to fail, however often it is done: WithoutLauncherTest sees it end the
    // job.
    missing.remove("dev.sluice.commit.FailJobFn");
    System.out.printf(
        "bundle retry: %d bundles of %d classes%n", Retries.bundles(), Retries.classes().size());
    assertThat("DoFns that no bundle of was done again", missing, is(empty()));
  }

  private static Derive.Plan perKey() {
    TableSchema sales =
        new TableSchema(List.of(Column.of("k", "BIGINT", true), Column.of("v", "BIGINT", true)));
    ModelSpec model =
        new ModelSpec(
            "m",
            new SqlText(
                "SELECT k, sum(v)::BIGINT AS v FROM sales GROUP BY k",
                new Position("pipeline.yaml", 1, 1),
                0),
            List.of("k"),
            List.of("sales"),
            List.of(),
            sales,
            List.of(),
            new QualitySpec(List.of(), List.of(), Tolerance.NONE));
    return new Derive.Plan(model, Map.of("sales", sales), new Exchange.Size(4, 1));
  }

  private static Void collect(String list, Iterable<DataFile> files) {
    StringBuilder text = new StringBuilder();
    files.forEach(file -> text.append(file.path()).append('\n'));
    Pipelines.write(Path.of(list), text.toString());
    return null;
  }
}
