// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Pipelines;
import dev.sluice.plan.RunRequest;
import dev.sluice.plan.epoch.EpochDecision;
import dev.sluice.plan.epoch.EpochDecision.Verdict;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.run.compact.Compaction;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.LakeTables;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams over a watched folder; what they left is read by plain DuckDB. */
class EpochStreamTest {
  private static final long PATIENCE_MINUTES = 3;

  private @TempDir Path folder;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private @Nullable EpochStream stream;
  private @Nullable Thread thread;
  private @Nullable RuntimeException failure;

  private void spec(String table) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: lake
        warehouse: duckdb:w.duckdb
        commit_every: 1s
        tables:
          clicks:
            source: {json: "in/*.json"}
            columns: {id: bigint!, who: text}
            %s
        models:
          per_person:
            sql: SELECT who, count(*) AS clicks FROM clicks GROUP BY who
            per: who
        """
            .formatted(table.replace("\n", "\n    ")));
  }

  /** A file that nobody has written to for a while. */
  private void put(String name, String... lines) {
    try {
      Path file = folder.resolve("in").resolve(name);
      Path aside = folder.resolve(name + ".new");
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(aside, String.join("\n", lines) + "\n");
      Files.setLastModifiedTime(aside, FileTime.from(Instant.now().minusSeconds(60)));
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String click(int id, String who) {
    return "{\"id\": %d, \"who\": \"%s\"}".formatted(id, who);
  }

  private EpochStream prepared() {
    return prepared(EpochSize.LEAST_BYTES);
  }

  private EpochStream prepared(long least) {
    Parsed parsed = SpecParser.parse(folder);
    PipelineSpec spec = parsed.spec();
    if (spec == null) {
      throw new AssertionError(parsed.issues().toString());
    }
    return new EpochStream(
        spec,
        name -> true,
        () -> RunRequest.of(spec, parsed.digest(), null),
        Runner.direct(),
        new Noting(),
        least);
  }

  private void start() {
    start(prepared());
  }

  private void start(EpochStream begun) {
    stream = begun;
    thread =
        new Thread(
            () -> {
              try {
                begun.run();
                events.add("ended");
              } catch (RuntimeException e) {
                failure = e;
                events.add("failed");
              }
            });
    thread.start();
  }

  private void await(String event) {
    try {
      String next = events.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
      assertThat(String.valueOf(failure), next, is(event));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    if (stream != null && thread != null) {
      stream.end();
      thread.join();
    }
  }

  private List<String> production(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private final class Noting implements EpochListener {
    @Override
    public void waiting() {
      events.add("waiting");
    }

    @Override
    public void receiving(List<String> addresses) {
      events.add("receiving " + addresses);
    }

    @Override
    public void noted(List<String> notes) {
      said.addAll(notes);
    }

    @Override
    public void committed(Manifest manifest, List<UnfinishedStep> left, Duration took) {
      events.add("committed " + manifest.number());
    }

    @Override
    public void compacted(Compaction.Result result) {
      List<String> tables = new ArrayList<>();
      result.tables().forEach(t -> tables.add(t.name() + " " + t.files() + " to " + t.made()));
      events.add("compacted " + tables);
    }

    @Override
    public void held(HeldEpoch epoch, @Nullable Manifest evidence) {
      events.add("held " + epoch.files());
    }

    @Override
    public void behind(List<UnfinishedStep> left) {
      events.add("behind");
    }

    @Override
    public void postponed(PipelineException trouble, Duration wait) {
      events.add("postponed " + trouble.code());
    }
  }

  @Test
  void takesInEachFileOnceAndLeavesNoEntryOfNothing() {
    spec("load: append\ntolerate: {dead_rows: 1}");
    start();
    await("waiting");
    put("1.json", click(1, "a"), click(2, "b"));
    await("committed 1");
    put("2.json", click(3, "a"));
    put("3.json", "no json", click(4, "c"));
    await("committed 2");
    Objects.requireNonNull(stream).end();
    await("ended");
    assertThat(
        production("SELECT id FROM production.clicks ORDER BY id"),
        is(List.of("1", "2", "3", "4")));
    assertThat(
        production("SELECT who, clicks FROM production.per_person ORDER BY who"),
        is(List.of("a|2", "b|1", "c|1")));
    assertThat(ManifestStore.committed(folder.resolve("lake").toString()).size(), is(2));
  }

  @Test
  void worksOffWhatPiledUpInSeveralEpochsThatDoNotWaitForOneAnother() {
    spec("load: append");
    Path file = folder.resolve("pipeline.yaml");
    Pipelines.write(file, Pipelines.text(file).replace("commit_every: 1s", "commit_every: 1h"));
    put("a.json", click(3, "a"));
    put("b.json", click(1, "a"), click(2, "b"));
    put("c.json", click(4, "c"));
    start(prepared(1));
    await("committed 1");
    await("committed 2");
    Objects.requireNonNull(stream).end();
    await("ended");
    assertThat(
        "the first epoch knows of no speed, and takes the file that comes first",
        Pipelines.query(
            folder.resolve("w.duckdb").toString(),
            "SELECT string_agg(id, ' ' ORDER BY id) FROM production.clicks"),
        is(List.of("1 2 3 4")));
    String lake = folder.resolve("lake").toString();
    assertThat(
        ManifestStore.committed(lake).stream()
            .map(run -> run.table("clicks").orElseThrow().counts().live())
            .toList(),
        is(List.of(4L, 1L)));
  }

  @Test
  void makesFewFilesOfManyBetweenEpochs() {
    spec("load: append");
    start();
    await("waiting");
    List<String> ids = new ArrayList<>();
    for (int file = 1; file <= 9; file++) {
      put(file + ".json", click(file, "a"));
      await("committed " + file);
      ids.add(String.valueOf(file));
    }
    await("compacted [raw_clicks 9 to 1, clicks 9 to 1]");
    Objects.requireNonNull(stream).end();
    await("ended");
    assertThat(production("SELECT id FROM production.clicks ORDER BY id"), is(ids));
    assertThat(production("SELECT who, clicks FROM production.per_person"), is(List.of("a|9")));
  }

  @Test
  void letsTheWarehouseFollowAtItsOwnPaceAndAtTheEnd() {
    spec("load: append");
    Path file = folder.resolve("pipeline.yaml");
    Pipelines.write(file, Pipelines.text(file).replace("commit_", "warehouse_every: 1d\ncommit_"));
    start();
    await("waiting");
    put("1.json", click(1, "a"), click(2, "b"));
    await("committed 1");
    put("2.json", click(3, "a"));
    await("committed 2");
    assertThat(Files.exists(folder.resolve("w.duckdb")), is(false));
    Logger logger = Logger.getLogger(FollowUp.class.getName());
    List<String> logged = new CopyOnWriteArrayList<>();
    Filter before = logger.getFilter();
    logger.setFilter(line -> !logged.add(line.getMessage()));
    Objects.requireNonNull(stream).end();
    await("ended");
    logger.setFilter(before);
    assertThat("it was not there, and is no loss", logged, is(List.of()));
    assertThat(
        production("SELECT who, clicks FROM production.per_person ORDER BY who"),
        is(List.of("a|2", "b|1")));
    assertThat(production("SELECT max(run) FROM sluice.runs"), is(List.of("2")));
  }

  /**
   * The example whose tables merge by a key and whose models are kept by keys, as one batch too.
   */
  @Test
  void leavesTheTablesThatABatchOverTheSameFilesDoes() {
    Path example = Path.of("examples/clickstream/pipeline.yaml");
    String spec = Pipelines.text(example).replace("commit_every: 5s", "commit_every: 1s");
    Pipelines.write(folder.resolve("pipeline.yaml"), spec.replace("*.jsonl", "*.json"));
    start();
    await("waiting");
    for (int file = 0; file < 3; file++) {
      String[] rows = new String[40];
      for (int i = 0; i < rows.length; i++) {
        // Of the keys of a file, some were in the one before.
        rows[i] =
            "{\"id\": %d, \"visitor\": \"v%d\", \"page\": \"/%d\", \"clicked\": \"2026-01-31T0%d:00:00Z\", \"ms\": %d}"
                .formatted(file * 30 + i, i % 4, i % 3, file, i == 7 ? -1 : i);
      }
      put(file + ".json", rows);
      await("committed " + (file + 1));
    }
    Objects.requireNonNull(stream).end();
    await("ended");
    Path batch = Pipelines.copy(folder, folder.resolveSibling(folder.getFileName() + "-batch"));
    Pipelines.run(batch, "--mode", "batch");
    for (String table :
        List.of(
            "id, visitor, page, clicked, ms FROM production.clicks",
            "page, views, mean_ms, last_at FROM production.page_views",
            "visitor, views, first_at, last_at FROM production.visitors")) {
      String rows = "SELECT " + table + " ORDER BY ALL";
      List<String> asBatch =
          Pipelines.query(batch.resolve("build/clickstream.duckdb").toString(), rows);
      assertThat(asBatch.isEmpty(), is(false));
      assertThat(
          Pipelines.query(folder.resolve("build/clickstream.duckdb").toString(), rows),
          is(asBatch));
    }
  }

  @Test
  void comparesTheFilesOfAnEpochWithWhatTheirSenderSays() {
    spec("load: append\nchecks: [{reconcile: {control: 'counts/*.csv'}}]");
    Pipelines.write(folder.resolve("counts/1.csv"), "file,rows\n1.json,1\n2.json,2\n3.json,1\n");
    put("1.json", click(1, "a"));
    start();
    await("committed 1");
    put("2.json", click(2, "b"));
    await("held 1");
    put("3.json", click(3, "c"));
    await("committed 2");
    assertThat(production("SELECT id FROM production.clicks ORDER BY id"), is(List.of("1", "3")));
    assertThat(
        HeldEpochs.of(folder.resolve("lake").toString()).all().get(0).epoch().reason(),
        containsString("reconcile: {control: counts/*.csv} is 1 count of 1 not as told"));
  }

  @Test
  void holdsAnEpochThatFailsAndGoesOnWithoutIt() {
    spec("load: append\nrules: [{name: known, sql: who <> 'x', severity: fail}]");
    put("1.json", click(1, "a"));
    start();
    await("committed 1");
    put("2.json", click(2, "x"), click(3, "b"));
    await("held 1");
    put("3.json", click(4, "c"));
    await("committed 2");
    String ids = "SELECT id FROM production.clicks ORDER BY id";
    assertThat(production(ids), is(List.of("1", "4")));

    for (String care : List.of("verify", "gc")) {
      Pipelines.Ran ran = Pipelines.sluice(care, folder.toString());
      assertThat(ran.toString(), ran.exit(), is(0));
      assertThat(ran.err() + ran.out(), not(containsString("_sluice/held")));
      assertThat(ran.err() + ran.out(), not(containsString("_sluice/stream")));
    }
    HeldEpochs held = HeldEpochs.of(folder.resolve("lake").toString());
    HeldEpoch epoch = held.all().get(0).epoch();
    assertThat(epoch.reason(), containsString("known"));
    EpochDecision unused =
        held.decide(
            EpochDecision.of(epoch.id(), Verdict.RELEASE, "2026-11-30T00:00:00Z", "a", "b"));
    await("held 1");
    HeldEpoch again = held.all().get(1).epoch();
    Objects.requireNonNull(stream).end();
    await("ended");

    spec("load: append");
    EpochDecision unusedToo =
        held.decide(
            EpochDecision.of(again.id(), Verdict.RELEASE, "2026-11-30T00:00:00Z", "a", "b"));
    start();
    await("committed 3");
    assertThat(production(ids), is(List.of("1", "2", "3", "4")));
  }

  @Test
  void neverReadsWhatIsDiscardedUntilItChanges() {
    spec("load: append\nchecks: [unique: [id]]");
    put("1.json", click(1, "a"), click(1, "b"));
    start();
    await("held 1");
    HeldEpochs held = HeldEpochs.of(folder.resolve("lake").toString());
    EpochDecision unused =
        held.decide(
            EpochDecision.of(
                held.all().get(0).epoch().id(), Verdict.DISCARD, "2026-11-30T00:00:00Z", "a", "b"));
    put("2.json", click(7, "c"));
    await("committed 1");
    assertThat(production("SELECT id FROM production.clicks"), is(List.of("7")));
    put("1.json", click(1, "a"), click(2, "b"));
    await("committed 2");
    assertThat(
        production("SELECT id FROM production.clicks ORDER BY id"), is(List.of("1", "2", "7")));
  }

  /** The run before was made when the clock was three hours ahead. */
  @Test
  void goesOnWhenTheClockJumpsBackAndKeepsTheOrderOfRuns() {
    spec("load: append\nevent_time: {column: at, allowed_lateness: 1m}");
    Path file = folder.resolve("pipeline.yaml");
    Pipelines.write(
        file, Pipelines.text(file).replace("who: text}", "who: text, at: timestamptz}"));
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant ahead = now.plus(Duration.ofHours(3));
    put("1.json", at(1, now.minusSeconds(60)));
    Pipelines.run(folder, "--created-at", ahead.toString());
    start();
    put("2.json", at(2, now.minusSeconds(50)), at(3, ahead));
    await("committed 2");
    put("3.json", at(4, now.minusSeconds(40)));
    await("committed 3");
    Objects.requireNonNull(stream).end();
    await("ended");
    assertThat(
        production("SELECT id FROM production.clicks ORDER BY id"),
        is(List.of("1", "2", "3", "4")));
    List<Manifest> all = ManifestStore.committed(folder.resolve("lake").toString());
    assertThat(
        all.stream().map(each -> each.run().createdAt()).toList(),
        is(Collections.nCopies(3, ahead.toString())));
    assertThat(
        "the newest first",
        all.stream().map(EpochStreamTest::watermark).toList(),
        is(
            List.of(
                now.minusSeconds(50).toString(),
                now.minusSeconds(60).toString(),
                now.minusSeconds(70).toString())));
    assertThat(
        said,
        is(
            List.of(
                "The clock is behind %s, for which a run was made: it jumped back, or that run's was ahead. Epochs are made for that time until the clock comes there."
                    .formatted(ahead))));
  }

  private static String at(int id, Instant at) {
    return "{\"id\": %d, \"who\": \"a\", \"at\": \"%s\"}".formatted(id, at);
  }

  private static String watermark(Manifest manifest) {
    return manifest.table(LakeTables.raw("clicks")).orElseThrow().taken().watermark().at();
  }

  @Test
  void isTheOnlyStreamOnItsLake() {
    spec("load: append");
    start();
    await("waiting");
    PipelineException refused = assertThrows(PipelineException.class, () -> prepared().run());
    assertThat(refused.code(), is(ErrorCode.ALREADY_RUNNING));
    assertThat(refused.getMessage(), containsString("Another stream runs on the lake"));
  }

  @Test
  void endsWhereNothingNewIsReadAndItsGatesHoldItBack() {
    spec("load: append");
    put("1.json", click(1, "a"));
    Pipelines.run(folder);
    spec("load: append\nchecks: [row_count: {min: 5}]");
    start();
    await("failed");
    assertThat(
        Objects.requireNonNull(failure).getMessage(),
        containsString("An epoch that read nothing new was held back"));
  }
}
