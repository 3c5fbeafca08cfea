// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import dev.sluice.fact.meter.Measured;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.graph.PipelineGraph;
import dev.sluice.graph.RunContext;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.plan.Attempt;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.Planner;
import dev.sluice.plan.RunRequest;
import dev.sluice.promote.notify.Webhook;
import dev.sluice.promote.sign.Signers;
import dev.sluice.run.progress.ProgressWatch;
import dev.sluice.run.progress.RunSnapshot;
import dev.sluice.run.progress.Snapshots;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.run.runner.RemoteJob;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.run.settle.FollowUpResult;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.store.document.CommitGate;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A run under way. */
public final class PipelineRun {
  /** Nothing is written into a lake that is broken, or another pipeline's. */
  private static final Set<ErrorCode> UNTOUCHED =
      Set.of(ErrorCode.MANIFEST_INVALID, ErrorCode.LAKE_TAKEN);

  /** How long a document may take that is being written when the process is told to end. */
  private static final Duration LAST_WRITE = Duration.ofSeconds(10);

  /** Under which a log line says the run. */
  public static final String LOGGED = "run";

  private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

  private final RunContext context;
  private final PipelineSpec spec;
  private final Attempt attempt;
  private final PipelineResult result;
  private final ProgressWatch progress;
  private List<UnfinishedStep> unfinished = List.of();

  private PipelineRun(
      Runner runner, PlannedRun.Ready ready, RunContext context, PipelineResult result) {
    this.context = context;
    this.spec = context.draft().spec();
    this.attempt = ready.attempt();
    this.result = result;
    this.progress =
        new ProgressWatch(new Snapshots(spec, context::stays), result, runner.isRemote());
  }

  /**
   * Finishes what a crash left undone of the run before, and makes a warehouse anew that cannot be
   * used; to be called first.
   *
   * @throws PipelineException when the lake cannot be used, or the warehouse is another lake's; one
   *     that cannot follow now holds no run back
   */
  public static FollowUpResult settle(RunRequest request) {
    try {
      return FollowUp.newest(request.spec());
    } catch (PipelineException e) {
      throw recorded(request, e);
    }
  }

  /**
   * Works out what there is to do, after finishing what a crash left undone of the run before.
   *
   * @throws PipelineException when the request cannot be met, or the lake cannot be used
   */
  public static PlannedRun plan(RunRequest request) {
    if (request.spec().deadLetters().payload() == DeadLetterSpec.Payload.ENCRYPT) {
      LetterCipher unused = LetterCipher.fromEnvironment();
    }
    NotifySpec notify = request.spec().publish().notice();
    if (notify != null && notify.kind() == NotifySpec.Kind.WEBHOOK) {
      Webhook unused = Webhook.fromEnvironment(notify.target());
    }
    if (request.spec().publish().approve() == PublishSpec.Approve.AUTO) {
      Signers.of(request.spec().publish().signers()).requireKey();
    }
    try {
      List<UnfinishedStep> unused = FollowUp.again(request.spec());
      LakeFolder.prepare(request.spec());
      return Planner.plan(request, Clock.systemUTC());
    } catch (PipelineException e) {
      throw recorded(request, e);
    }
  }

  private static PipelineException recorded(RunRequest request, PipelineException e) {
    if (e.code().kind() == ErrorKind.EXTERNAL && !UNTOUCHED.contains(e.code())) {
      FailureEvidence.record(request, e);
      Telling.failed(request.spec(), e);
    }
    return e;
  }

  /** Starts a run on this machine and returns at once. */
  public static PipelineRun start(PlannedRun.Ready ready) {
    return start(ready, Runner.direct(), pipeline -> {});
  }

  /**
   * Starts a run and returns at once.
   *
   * @throws PipelineException when the runner did not take it; its evidence is written as well
   */
  public static PipelineRun start(PlannedRun.Ready ready, Runner runner) {
    return start(ready, runner, pipeline -> {});
  }

  /** As {@link #start(Planned.Ready, Runner)}, of a graph that is changed before it runs. */
  public static PipelineRun start(
      PlannedRun.Ready ready, Runner runner, Consumer<Pipeline> change) {
    RunContext context = ready.written();
    StepMeter.reset();
    MDC.put(LOGGED, context.draft().runId());
    try {
      PipelineSpec spec = context.draft().spec();
      Pipeline pipeline = Pipeline.create(options(context, runner));
      int threads = pipeline.getOptions().as(DirectOptions.class).getTargetParallelism();
      PipelineGraph.build(pipeline, spec, context, runner.host(), threads);
      change.accept(pipeline);
      PipelineRun run = new PipelineRun(runner, ready, context, runner.start(pipeline));
      Telling.started(spec, context.draft().stamp(""));
      return run;
    } catch (RuntimeException e) {
      throw notStarted(ready, context, runner, e);
    }
  }

  private static PipelineOptions options(RunContext context, Runner runner) {
    PipelineSpec spec = context.draft().spec();
    PipelineOptions options = runner.options(spec, context.draft().runId());
    return RemoteFiles.areUsedBy(spec) ? RemoteFiles.configure(options) : options;
  }

  private static PipelineException notStarted(
      PlannedRun.Ready ready, RunContext context, Runner runner, RuntimeException e) {
    PipelineException trouble =
        runner.isRemote() ? RemoteJob.notStarted(runner, e) : Unexpected.of(e);
    ready.attempt().end();
    if (trouble.code() != ErrorCode.ALREADY_RUNNING) {
      FailureEvidence.record(context.draft(), trouble);
      Telling.failed(context.draft().spec(), trouble);
    }
    return trouble;
  }

  /** How far the run is; callable at any time from any thread. */
  public RunSnapshot progress() {
    return progress.now();
  }

  /** What each step did so far. */
  public List<Measured> steps() {
    return progress.steps();
  }

  /** The job that runs elsewhere, by which it can be looked at; empty for a run on this machine. */
  public Optional<RemoteJob> job() {
    return progress.isRemote() ? Optional.of(RemoteJob.of(result)) : Optional.empty();
  }

  /**
   * What became of a run that was stopped.
   *
   * @param manifest when it was judged before
   * @param job when it goes on elsewhere
   * @param isCertain whether nothing can be committed any more
   * @param finished what an earlier attempt had finished
   */
  public record Stopped(
      String runId,
      @Nullable Manifest manifest,
      @Nullable RemoteJob job,
      boolean isCertain,
      List<String> finished) {}

  /** Lets nothing be committed any more, for the process ends: to be called by what runs then. */
  public Stopped stop() {
    String runId = context.draft().runId();
    if (progress.isRemote()) {
      return new Stopped(runId, null, RemoteJob.of(result), true, List.of());
    }
    boolean isClosed = CommitGate.close(LAST_WRITE);
    Optional<Manifest> judged;
    try {
      judged = judged();
    } catch (PipelineException e) {
      isClosed = false;
      judged = Optional.empty();
    }
    return new Stopped(
        runId, judged.orElse(null), null, isClosed, List.copyOf(context.finished().keySet()));
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
    Manifest manifest = ended();
    attempt.end();
    if (manifest.outcome() == Manifest.Outcome.FAILED) {
      unfinished = Telling.ended(spec);
    } else {
      unfinished = finish(spec);
      Failpoints.around(
          Step.CHECKPOINTS_REMOVE,
          () -> new RunFolder(spec.lake(), context.draft().runId()).remove());
    }
    return manifest;
  }

  private Manifest ended() {
    try {
      PipelineResult.State state = result.waitUntilFinish();
      if (progress.isRemote()) {
        RemoteJob.of(result).requireDone(state);
      }
      return outcome();
    } catch (RuntimeException | Error e) {
      return judgedAllTheSame(Unexpected.of(e));
    }
  }

  /** What follows the commit and could not be done; known once {@link #await} returned. */
  public List<UnfinishedStep> unfinished() {
    return unfinished;
  }

  /**
   * Does what follows a commit, as far as it was not done: production, the warehouse, the messages.
   *
   * @return what could not be done; the next command does it
   */
  public static List<UnfinishedStep> finish(PipelineSpec spec) {
    List<UnfinishedStep> left = FollowUp.after(spec);
    return left.isEmpty() ? Telling.ended(spec) : left;
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

  /** The evidence of a run that its gates held back. */
  private Optional<Manifest> heldBack() {
    return ManifestStore.failed(spec.lake()).stream()
        .filter(m -> m.run().attempt().equals(context.run().attempt()))
        .filter(m -> m.verdicts().stream().anyMatch(Verdict::blocks))
        .findFirst();
  }

  private Optional<Manifest> judged() {
    return committed().or(this::heldBack);
  }

  private Manifest outcome() {
    return judged()
        .orElseThrow(
            () -> new PipelineException(ErrorCode.INTERNAL, "The run ended without a manifest"));
  }

  /**
   * The run's manifest, when only what follows the commit failed: that is done once more. Or its
   * evidence, when it is the gates that let the job fail.
   */
  private Manifest judgedAllTheSame(PipelineException trouble) {
    if (trouble.code() == ErrorCode.COMMIT_UNKNOWN) {
      FailureEvidence.record(context.draft(), trouble);
      throw trouble;
    }
    Optional<Manifest> judged =
        trouble.code() == ErrorCode.MANIFEST_INVALID ? Optional.empty() : judged();
    if (judged.isPresent()) {
      LOG.debug("The run was judged before this happened", trouble);
      return judged.get();
    }
    attempt.end();
    FailureEvidence.record(context.draft(), trouble);
    Telling.failed(spec, trouble);
    throw trouble;
  }
}
