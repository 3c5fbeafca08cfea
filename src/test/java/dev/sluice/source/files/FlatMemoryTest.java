// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.batch.RecordBatch;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.SourceSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file far larger than the heap goes through two steps of a pipeline. */
class FlatMemoryTest {
  private static final int LINES = 3_000_000;

  @TempDir Path folder;

  @Test
  void readsAFileOf300MegabytesInASmallHeap() throws IOException, InterruptedException {
    Path file = folder.resolve("large.csv");
    String rest =
        ",some text that fills the line,and some more of it,0123456789012345678901234567\n";
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,a,b,c\n");
      for (int i = 0; i < LINES; i++) {
        out.write(Integer.toString(1_000_000_000 + i));
        out.write(rest);
      }
    }
    Path log = folder.resolve("log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC", // as the start script; G1 cannot compact arrays of this size
                "-cp",
                System.getProperty("java.class.path"),
                FlatMemoryTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean isDone = child.waitFor(120, TimeUnit.SECONDS);
    child.destroyForcibly();
    String said = Files.readString(log);
    assertThat(said, isDone && child.exitValue() == 0, is(true));
    assertThat(said, said.contains("rows=" + LINES), is(true));
  }

  private static final AtomicLong ROWS = new AtomicLong();

  /** Runs in the child process. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    // The runner's own copies, made to catch steps that change their input, are not of interest.
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--enforceImmutability=false", "--enforceEncodability=false")
                .create());
    pipeline
        .apply(
            "Read",
            Sources.read(
                "t",
                new SourceSpec.Csv(List.of(args), ',', '"', List.of()),
                new TableSchema(List.of())))
        .get(Sources.RAW)
        .apply("Pass", ParDo.of(new PassFn()))
        .apply("Count", ParDo.of(new CountFn()));
    pipeline.run().waitUntilFinish();
    System.out.println("rows=" + ROWS.get());
  }

  static final class PassFn extends DoFn<RecordBatch, RecordBatch> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void pass(@Element RecordBatch batch, OutputReceiver<RecordBatch> out) {
      out.output(batch);
    }
  }

  static final class CountFn extends DoFn<RecordBatch, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void count(@Element RecordBatch batch) {
      long unused = ROWS.addAndGet(batch.rows());
    }
  }
}
