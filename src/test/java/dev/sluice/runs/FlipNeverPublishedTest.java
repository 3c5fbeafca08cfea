// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of a live file of the lake is flipped, then something is run or released: no command that
 * ends well shows it for the first time, and one that does not names the file. What production
 * showed before is named by {@code verify}.
 *
 * <p>{@code -Drun.flips=100} flips more, {@code -Dflip.seed=7} flips others.
 */
class FlipNeverPublishedTest {
  private static final int FLIPS = Integer.getInteger("run.flips", 6);
  private static final long SEED = Long.getLong("flip.seed", 20260205);

  /** What a run of new rows does not read. */
  private static final String[] UNREAD = {
    "raw_grown", "raw_merged", "dead_letters", "per_shop", "grown"
  };

  private static final String HEADER = "id,shop,amount,at\n";

  private static @TempDir Path base;
  private static Path folder;
  private static Path kept;

  /**
   * A table that only grows and that nothing reads, a merged one with a model on it, dead letters;
   * two runs, both released.
   */
  @BeforeAll
  static void prepare() throws Exception {
    folder = base.resolve("lab");
    kept = base.resolve("kept");
    Pipelines.write(folder.resolve("sales.avsc"), SmallShop.SCHEMA);
    spec("amount > 0", "");
    day(1, "1,ann,1.00,2026-01-01\n2,ben,2.00,2026-01-01\n3,ben,-1.00,2026-01-01\n");
    Ran unused = Pipelines.run(folder, "--created-at", "2026-01-01");
    day(2, "4,eve,4.00,2026-01-02\n5,eve,5.00,2026-01-02\n6,eve,-6.00,2026-01-02\n");
    Ran unusedToo = Pipelines.run(folder, "--created-at", "2026-01-02");
    copy(folder, kept);
  }

  private static void spec(String rule, String publish) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: flips
        lake: lake
        warehouse: duckdb:flips.duckdb
        buckets: 2
        %s
        tables:
          grown:
            source: {csv: data/*.csv}
            schema: sales.avsc
            load: append
            cursor: at
            rules: ["%s"]
            tolerate: {dead_rows: 9}
          merged:
            source: {csv: data/*.csv}
            schema: sales.avsc
            load: merge
            key: [id]
            cursor: at
            rules: ["%s"]
            tolerate: {dead_rows: 9}
        models:
          per_shop:
            per: [shop]
            sql: SELECT shop, sum(amount) AS amount FROM merged GROUP BY shop
        """
            .formatted(publish, rule, rule));
  }

  private static void day(int day, String rows) {
    Pipelines.write(folder.resolve("data/day" + day + ".csv"), HEADER + rows);
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertThat(process.waitFor(), is(0));
  }

  @BeforeEach
  void restore() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("rm", "-r", folder.toString()).start().waitFor(), is(0));
    copy(kept, folder);
  }

  private String lake() {
    return folder + "/lake";
  }

  private Manifest newest() {
    return ManifestStore.latest(lake()).orElseThrow().manifest();
  }

  private List<DataFile> files(String table) {
    return newest().table(table).map(TableState::files).orElseThrow();
  }

  private Path flip(String file, Random random) throws IOException {
    Path path = Path.of(lake(), file);
    byte[] content = Files.readAllBytes(path);
    long bit = (long) (random.nextDouble() * content.length * 8);
    content[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    Files.write(path, content);
    return path;
  }

  private Ran run(String... more) {
    List<String> args = new ArrayList<>(List.of("run", folder.toString(), "--quiet"));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  /** What a release says of its files is what they are, but for one. */
  private void requireWhole(String what, String butFor) {
    Release release = Releases.of(lake()).newest().orElseThrow();
    release
        .tables()
        .forEach(
            (table, shown) ->
                shown.in(lake(), table).files().stream()
                    .filter(file -> !file.path().equals(butFor))
                    .forEach(
                        file -> assertThat(what, FileDamage.of(lake(), file), is(nullValue()))));
  }

  @Test
  void aRunNeverPublishesAFlippedFile() throws Exception {
    Random random = new Random(SEED);
    TreeSet<String> live = new TreeSet<>();
    newest().tables().forEach(t -> t.files().forEach(file -> live.add(file.path())));
    List<String> paths = List.copyOf(live);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      restore();
      day(3, "7,joe,7.00,2026-01-03\n");
      String file = paths.get(random.nextInt(paths.size()));
      Path flipped = flip(file, random);
      Ran ran = run("--created-at", "2026-01-03");
      String what = "seed " + SEED + ", flip " + i + " of " + file + ": " + ran;
      if (ran.exit() == 0) {
        assertThat(what, file.split("/")[1], is(oneOf(UNREAD)));
        requireWhole(what, file);
        requireVerifyNames(file);
      } else {
        assertThat(what, ran.err(), containsString("does not have the checksum"));
        assertThat(what, Files.isSameFile(named(ran), flipped), is(true));
        assertThat(what, newest().number(), is(2L));
        refused++;
      }
    }
    System.out.printf("flips: seed %d, %d tried, %d refused, 0 published%n", SEED, FLIPS, refused);
  }

  private void requireVerifyNames(String file) {
    Ran verify = Pipelines.sluice("verify", folder.toString());
    assertThat(verify.toString(), verify.exit(), is(1));
    assertThat(verify.out(), containsString("  " + file + "\n    The file was changed"));
  }

  /** The file of an error: {@code sluice: CODE: PATH, which …}. */
  private static Path named(Ran ran) {
    String text = ran.err().substring(ran.err().indexOf("LAKE_READ: ") + "LAKE_READ: ".length());
    return Path.of(text.substring(0, text.indexOf(',')));
  }

  /** Nothing reads the rows of a table that only grows, and production shows them already. */
  @Test
  void aTableThatNothingReadsIsLeftToVerify() throws Exception {
    day(3, "7,joe,7.00,2026-01-03\n");
    String file = files("grown").get(0).path();
    Path unused = flip(file, new Random(SEED));
    Ran ran = run("--created-at", "2026-01-03");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(Releases.of(lake()).number(), is(3L));
    requireWhole("after the run", file);
    requireVerifyNames(file);
  }

  /** The files of a run that was staged lie for days before they are released. */
  @Test
  void aReleaseReadsWhatNoReleaseShowed() throws Exception {
    spec("amount > 0", "publish: {approve: manual}");
    Set<DataFile> shown = Set.copyOf(files("grown"));
    day(3, "7,joe,7.00,2026-01-03\n");
    assertThat(run("--created-at", "2026-01-03").exit(), is(0));
    Set<DataFile> staged = new HashSet<>(files("grown"));
    staged.removeAll(shown);
    Path flipped = flip(staged.iterator().next().path(), new Random(SEED));
    Ran unused = promote("approve", "--why", "x");
    Ran apply = promote("apply");
    assertThat(apply.toString(), apply.exit(), is(3));
    assertThat(apply.err(), containsString(flipped + " is missing or was changed"));
    spec("amount > 0", "");
    day(4, "8,joe,8.00,2026-01-04\n");
    Ran next = run("--created-at", "2026-01-04");
    assertThat(next.toString(), next.exit(), is(not(0)));
    assertThat(next.err(), containsString(flipped + ", which a release of run"));
    assertThat(Releases.of(lake()).number(), is(2L));
  }

  /** An earlier release is brought back: what the present one does not show is read anew. */
  @Test
  void aRollbackReadsWhatProductionDoesNotShow() throws Exception {
    Set<DataFile> shown = Set.copyOf(files("merged"));
    Manifest first = ManifestStore.named(lake(), 1).manifest();
    Set<DataFile> back = new HashSet<>(first.table("merged").orElseThrow().files());
    back.removeAll(shown);
    Path flipped = flip(back.iterator().next().path(), new Random(SEED));
    Ran ran = promote("rollback", "--to", "1", "--why", "x");
    assertThat(ran.toString(), ran.exit(), is(3));
    assertThat(ran.err(), containsString(flipped + " is missing or was changed"));
    assertThat(Releases.of(lake()).number(), is(2L));
  }

  private Ran promote(String command, String... more) {
    List<String> args = new ArrayList<>(List.of("promote", command, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  /** A replay builds on letters, and on the raw rows that say which of them were read again. */
  @Test
  void aReplayReadsItsLettersWithTheirChecksums() throws Exception {
    spec("amount > -9", "");
    for (String table : List.of("dead_letters", "raw_merged")) {
      for (DataFile file : files(table)) {
        Path path = Path.of(lake(), file.path());
        byte[] whole = Files.readAllBytes(path);
        Path flipped = flip(file.path(), new Random(SEED));
        Ran ran = Pipelines.sluice("replay", folder.toString(), "--quiet");
        Files.write(path, whole);
        assertThat(ran.toString(), ran.exit(), is(1));
        assertThat(ran.err(), containsString(flipped + ", which a committed manifest names, does"));
        assertThat(newest().number(), is(2L));
      }
    }
    Ran ran = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(0));
    requireWhole("after the replay", "");
  }

  /** The warehouse takes no row of a file that changed after it was committed. */
  @Test
  void theWarehouseLoadsNoFlippedFile() throws Exception {
    Path flipped = flip(files("raw_grown").get(0).path(), new Random(SEED));
    Files.delete(folder.resolve("flips.duckdb"));
    day(3, "7,joe,7.00,2026-01-03\n");
    Ran ran = run("--created-at", "2026-01-03");
    assertThat(ran.toString(), ran.exit(), is(5));
    assertThat(ran.err(), containsString(flipped + " is not what the manifest says"));
  }
}
