// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.epochs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpochs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochsCommandTest {
  private @TempDir Path folder;

  @BeforeEach
  void hold() {
    spec("load: merge\nkey: id");
    Pipelines.write(folder.resolve("f.csv"), "id\n1\n");
    HeldEpochs held = HeldEpochs.of(folder.resolve("lake").toString());
    InputFile file = new InputFile("/in/a.csv", 10, 5);
    InputFile part = new InputFile("kafka://a:1/t/0", 30, 0, new InputFile.Log("x", 10));
    held.hold(
        HeldEpoch.of(
            "aaaaaaaa", "r", "2026-01-01T00:00:00Z", 1, "too few", Map.of("f", List.of(file))));
    held.hold(
        HeldEpoch.of(
            "bbbbbbbb", "r", "2026-01-02T00:00:00Z", 1, "too many", Map.of("t", List.of(part))));
  }

  private void spec(String load) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: e
        lake: lake
        tables:
          f: {source: {csv: f.csv}, columns: {id: bigint!}}
          t:
            source: {kafka: t, servers: "a:1"}
            columns: {id: bigint!, at: bigint}
            %s
        """
            .formatted(load.replace("\n", "\n    ")));
  }

  private Ran epochs(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "epochs";
    System.arraycopy(args, 0, all, 1, args.length);
    return Pipelines.sluice(all);
  }

  @Test
  void tellsWhatIsHeldAndHowToGoOn() {
    Ran list = epochs("list", folder.toString());
    assertThat(list.toString(), list.exit(), is(0));
    assertThat(list.out(), containsString("aaaaaaaa  held"));
    assertThat(list.out(), containsString("20 messages"));
    assertThat(list.out(), containsString("epochs release " + folder + " ID --why"));
    assertThat(
        epochs("list", folder.toString(), "--json").json().at("/epochs/1/inputs/t/0/from").asLong(),
        is(10L));
  }

  @Test
  void decidesOnceAndRefusesAnotherDecision() {
    Ran released =
        epochs("release", folder.toString(), "aaaaaaaa", "--why", "was right", "--by", "ada");
    assertThat(released.toString(), released.exit(), is(0));
    assertThat(released.out(), containsString("epoch aaaaaaaa is released: 1 file"));
    assertThat(epochs("release", folder.toString(), "aaaaaaaa", "--why", "x").exit(), is(0));
    Ran discarded = epochs("discard", folder.toString(), "aaaaaaaa", "--why", "x");
    assertThat(discarded.exit(), is(3));
    assertThat(discarded.err(), containsString("was released by ada"));
    assertThat(
        epochs("list", folder.toString(), "--all").out(), containsString("aaaaaaaa  released"));
    Ran unknown = epochs("release", folder.toString(), "cccccccc", "--why", "x");
    assertThat(unknown.exit(), is(2));
    assertThat(unknown.err(), containsString("There is no epoch cccccccc"));
  }

  @Test
  void releasesMessagesOfAMergedTableOnlyWhereItSaysWhatIsLater() {
    Ran refused = epochs("release", folder.toString(), "bbbbbbbb", "--why", "x");
    assertThat(refused.exit(), is(3));
    assertThat(refused.err(), containsString("`latest_by`"));
    for (String load : List.of("load: merge\nkey: id\nlatest_by: at", "load: append")) {
      spec(load);
      Ran released = epochs("release", folder.toString(), "bbbbbbbb", "--why", "x");
      assertThat(released.toString(), released.exit(), is(0));
    }
  }
}
