// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.fact.Fact;
import dev.sluice.fact.GatherFacts;
import dev.sluice.intake.Intake;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.log.Manifest;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Judges the run as a whole and commits it: balanced accounts, every tolerance kept, every check
 * passed. The output is the committed manifest, or nothing when a gate held the run back (its
 * evidence is then written). Committing twice gives the same manifest.
 */
public final class Commit extends PTransform<PCollection<Fact>, PCollection<Manifest>> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<Manifest> COMMITTED = new TupleTag<>("committed") {};
  static final TupleTag<Manifest> HELD_BACK = new TupleTag<>("held back") {};

  private final Draft draft;
  private final Set<String> attempts;
  private final boolean failsTheJob;

  private Commit(Draft draft, Set<String> attempts, boolean failsTheJob) {
    this.draft = draft;
    this.attempts = attempts;
    this.failsTheJob = failsTheJob;
  }

  public static Commit run(Draft draft) {
    return new Commit(draft, Set.of(), false);
  }

  /** The same, which commits what earlier attempts at the run finished as well. */
  public Commit takingOver(Set<String> earlier) {
    return new Commit(draft, Set.copyOf(earlier), failsTheJob);
  }

  /** The same, where a run that its gates held back is to end as a job that failed. */
  public Commit failingTheJob(boolean isAsked) {
    return new Commit(draft, attempts, isAsked);
  }

  /**
   * What is known of the manifest before the run.
   *
   * @param base the manifest whose state this run builds on; null for none
   * @param head the newest manifest, which this one follows
   * @param released the number of the manifest that production shows; 0 for none
   * @param intakes what is taken in of each table; everything where it says nothing
   */
  public record Draft(
      PipelineSpec spec,
      Scope run,
      Request request,
      @Nullable Manifest base,
      Head head,
      long released,
      Map<String, Intake> intakes)
      implements Serializable {
    public Draft {
      intakes = Map.copyOf(intakes);
    }

    public String runId() {
      return request.runId();
    }

    public Intake intake(String table) {
      return intakes.getOrDefault(table, Intake.ALL);
    }

    /** A table's state before the run. */
    public Optional<TableState> before(String table) {
      return base == null ? Optional.empty() : base.table(table);
    }

    /** The files before the run in which rows may be whose place this run's rows take. */
    public List<DataFile> touched(String table, Intake intake) {
      return intake.replaced().isNothing()
          ? List.of()
          : data(table).where(intake.replaced()::touches);
    }

    /** What a table consisted of before the run. */
    public TableState.Data data(String table) {
      return before(table).map(TableState::data).orElse(new TableState.Data(List.of(), List.of()));
    }

    /** Tables that were there before the run and that its spec does not have. */
    public List<TableState> left() {
      if (base == null) {
        return List.of();
      }
      Set<String> known =
          new HashSet<>(
              List.of(LakeTables.DEAD_LETTERS, LakeTables.REPLAYS, LakeTables.CHECK_ROWS));
      for (TableSpec table : spec.tables()) {
        String name = table.name();
        known.addAll(List.of(name, LakeTables.raw(name), DeletedRows.of(name)));
      }
      spec.models().forEach(model -> known.add(model.name()));
      return base.tables().stream().filter(table -> !known.contains(table.table())).toList();
    }

    /** The stamp of the manifest, or of the evidence that says why there is none. */
    public Manifest.Stamp stamp(String reason) {
      return new Manifest.Stamp(
          request.runId(),
          run.attempt(),
          run.createdAt(),
          request.startedAt(),
          Instant.now().toString(),
          request.specDigest(),
          request.inputs(),
          reason);
    }
  }

  /**
   * What was asked for.
   *
   * @param startedAt wall clock, ISO 8601 in UTC
   * @param specDigest SHA-256 of the spec's files
   */
  public record Request(String runId, String startedAt, String specDigest, Manifest.Inputs inputs)
      implements Serializable {}

  /**
   * The newest manifest.
   *
   * @param number 0 when there is none
   * @param digest SHA-256 of its document; empty when there is none
   */
  public record Head(long number, String digest) implements Serializable {
    public static final Head NONE = new Head(0, "");
  }

  @Override
  public PCollection<Manifest> expand(PCollection<Fact> facts) {
    PCollectionTuple judged =
        facts
            .apply("Verify", VerifyLanded.landed(draft.run(), attempts))
            .apply("Gather", GatherFacts.asOne())
            .apply(
                "Commit",
                ParDo.of(new CommitFn(draft))
                    .withOutputTags(COMMITTED, TupleTagList.of(HELD_BACK)));
    SerializableCoder<Manifest> coder = SerializableCoder.of(Manifest.class);
    PCollection<Manifest> heldBack = judged.get(HELD_BACK).setCoder(coder);
    if (failsTheJob) {
      // A runner tries a step that failed several times; behind the shuffle, it is this one alone.
      PCollection<Void> unused =
          heldBack
              .apply("Evidence is written", Reshuffle.viaRandomKey())
              .apply("Fail", ParDo.of(new FailJobFn()));
    }
    return judged.get(COMMITTED).setCoder(coder);
  }
}
