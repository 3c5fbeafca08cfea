// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.promote.release.Releases;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lake of which {@code gc} removes runs goes on as one that keeps them all. */
class KeepTest {
  private static final int STEPS = Integer.getInteger("keep.steps", 6);
  private static final long SEED = Long.getLong("keep.seed", 4);
  private static final String HEADER = "id,shop,amount,at\n";

  private @TempDir Path base;
  private final Random random = new Random(SEED);
  private int day;
  private int least = 0;

  /** Where files are merged too, what became of every letter stays as it was told before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnAsALakeThatKeepsEveryRun(boolean isMerged) {
    Path kept = base.resolve("kept");
    Path twin = base.resolve("twin");
    write(kept);
    write(twin);
    Set<String> done = new HashSet<>();
    for (int step = 0; step < STEPS; step++) {
      String what = step == 0 ? "day" : choice();
      done.add(what);
      List<Ran> both = List.of(kept, twin).stream().map(folder -> act(folder, what)).toList();
      String told = "seed " + SEED + ", step " + step + ", " + what + ": " + both;
      boolean isLeftOut =
          both.get(0).err().contains("not kept")
              || both.get(0).err().contains("cannot be rejected");
      assertThat(told, both.get(0).exit(), is(both.get(1).exit()));
      assertThat(told, isLeftOut, is(false));
      if (isMerged) {
        merge(kept, told);
        merge(twin, told);
      }
      if (random.nextInt(3) > 0) {
        sweep(kept, told);
      }
      assertThat(told, shown(kept), is(shown(twin)));
    }
    assertThat(done.toString(), Horizon.of(kept + "/lake").first(), greaterThan(2L));
  }

  /**
   * But for raw rows, which all live; releases; and the pages with a line on each run that is gone.
   */
  @Test
  void keepsTheNumberOfFilesWithinBounds() {
    Path folder = base.resolve("small/kept");
    write(folder);
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: small
        lake: lake
        keep: {runs: 2}
        tables:
          rates: {source: {csv: data/rates/*.csv}, schema: sales.avsc, load: replace, tolerate: {dead_rows: 99}}
        """);
    Set<Long> counts = new HashSet<>();
    for (day = 1; day <= 6; day++) {
      rows(folder, "rates", 0);
      Ran ran = sluice("run", folder, "--created-at", "2026-01-0" + day);
      assertThat(ran.toString(), ran.exit(), is(0));
      assertThat(sluice("gc", folder, "--older-than", "0s").exit(), is(0));
      if (day >= 4) {
        counts.add(files(folder.resolve("lake")));
      }
    }
    assertThat(counts.toString(), counts.size(), is(1));
    assertThat(sluice("verify", folder).exit(), is(0));
    Ran status = sluice("status", folder);
    assertThat(status.out(), containsString("small: 2 runs, newest first\n"));
    assertThat(
        status.out(), containsString("runs before 5 are not kept any more (`keep`, `sluice gc`)"));
  }

  private static long files(Path lake) {
    try (Stream<Path> all = Files.walk(lake)) {
      return all.filter(Files::isRegularFile)
          .map(path -> lake.relativize(path).toString())
          .filter(path -> !path.matches("(production/releases|_sluice/past|.*/raw_rates)/.*"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String choice() {
    return List.of("day", "day", "day", "change", "release", "release", "back", "replay", "again")
        .get(random.nextInt(9));
  }

  private Ran act(Path folder, String what) {
    boolean isFirst = folder.endsWith("kept");
    if (isFirst) {
      day++;
    }
    String at = LocalDate.of(2026, 1, 1).plusDays(day).toString();
    switch (what) {
      case "day" -> {
        rows(folder, "sales", day);
        rows(folder, "visits", day);
        rows(folder, "rates", 0);
        return sluice("run", folder, "--created-at", at);
      }
      case "change" -> {
        rows(folder, "visits", 1);
        return sluice("run", folder, "--created-at", at);
      }
      case "release" -> {
        long newest = ManifestStore.latest(folder + "/lake").orElseThrow().manifest().number();
        Ran approved = promote(folder, "approve", "--run", "" + newest, "--why", "x");
        return approved.exit() == 0 ? promote(folder, "apply") : approved;
      }
      case "back" -> {
        return promote(folder, "rollback", "--to", "" + last(folder), "--why", "x");
      }
      case "replay" -> {
        least = isFirst ? least - 2 : least;
        write(folder);
        return sluice("replay", folder, "--created-at", at);
      }
      default -> {
        return sluice("run", folder, "--again", "--created-at", at);
      }
    }
  }

  /** The release before the last that can still be brought back in both lakes. */
  private long last(Path folder) {
    String lake = base.resolve("kept") + "/lake";
    Horizon horizon = Horizon.of(lake);
    long newest = Releases.of(folder + "/lake").number();
    for (long number = newest - 1; number > 0; number--) {
      if (horizon.keeps(Releases.of(folder + "/lake").at(number).orElseThrow().manifest())) {
        return number;
      }
    }
    return newest;
  }

  private void sweep(Path kept, String told) {
    String before = letters(kept);
    List<String> shown = shown(kept);
    Ran swept = sluice("gc", kept, "--older-than", "0s");
    assertThat(told + swept, swept.exit(), is(0));
    Ran verified = sluice("verify", kept);
    assertThat(told + verified, verified.exit(), is(0));
    assertThat(told, shown(kept), is(shown));
    assertThat(told + swept, letters(kept), is(before));
  }

  private static void merge(Path folder, String told) {
    String before = letters(folder);
    List<String> shown = shown(folder);
    Ran merged = sluice("compact", folder);
    assertThat(told + merged, merged.exit(), is(0));
    assertThat(told + merged, letters(folder), is(before));
    assertThat(
        told,
        shown(folder).stream().filter(row -> !row.startsWith("entry ")).toList(),
        is(shown.stream().filter(row -> !row.startsWith("entry ")).toList()));
  }

  private static String letters(Path kept) {
    return Pipelines.sluice("deadletters", "list", kept.toString(), "--all", "--json").out();
  }

  /** The rows of the newest run, and of production. */
  private static List<String> shown(Path folder) {
    String lake = folder + "/lake";
    List<String> rows = new ArrayList<>();
    ManifestStore.latest(lake).ifPresent(newest -> rows.addAll(rows(lake, newest.manifest())));
    Releases.of(lake)
        .newest()
        .ifPresent(
            release ->
                rows.addAll(rows(lake, ManifestStore.named(lake, release.manifest()).manifest())));
    return rows;
  }

  private static List<String> rows(String lake, Manifest manifest) {
    List<String> rows = new ArrayList<>();
    rows.add("entry " + manifest.number());
    for (TableState table : manifest.published()) {
      List<DataFile> files = table.files();
      if (!files.isEmpty()) {
        String paths =
            files.stream()
                .map(file -> "'" + lake + "/" + file.path() + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        rows.add(table.table());
        rows.addAll(
            Pipelines.query(
                "",
                "FROM read_parquet(%s, union_by_name = true, hive_partitioning = false) ORDER BY ALL"
                    .formatted(paths)));
      }
    }
    return rows;
  }

  private void rows(Path folder, String table, int file) {
    String rows =
        "%d,%s,%d.00,2026-01-01\n%d,ann,%d.00,2026-01-0%d\n"
            .formatted(day, day % 2 == 0 ? "ann" : "ben", day % 7 - 3, day / 2, day, day % 9 + 1);
    Pipelines.write(folder.resolve("data/%s/%d.csv".formatted(table, file)), HEADER + rows);
  }

  private void write(Path folder) {
    Pipelines.write(folder.resolve("sales.avsc"), SmallShop.SCHEMA);
    String keep = folder.endsWith("kept") ? "keep: {runs: 2}\n" : "";
    StringBuilder yaml = new StringBuilder("name: small\nlake: lake\n" + keep);
    yaml.append("publish: {approve: manual}\ntables:\n");
    for (String table :
        List.of("sales:load: merge, key: [id]", "visits:load: append", "rates:load: replace")) {
      String[] parts = table.split(":", 2);
      yaml.append(
          "  %s: {source: {csv: data/%1$s/*.csv}, schema: sales.avsc, %s, rules: [amount > %d], tolerate: {dead_rows: 99}}\n"
              .formatted(parts[0], parts[1], least));
    }
    yaml.append(
        "models:\n  per_shop: {per: [shop], sql: \"SELECT shop, sum(amount) AS amount FROM sales GROUP BY shop\"}\n");
    Pipelines.write(folder.resolve("pipeline.yaml"), yaml.toString());
  }

  private static Ran sluice(String command, Path folder, String... more) {
    List<String> args = new ArrayList<>(List.of(command, folder.toString()));
    if (command.equals("run") || command.equals("replay")) {
      args.add("--quiet");
    }
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private static Ran promote(Path folder, String part, String... more) {
    List<String> args = new ArrayList<>(List.of("promote", part, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }
}
