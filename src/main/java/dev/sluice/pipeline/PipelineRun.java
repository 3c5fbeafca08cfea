// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.batch.LetterCipher;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.RunFolder;
import dev.sluice.lake.store.Failpoints;
import dev.sluice.lake.store.Failpoints.Step;
import dev.sluice.promote.Notices;
import dev.sluice.promote.Webhook;
import dev.sluice.spec.DeadLetterSpec;
import dev.sluice.spec.NotifySpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.warehouse.Rebuilt;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Attempt attempt;
  private final PipelineResult result;

  private PipelineRun(
      RunContext context, PipelineSpec spec, Attempt attempt, PipelineResult result) {
    this.context = context;
    this.spec = spec;
    this.attempt = attempt;
    this.result = result;
  }

  /**
   * Finishes what a crash left undone of the run before, and makes a warehouse anew that cannot be
   * used; to be called first.
   *
   * @return what was made anew
   */
  public static Optional<Rebuilt> settle(RunRequest request) {
    try {
      return Settle.newest(request.spec());
    } catch (PipelineException e) {
      throw recorded(request, e);
    }
  }

  /**
   * Works out what there is to do, after finishing what a crash left undone of the run before.
   *
   * @throws PipelineException when the request cannot be met, or the lake cannot be used
   */
  public static Planned plan(RunRequest request) {
    if (request.spec().deadLetters().payload() == DeadLetterSpec.Payload.ENCRYPT) {
      LetterCipher unused = LetterCipher.fromEnvironment();
    }
    NotifySpec notify = request.spec().publish().notice();
    if (notify != null && notify.kind() == NotifySpec.Kind.WEBHOOK) {
      Webhook unused = Webhook.fromEnvironment(notify.target());
    }
    try {
      Settle.again(request.spec());
      Planned planned = Planner.plan(request, Clock.systemUTC());
      if (!(planned instanceof Planned.Ready)) {
        deliver(request.spec());
      }
      return planned;
    } catch (PipelineException e) {
      throw recorded(request, e);
    }
  }

  private static PipelineException recorded(RunRequest request, PipelineException e) {
    if (e.code().kind() == ErrorKind.EXTERNAL && e.code() != ErrorCode.MANIFEST_INVALID) {
      Evidence.record(request, e);
    }
    return e;
  }

  /** Starts a run and returns at once. */
  public static PipelineRun start(Planned.Ready ready) {
    return start(ready, pipeline -> {});
  }

  /** As {@link #start(Planned.Ready)}, of a graph that is changed before it runs. */
  static PipelineRun start(Planned.Ready ready, Consumer<Pipeline> change) {
    Attempt attempt = ready.attempt();
    RunContext context = ready.written();
    PipelineSpec spec = context.draft().spec();
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    options.setTargetParallelism(Math.max(2, Runtime.getRuntime().availableProcessors()));
    Pipeline pipeline =
        Pipeline.create(RemoteFiles.areUsedBy(spec) ? RemoteFiles.configure(options) : options);
    PipelineGraph.build(pipeline, spec, context);
    change.accept(pipeline);
    return new PipelineRun(context, spec, attempt, pipeline.run());
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
    Map<String, Long> counters = new HashMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    List<Progress> all = new ArrayList<>();
    spec.tables().forEach(t -> all.add(progress(t.name(), "raw_" + t.name(), counters)));
    spec.models().forEach(m -> all.add(progress(m.name(), m.name(), counters)));
    return all;
  }

  private static Progress progress(String table, String landed, Map<String, Long> counters) {
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
   * @return the committed manifest, which may be that of another attempt at the same run, or the
   *     evidence of a run that its gates held back
   * @throws PipelineException when the run could not finish; its evidence is written as well
   */
  public Manifest await() {
    Manifest manifest;
    try {
      result.waitUntilFinish();
      manifest = outcome();
    } catch (RuntimeException e) {
      throw failed(trouble(e));
    }
    attempt.end();
    if (manifest.outcome() != Manifest.Outcome.FAILED) {
      Settle.again(spec);
      Failpoints.around(
          Step.CHECKPOINTS_REMOVE,
          () -> new RunFolder(spec.lake(), context.draft().runId()).remove());
      deliver(spec);
    }
    return manifest;
  }

  private static void deliver(PipelineSpec spec) {
    NotifySpec notify = spec.publish().notice();
    if (notify != null) {
      int unused = new Notices(spec.lake(), notify).deliver();
    }
  }

  /** The attempt whose work this run would commit. */
  public String attempt() {
    return context.run().attempt();
  }

  /** The manifest under the number this run was to take, when it is of this run. */
  private Optional<Manifest> committed() {
    return ManifestStore.at(spec.lake(), context.draft().head().number() + 1)
        .map(ManifestStore.Committed::manifest)
        .filter(manifest -> manifest.run().id().equals(context.draft().runId()));
  }

  private Manifest outcome() {
    return committed()
        .or(
            () ->
                ManifestStore.failed(spec.lake()).stream()
                    .filter(m -> m.run().attempt().equals(context.run().attempt()))
                    .findFirst())
        .orElseThrow(
            () -> new PipelineException(ErrorCode.INTERNAL, "The run ended without a manifest"));
  }

  private PipelineException failed(PipelineException trouble) {
    if (trouble.code() == ErrorCode.COMMIT_UNKNOWN) {
      Evidence.record(context.draft(), trouble);
      return trouble;
    }
    attempt.end();
    Optional<Manifest> committed =
        trouble.code() == ErrorCode.MANIFEST_INVALID ? Optional.empty() : committed();
    if (committed.isPresent()) {
      return new PipelineException(
          trouble.code(),
          "Run %s is committed as %s, but what follows was not done: %s. Run the same command again to finish it."
              .formatted(context.draft().runId(), committed.get().path(), trouble.getMessage()),
          trouble);
    }
    Evidence.record(context.draft(), trouble);
    return trouble;
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
