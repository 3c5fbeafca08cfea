// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Posts;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second opinion on coders and grouping: Prism sends every element of the shop through its coder.
 */
class PrismIT {
  private static final Path PROGRAM = Path.of("target/emulators/prism");
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");
  private static final long PATIENCE_SECONDS = 30;
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'production' ORDER BY 1";

  private @TempDir Path temp;

  @Test
  void makesTheTablesOfTheShop() throws IOException {
    assumeTrue(
        Files.isExecutable(PROGRAM) && isRunnerThere(),
        "no Prism; CONTRIBUTING.md says how to run this");
    Path ours = Pipelines.copy(Path.of("examples/shop"), temp.resolve("prism/shop"));
    Path usual = Pipelines.copy(Path.of("examples/shop"), temp.resolve("direct/shop"));
    Pipelines.Ran unused = Pipelines.run(usual);
    int port = Posts.freePort();
    Process prism =
        new ProcessBuilder(
                PROGRAM.toAbsolutePath().toString(), "-job_port=" + port, "-serve_http=false")
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("prism.txt").toFile())
            .start();
    try {
      await(port);
      run(ours, port);
    } finally {
      prism.destroyForcibly();
    }
    String own = ours.resolve("build/shop.duckdb").toString();
    String other = usual.resolve("build/shop.duckdb").toString();
    List<String> tables = Pipelines.query(other, TABLES);
    assertThat(tables, hasSize(7));
    assertThat(Pipelines.query(own, TABLES), is(tables));
    for (String table : tables) {
      assertThat(
          table,
          Pipelines.attached(
              own,
              "ATTACH '%s' AS other (READ_ONLY)".formatted(other),
              "FROM production." + table,
              "FROM other.production." + table),
          empty());
    }
  }

  private static void run(Path folder, int port) {
    Parsed parsed = SpecParser.parse(folder);
    RunRequest request =
        RunRequest.of(Objects.requireNonNull(parsed.spec()), parsed.digest(), TIME);
    PlannedRun.Ready ready = (PlannedRun.Ready) PipelineRun.plan(request);
    PipelineOptionsFactory.resetCache(); // a run on this machine left out other runners' options
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=PortableRunner",
                    "--jobEndpoint=localhost:" + port,
                    "--defaultEnvironmentType=LOOPBACK")
                .create());
    PipelineGraph.build(pipeline, ready.spec(), ready.written(), PipelineGraph.Host.CLUSTER);
    assertThat(pipeline.run().waitUntilFinish(), is(State.DONE));
    assertThat(PipelineRun.finish(ready.spec()), empty());
  }

  private static boolean isRunnerThere() {
    try {
      Class<?> unused = Class.forName("org.apache.beam.runners.portability.PortableRunner");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void await(int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new AssertionError(e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}
