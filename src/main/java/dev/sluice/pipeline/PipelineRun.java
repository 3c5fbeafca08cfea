// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.batch.LetterCipher;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Checksums;
import dev.sluice.lake.Commit;
import dev.sluice.lake.Commits;
import dev.sluice.lake.LakeRun;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.spec.DeadLetterSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.sql.KernelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A run under way on this machine. */
public final class PipelineRun {
  private final RunContext context;
  private final PipelineSpec spec;
  private final PipelineResult result;

  private PipelineRun(RunContext context, PipelineSpec spec, PipelineResult result) {
    this.context = context;
    this.spec = spec;
    this.result = result;
  }

  /**
   * Starts a run and returns at once.
   *
   * @param specDigest SHA-256 of the spec's files
   * @param createdAt the run's logical time
   * @throws PipelineException when the lake cannot be written, or letters are to be encrypted and
   *     there is no key for it
   */
  public static PipelineRun start(PipelineSpec spec, String specDigest, Instant createdAt) {
    if (spec.deadLetters().payload() == DeadLetterSpec.Payload.ENCRYPT) {
      LetterCipher unused = LetterCipher.fromEnvironment();
    }
    RunContext context = context(spec, specDigest, createdAt.truncatedTo(ChronoUnit.SECONDS));
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    options.setTargetParallelism(Math.max(2, Runtime.getRuntime().availableProcessors()));
    Pipeline pipeline = Pipeline.create(options);
    PipelineGraph.build(pipeline, spec, context);
    return new PipelineRun(context, spec, pipeline.run());
  }

  private static RunContext context(PipelineSpec spec, String specDigest, Instant createdAt) {
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    LakeRun run = new LakeRun(spec.lake(), createdAt.toString(), attempt);
    String scratch = run.absolute(run.scratch());
    try {
      Files.createDirectories(Path.of(scratch));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + spec.lake(), e);
    }
    KernelSettings kernel =
        new KernelSettings(KernelSettings.DEFAULT_MEMORY, scratch, List.of(spec.lake()));
    Manifest previous = Commits.latest(spec.lake()).orElse(null);
    String runId =
        Checksums.sha256(String.join("\n", spec.name(), specDigest, createdAt.toString(), attempt))
            .substring(0, 12);
    Commit.Draft draft =
        new Commit.Draft(
            spec,
            run,
            runId,
            Instant.now().toString(),
            specDigest,
            previous,
            previous == null ? "" : Commits.digest(spec.lake(), previous.number()));
    return new RunContext(run, kernel, draft);
  }

  /**
   * How far one table or model is.
   *
   * @param rows read so far
   * @param dead letters so far
   */
  public record Progress(String table, long rows, long dead) {}

  /** How far the run is; callable at any time from any thread. */
  public List<Progress> progress() {
    MetricsFilter ours =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace("sluice")).build();
    java.util.Map<String, Long> counters = new java.util.HashMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    List<Progress> all = new ArrayList<>();
    spec.tables().forEach(t -> all.add(progress(t.name(), "raw_" + t.name(), counters)));
    spec.models().forEach(m -> all.add(progress(m.name(), m.name(), counters)));
    return all;
  }

  private static Progress progress(
      String table, String landed, java.util.Map<String, Long> counters) {
    return new Progress(
        table,
        counters.getOrDefault(landed + ".landed", 0L),
        counters.getOrDefault(table + ".dead", 0L));
  }

  public boolean isDone() {
    return result.getState().isTerminal();
  }

  /**
   * Waits for the end.
   *
   * @return the committed manifest, or the evidence of a run that its gates held back
   * @throws PipelineException when the run could not finish; its evidence is written as well
   */
  public Manifest await() {
    try {
      result.waitUntilFinish();
    } catch (RuntimeException e) {
      PipelineException trouble = trouble(e);
      Commits.recordFailure(spec.lake(), Evidence.of(context.draft(), trouble));
      throw trouble;
    } finally {
      Scratch.remove(Path.of(context.run().absolute(context.run().scratch())));
    }
    String id = context.draft().runId();
    return Commits.latest(spec.lake())
        .filter(manifest -> manifest.run().id().equals(id))
        .or(
            () ->
                ManifestStore.failed(spec.lake()).stream()
                    .filter(m -> m.run().id().equals(id))
                    .findFirst())
        .orElseThrow(
            () -> new PipelineException(ErrorCode.INTERNAL, "The run ended without a manifest"));
  }

  private static PipelineException trouble(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof PipelineException ours) {
        return ours;
      }
    }
    return new PipelineException(
        ErrorCode.INTERNAL, "The run failed: " + thrown.getMessage(), thrown);
  }
}
