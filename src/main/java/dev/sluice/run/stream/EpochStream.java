// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.compact.Compaction;
import dev.sluice.run.receive.Reception;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream: one run of the pipeline after the other, each an epoch that takes in what came since
 * the last one, judges it and commits it. Exactly once is the log's doing, as for every run: a
 * position is committed with the rows that were read up to it, so that a process which is killed at
 * any moment is followed by one that goes on where the log ends.
 *
 * <p>An epoch in which nothing came leaves no entry. One that its gates hold back, or that fails by
 * its data, is held with what it had read, and the stream goes on without that. Trouble of the
 * world is tried again for ten minutes.
 */
public final class EpochStream {
  private final PipelineSpec spec;
  private final Predicate<String> isSelected;
  private final Supplier<RunRequest> requests;
  private final Runner runner;
  private final EpochListener listener;
  private final Pace pace;
  private final Outage outage;
  private final WarehousePace warehouse;
  private final EpochSize size;
  private boolean isMore; // waits than the last epoch took in
  private final Gathering gathering = new Gathering();
  private final Set<String> told = new HashSet<>();
  private boolean isWaiting; // or was, and that is told
  private List<UnfinishedStep> left = List.of();

  /**
   * A stream that was not started.
   *
   * @param isSelected the tables for which messages are received, by their names
   * @param requests gives what each epoch is asked to do
   */
  public EpochStream(
      PipelineSpec spec,
      Predicate<String> isSelected,
      Supplier<RunRequest> requests,
      Runner runner,
      EpochListener listener) {
    this(spec, isSelected, requests, runner, listener, EpochSize.LEAST_BYTES);
  }

  /**
   * The same.
   *
   * @param least bytes that an epoch takes in of a table, where they are there
   */
  EpochStream(
      PipelineSpec spec,
      Predicate<String> isSelected,
      Supplier<RunRequest> requests,
      Runner runner,
      EpochListener listener,
      long least) {
    this.spec = spec;
    this.isSelected = isSelected;
    this.requests = requests;
    this.runner = runner;
    this.listener = listener;
    this.pace = new Pace(spec.layout().commitEvery());
    this.size = new EpochSize(spec.layout().commitEvery(), least);
    this.outage = new Outage(spec.layout().commitEvery());
    this.warehouse = WarehousePace.of(spec);
  }

  /** Whether a stream runs on a lake; empty where nobody can tell, as of one in a bucket. */
  public static Optional<Boolean> isRunning(String lake) {
    return StreamLock.isHeld(lake);
  }

  /**
   * Runs epochs until it is told to end.
   *
   * @throws PipelineException what ended it otherwise: ALREADY_RUNNING when another stream runs on
   *     the lake, or in a bucket began since; trouble that lasts; a spec that does not fit any more
   */
  public void run() {
    try (StreamLock lock = StreamLock.take(spec);
        Reception reception = Reception.start(spec, isSelected);
        gathering) {
      if (!reception.addresses().isEmpty()) {
        listener.receiving(reception.addresses());
      }
      do {
        pace.begin();
      } while (epoch(lock, reception) && (isMore ? pace.goesOn() : pace.next()));
      compacted(gathering.last(this::followToEnd));
      followToEnd();
    }
  }

  /**
   * Does what is done of inboxes before a run that is no epoch: receives what waits at senders that
   * can be asked, and clears away what is committed. Nothing of it beside a stream, but where there
   * is something to receive.
   *
   * @return what people should know of it; each a sentence
   * @throws PipelineException ALREADY_RUNNING when a stream receives already
   */
  public static List<String> receive(PipelineSpec spec, Predicate<String> isSelected) {
    if (!Reception.isNeeded(spec)) {
      return List.of();
    }
    if (!Reception.isAsked(spec, isSelected) && isRunning(spec.lake()).orElse(true)) {
      return List.of();
    }
    try (StreamLock unused = StreamLock.take(spec)) {
      Reception.sweep(spec);
      return Reception.drain(spec, isSelected);
    }
  }

  /** Lets the epoch that is under way be the last; callable from any thread. */
  public void end() {
    pace.end();
  }

  /** Runs an epoch; false when none is to follow. */
  private boolean epoch(StreamLock lock, Reception reception) {
    try {
      lock.require();
      RunRequest request = warehouse.epoch(requests.get().asEpoch(size.next()));
      take(request);
      compacted(gathering.next(request, this::followToEnd));
      List<String> notes = reception.refresh();
      if (!notes.isEmpty()) {
        listener.noted(notes);
      }
      outage.end();
      return true;
    } catch (PipelineException e) {
      Duration wait = outage.met(e);
      if (wait == null) {
        throw e;
      }
      listener.postponed(e, wait);
      return pace.rest(wait);
    }
  }

  private void take(RunRequest request) {
    PlannedRun planned = PipelineRun.plan(request);
    isMore = planned instanceof PlannedRun.Ready ready && ready.isCut();
    if (planned instanceof PlannedRun.Waiting && !isWaiting) {
      isWaiting = true;
      listener.waiting();
    }
    if (planned instanceof PlannedRun.Done done) {
      note(done.notes());
      if (!left.isEmpty()) {
        left = PipelineRun.finish(request.spec());
      }
      follow(warehouse.follow(spec));
    }
    if (planned instanceof PlannedRun.Ready ready) {
      isWaiting = true; // what comes now is no longer the first
      note(ready.notes());
      run(ready);
    }
  }

  /** A warehouse that has all there is needs no row again when files become fewer. */
  private void followToEnd() {
    follow(warehouse.end(spec));
  }

  private void compacted(Optional<Compaction.Result> result) {
    result.ifPresent(
        done -> {
          left = warehouse.compacted(spec);
          listener.compacted(done);
        });
  }

  private void run(PlannedRun.Ready ready) {
    long began = System.nanoTime();
    PipelineRun run = PipelineRun.start(ready, runner);
    Manifest manifest;
    try {
      manifest = run.await();
    } catch (PipelineException e) {
      if (e.code().kind() != ErrorKind.DATA || !hold(ready, e.reason(), null)) {
        throw e;
      }
      return;
    }
    if (manifest.outcome() != Manifest.Outcome.FAILED) {
      warehouse.committed();
      gathering.committed();
      left = run.unfinished();
      if (left.isEmpty()) {
        left = warehouse.follow(spec);
      }
      Duration span = Duration.ofNanos(System.nanoTime() - began);
      size.took(ready.bytes(), span);
      listener.committed(manifest, left, span);
    } else if (!hold(ready, manifest.run().reason(), manifest)) {
      throw new PipelineException(
          ErrorCode.CHECK_FAILED,
          "An epoch that read nothing new was held back, and so would every other be: %s. Correct the spec, and start the stream again."
              .formatted(manifest.run().reason()));
    }
  }

  /**
   * Holds an epoch, so that the next one does not read the same and fail the same; false for one
   * that read nothing, for that would not help.
   *
   * @param evidence of its gates; null of one that trouble stopped before
   */
  private boolean hold(PlannedRun.Ready ready, String reason, @Nullable Manifest evidence) {
    HeldEpoch epoch = ready.held(reason, Instant.now());
    if (epoch.inputs().isEmpty()) {
      return false;
    }
    HeldEpochs.of(spec.lake()).hold(epoch);
    listener.held(epoch, evidence);
    return true;
  }

  private void follow(List<UnfinishedStep> unfinished) {
    if (!unfinished.isEmpty()) {
      listener.behind(unfinished);
    }
  }

  private void note(List<String> notes) {
    List<String> fresh = notes.stream().filter(told::add).toList();
    if (!fresh.isEmpty()) {
      listener.noted(fresh);
    }
  }
}
