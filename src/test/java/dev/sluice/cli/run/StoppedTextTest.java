// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.fact.meter.Measured;
import dev.sluice.fixture.Shop;
import dev.sluice.run.PipelineRun.Stopped;
import dev.sluice.run.progress.Doing;
import dev.sluice.run.progress.RunSnapshot;
import dev.sluice.run.progress.TableProgress;
import dev.sluice.run.runner.RemoteJob;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoppedTextTest {
  private static final RunSnapshot HALF =
      new RunSnapshot(
          List.of(
              table("customers", Doing.UNCHANGED),
              table("orders", Doing.DONE),
              table("payments", Doing.MERGING),
              table("revenue", Doing.WAITING)),
          "");

  private static TableProgress table(String name, Doing doing) {
    return new TableProgress(name, doing, 1, 0, Duration.ZERO);
  }

  private static StoppedText text(@Nullable Manifest manifest, boolean isCertain) {
    Stopped stopped = new Stopped("run-1", manifest, null, isCertain, List.of("customers"));
    return new StoppedText(stopped, HALF, "./sluice run shop");
  }

  @Test
  void saysWhatIsLeftAndHowToGoOn() {
    assertThat(
        text(null, true).render(),
        is(
            """
            sluice: stopped: nothing of this run is visible, all is as before
              finished      customers, orders: the next run takes it over, unless the spec or the input changes
              not finished  payments: the next run starts it from the beginning
            next
              ./sluice run shop
            """));
    assertThat(text(null, true).tree().get("finished"), equalTo(List.of("customers", "orders")));
    assertThat(text(null, true).tree().get("outcome"), equalTo("stopped"));
  }

  @Test
  void saysWhatIsTrueOfARunThatWasJudgedBefore() {
    assertThat(
        text(Shop.published(7), true).render(),
        containsString("sluice: stopped after run 7 was committed (released)\n"));
    assertThat(
        text(Shop.failed(), true).render(),
        containsString("sluice: stopped after the run failed by its checks\n"));
  }

  @Test
  void doesNotClaimWhatItCannotKnow() {
    assertThat(
        text(null, false).render(),
        is(
            "sluice: stopped while it was being committed\n"
                + "  Whether the commit happened cannot be told: look at `sluice status`.\n"));
  }

  @Test
  void saysThatAJobElsewhereGoesOn() {
    Stopped stopped =
        new Stopped("run-1", null, new RemoteJob("job-1", "https://x/job-1"), true, List.of());
    assertThat(
        new StoppedText(stopped, HALF, "sluice run").render(),
        containsString("sluice: stopped waiting; job job-1 goes on: https://x/job-1\n"));
  }

  @Test
  void tellsOfEveryStepThatHasRows() {
    List<Measured> steps =
        List.of(
            new Measured("Read orders", 1_000, 2, 5_000, 0, 2_000, false),
            new Measured("Finish orders", 0, 0, 0, 0, 1, false));
    assertThat(
        new StepsText(steps).render(),
        is(
            """
            steps
              step          time   rows  rows/s  bytes
              Read orders  2.0 s  1,000     500  5,000

            """));
  }
}
