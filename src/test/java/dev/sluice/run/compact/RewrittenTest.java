// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written anew while other runs commit. */
class RewrittenTest {
  private static final int FILES = 8;

  private @TempDir Path folder;
  private final Candidates known = new Candidates();

  @BeforeEach
  void gather() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: lake
        tables:
          clicks:
            source: {csv: "in/*.csv"}
            columns: {id: bigint!}
            load: append
        """);
    for (int file = 1; file <= FILES; file++) {
      come(file);
    }
  }

  private void come(int file) {
    Pipelines.write(folder.resolve("in/" + file + ".csv"), "id\n" + file + "\n");
    Pipelines.run(folder);
  }

  private Rewritten write() {
    Parsed parsed = SpecParser.parse(folder);
    return Compaction.ofMany(Objects.requireNonNull(parsed.spec()), parsed.digest(), known)
        .orElseThrow()
        .write(Clock.systemUTC());
  }

  private Manifest newest() {
    return ManifestStore.latest(folder.resolve("lake").toString()).orElseThrow().manifest();
  }

  private long files(String table) {
    return newest().table(table).orElseThrow().data().count();
  }

  private List<String> rows() {
    Ran ran =
        Pipelines.sluice(
            "query", folder.toString(), "SELECT id FROM clicks ORDER BY id", "--format", "csv");
    return ran.out().lines().skip(1).toList();
  }

  private void requireSound() {
    Ran verify = Pipelines.sluice("verify", folder.toString());
    assertThat(verify.toString(), verify.exit(), is(0));
  }

  @Test
  void areCommittedAfterRunsThatCameMeanwhile() {
    try (Rewritten rewritten = write()) {
      come(9);
      come(10);
      Compaction.Result result = rewritten.commit(known).orElseThrow();
      assertThat(
          result.tables().stream().map(t -> t.name() + " " + t.files() + " " + t.made()).toList(),
          is(List.of("raw_clicks 8 1", "clicks 8 1")));
    }
    assertThat(newest().number(), is(11L));
    assertThat(files("clicks"), is(3L));
    assertThat(files("raw_clicks"), is(3L));
    assertThat(rows(), is(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")));
    requireSound();
    come(11);
    assertThat(files("clicks"), is(4L));
    requireSound();
  }

  @Test
  void areLeftWhereAFileWentMeanwhile() {
    try (Rewritten rewritten = write()) {
      Ran compact = Pipelines.sluice("compact", folder.toString());
      assertThat(compact.toString(), compact.exit(), is(0));
      assertThat(rewritten.commit(known).isPresent(), is(false));
    }
    assertThat(newest().number(), is(9L));
    assertThat(files("clicks"), is(1L));
    assertThat(rows(), is(List.of("1", "2", "3", "4", "5", "6", "7", "8")));
    Ran swept = Pipelines.sluice("gc", folder.toString(), "--older-than", "0s");
    assertThat(swept.out(), containsString("data of attempts never committed      3"));
    requireSound();
  }

  @Test
  void areSafeFromASweepUntilTheyAreClosed() {
    try (Rewritten rewritten = write()) {
      Ran swept = Pipelines.sluice("gc", folder.toString(), "--older-than", "0s");
      assertThat(swept.toString(), swept.exit(), is(0));
      assertThat(rewritten.commit(known).isPresent(), is(true));
    }
    assertThat(rows(), is(List.of("1", "2", "3", "4", "5", "6", "7", "8")));
    requireSound();
  }
}
