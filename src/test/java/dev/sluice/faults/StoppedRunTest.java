// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says when it is told to end is true afterwards. */
class StoppedRunTest {
  private static final int TERMINATED = 143;

  @TempDir private Path temp;
  private Path shop = Path.of("");

  @BeforeEach
  void make() {
    shop = temp.resolve("shop");
    assertThat(Pipelines.sluice("init", shop.toString()).exit(), is(0));
  }

  private Child stoppedAt(String failpoint) {
    Child child =
        Child.start(Map.of(Failpoints.VARIABLE, failpoint + ":stop"), "run", shop.toString())
            .awaitStopped();
    child.terminate();
    assertThat(child.goOn().await(), is(TERMINATED));
    return child;
  }

  private boolean isCommitted() {
    return Files.exists(shop.resolve("build/lake/_sluice/log/000001.json"));
  }

  @Test
  void aCommitThatIsOnItsWayGoesThroughAndIsSaid() {
    String said = stoppedAt("manifest.write:before:1").output();
    assertThat(said, containsString("sluice: stopped after run 1 was committed (released)\n"));
    assertThat(isCommitted(), is(true));
  }

  @Test
  void whatIsFinishedIsTakenUpByTheNextRun() {
    String said = stoppedAt("checkpoint.write:after:1").output();
    assertThat(said, said.contains("nothing of this run is visible"), is(!isCommitted()));
    assertThat(said, containsString("\nnext\n  sluice run " + shop + "\n"));
    assertThat(Pipelines.run(shop).out(), containsString("orders"));
    assertThat(isCommitted(), is(true));
  }
}
