// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.graph.RunContext;
import dev.sluice.intake.InputFile;
import dev.sluice.letters.selection.LetterSelection;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.Manifest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request comes to. */
public sealed interface PlannedRun {
  /**
   * There is nothing to do: the newest run took in the same input by the same spec.
   *
   * @param manifest of that run
   * @param isRejected whether a person rejected it, or one it builds on
   */
  record Done(Manifest manifest, boolean isRejected, List<String> notes) implements PlannedRun {
    public Done {
      notes = List.copyOf(notes);
    }

    /** The same with what people should know of the sources. */
    Done noted(List<String> sentences) {
      return new Done(manifest, isRejected, sentences);
    }
  }

  /** An epoch of a stream of which no source holds anything so far. */
  record Waiting() implements PlannedRun {}

  /**
   * There is no dead letter to replay.
   *
   * @param left those that are meant, and cannot be taken; null in a lake without a run
   */
  record NoLetters(LetterSelection.@Nullable Left left) implements PlannedRun {}

  /** There is something to do. */
  final class Ready implements PlannedRun {
    private final RunContext context;
    private final Attempt attempt;
    private final @Nullable LetterSelection letters;
    private final List<String> notes;
    private final boolean isCut;

    Ready(
        RunContext context,
        Attempt attempt,
        @Nullable LetterSelection letters,
        List<String> notes,
        boolean isCut) {
      this.isCut = isCut;
      this.notes = List.copyOf(notes);
      this.context = context;
      this.attempt = attempt;
      this.letters = letters;
    }

    /** Under way already. */
    public Attempt attempt() {
      return attempt;
    }

    /** What is replayed; null for a run that reads its sources. */
    public @Nullable LetterSelection letters() {
      return letters;
    }

    /** What people should know before it runs; each a sentence. */
    public List<String> notes() {
      return notes;
    }

    /** Whether there is more than it takes in, which is left for the next epoch. */
    public boolean isCut() {
      return isCut;
    }

    /** How many bytes it reads of its sources; of messages, about. */
    public long bytes() {
      return context.files().values().stream()
          .flatMap(List::stream)
          .mapToLong(InputFile::length)
          .sum();
    }

    /** The pipeline that is run. */
    public PipelineSpec spec() {
      return context.draft().spec();
    }

    /** By which this run, and no other, is known. */
    public String runId() {
      return context.draft().runId();
    }

    RunContext context() {
      return context;
    }

    /** The epoch of a stream that this is, held for a reason. */
    public HeldEpoch held(String reason, Instant at) {
      Manifest base = context.draft().base();
      return HeldEpoch.of(
          context.run().attempt(),
          runId(),
          at.toString(),
          base == null ? 0 : base.number(),
          reason,
          context.files());
    }

    /** The run, with the letters it replays written down for it. */
    public RunContext written() {
      if (letters == null) {
        return context;
      }
      try {
        return context.replaying(letters.write(context.run(), context.draft().runId()));
      } catch (RuntimeException e) {
        attempt.end();
        throw e;
      }
    }

    /** The tables and models that an earlier attempt at this run finished. */
    public List<String> finished() {
      return List.copyOf(context.finished().keySet());
    }
  }
}
