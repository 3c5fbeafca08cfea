// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.sluice.fact.meter.StepMeter;
import dev.sluice.fixture.Pipelines;
import dev.sluice.graph.ChangedRun;
import dev.sluice.table.log.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line of a log says of which run and step it is. */
class LogPlaceTest {
  private static final String NAME = "dev.sluice.test.LogPlaceTest";

  private @TempDir Path folder;

  @Test
  void saysWhatIsKnown() {
    assertThat(LogPlace.of(null, null), is(""));
    assertThat(LogPlace.of("1f2e", null), is("[run 1f2e] "));
    assertThat(LogPlace.of(null, "Commit"), is("[Commit] "));
    assertThat(LogPlace.of("1f2e", "Read orders"), is("[run 1f2e, Read orders] "));
  }

  @Test
  void aStepsThreadKnowsItsRun() {
    Pipelines.write(folder.resolve("a.csv"), "id\n1\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: logged
        lake: lake
        tables:
          a:
            source: {csv: a.csv}
            columns: {id: bigint!}
        """);
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    Handler handler = new Noting(lines);
    Logger logger = Logger.getLogger(NAME);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      Manifest run =
          ChangedRun.of(
              folder,
              Instant.parse("2026-02-01T00:00:00Z"),
              pipeline ->
                  pipeline
                      .apply("Begin here", Create.of(1))
                      .apply("Log", ParDo.of(new LoggingFn())));
      assertThat(lines, hasItem("[run " + run.run().id() + ", Log] something"));
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  private static final class LoggingFn extends DoFn<Integer, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void log(@Element Integer unused) {
      try (StepMeter.Turn turn = StepMeter.of("Log").begin()) {
        Logger.getLogger(NAME).warning("something");
      }
    }
  }

  private static final class Noting extends Handler {
    private final Queue<String> lines;

    Noting(Queue<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord record) {
      lines.add(LogPlace.here() + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
