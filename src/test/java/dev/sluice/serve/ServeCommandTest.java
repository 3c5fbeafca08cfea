// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.cli.Main;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  private static final String SPEC =
      "name: shop\nlake: lake\ntables:\n  t: {source: {csv: t.csv}, columns: {id: bigint}}\n";

  @TempDir private Path folder;

  @Test
  void servesUntilItIsStoppedByTheFilesAsTheyAre() throws IOException, InterruptedException {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    PipedReader pipe = new PipedReader();
    PrintWriter out = new PrintWriter(new PipedWriter(pipe));
    AtomicInteger exit = new AtomicInteger(-1);
    String[] command = {"serve", folder.toString(), "--port", "0", "--as", "ada"};
    Thread serving =
        new Thread(() -> exit.set(Main.execute(out, new PrintWriter(new StringWriter()), command)));
    serving.start();
    try (BufferedReader lines = new BufferedReader(pipe)) {
      Browser browser = new Browser(lines.readLine());
      assertThat(lines.readLine(), is("Ctrl-C stops it."));
      assertThat(browser.get("").body(), containsString("No run yet."));
      refusesAPortThatIsTaken(browser);
      Pipelines.write(folder.resolve("pipeline.yaml"), SPEC + "nonsense: 1\n");
      Browser.Got invalid = browser.get("");
      assertThat(invalid.status(), is(400));
      assertThat(invalid.body(), containsString("The pipeline is not valid any more: "));
      Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
      assertThat(browser.get("").status(), is(200));
    } finally {
      serving.interrupt();
      serving.join();
    }
    assertThat(exit.get(), is(0));
  }

  @Test
  void refusesAPortThatIsNone() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    for (String port : new String[] {"-1", "65536"}) {
      Ran ran = Pipelines.sluice("serve", folder.toString(), "--port", port);
      assertThat(ran.toString(), ran.exit(), is(2));
      assertThat(ran.err(), containsString("--port is 0 to 65535, and not " + port));
    }
  }

  @Test
  void watchesNoFolderThatIsNotThere() {
    Ran ran = Pipelines.sluice("validate", folder.resolve("none").toString(), "--watch");
    assertThat(ran.toString(), ran.exit(), is(2));
  }

  private void refusesAPortThatIsTaken(Browser browser) {
    String port = Integer.toString(URI.create(browser.address()).getPort());
    Ran second = Pipelines.sluice("serve", folder.toString(), "--port", port);
    assertThat(second.toString(), second.exit(), is(2));
    assertThat(second.err(), containsString("Name another one with --port"));
  }
}
