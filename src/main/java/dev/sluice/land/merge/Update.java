// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.NoteFiles;
import dev.sluice.fact.Told;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.land.Inherit;
import dev.sluice.land.Land;
import dev.sluice.land.NoteCursor;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.ListFiles;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Lands valid rows and makes the live files of their table: merged with earlier rows by key, beside
 * the earlier ones, or in their place.
 */
public final class Update extends PTransform<PCollection<RecordBatch>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Every live file of the table after this run. */
  public static final TupleTag<DataFile> LIVE = new TupleTag<>("live") {};

  /** Rows by where they went, the files of this run, and how far the cursor came. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final Plan plan;
  private final Scope scope;
  private final KernelSettings kernel;

  private Update(Plan plan, Scope scope, KernelSettings kernel) {
    this.plan = plan;
    this.scope = scope;
    this.kernel = kernel;
  }

  public static Update table(Plan plan, Scope scope, KernelSettings kernel) {
    return new Update(plan, scope, kernel);
  }

  /**
   * What to update, and how.
   *
   * @param cutting into which buckets a merged table is cut
   * @param before the table before this run
   * @param letters the absolute path of the dead letters that are replayed; null for rows of the
   *     source
   * @param isRead whether somebody reads the table's rows in this run
   * @param since when the run began, ISO 8601: what it read before is not read again
   */
  public record Plan(
      TableSpec table,
      Intake intake,
      Merge.Cutting cutting,
      Merge.Before before,
      @Nullable String letters,
      boolean isRead,
      String since)
      implements Serializable {
    String name() {
      return table.name();
    }

    LoadSpec load() {
      return intake.loadOf(table);
    }

    /**
     * The earlier files, where rows are put beside them, that stay as they are.
     *
     * @param gone those that went, of a table that is merged
     */
    public ListFiles staying(List<DataFile> gone) {
      Intake.Replaced replaced = intake.replaced();
      return switch (load().disposition()) {
        case APPEND -> ListFiles.of(before.live()).filteredBy(file -> !replaced.touches(file));
        case MERGE -> ListFiles.of(before.live().with(gone, List.of()));
        case REPLACE -> ListFiles.NONE;
      };
    }

    /** Those in which this run's rows take the place of some. */
    ListFiles touched() {
      return ListFiles.of(before.live()).filteredBy(intake.replaced()::touches);
    }

    private boolean isAppended() {
      return load().disposition() == Disposition.APPEND && !before.live().isEmpty();
    }

    private boolean isMerged() {
      return load().disposition() == Disposition.MERGE
          || (load().disposition() == Disposition.REPLACE && !load().key().isEmpty());
    }

    private Merge.Plan merge() {
      boolean isAnew = load().disposition() == Disposition.REPLACE;
      Merge.Before there = isAnew ? Merge.Before.NOTHING : before;
      Merge.Asked asked = new Merge.Asked(letters, isRead, since);
      return new Merge.Plan(
          name(), table.schema(), load(), there.cut(table, cutting), there, asked);
    }
  }

  @Override
  public PCollectionTuple expand(PCollection<RecordBatch> rows) {
    PCollectionTuple updated = plan.isMerged() ? merge(rows) : append(rows);
    String cursor = plan.load().cursor();
    if (cursor == null) {
      return updated;
    }
    PCollection<Fact> reached =
        rows.apply(
            "Note cursor",
            NoteCursor.of(plan.name(), plan.table().schema().column(cursor).orElseThrow(), kernel));
    return made(
        updated.get(LIVE),
        facts("With cursor", PCollectionList.of(updated.get(FACTS)).and(reached)));
  }

  private PCollectionTuple merge(PCollection<RecordBatch> rows) {
    Merge.Plan merge = plan.merge();
    PCollection<DataFile> fresh =
        rows.apply("Land", Land.bucketed(plan.table(), merge.buckets(), scope, kernel));
    PCollectionTuple merged = fresh.apply("Merge", Merge.byKey(merge, scope, kernel));
    PCollectionList<Fact> facts = PCollectionList.of(valid(fresh)).and(merged.get(Merge.FACTS));
    return made(merged.get(Merge.LIVE), facts("Facts", facts));
  }

  private PCollectionTuple append(PCollection<RecordBatch> rows) {
    PCollection<DataFile> fresh =
        rows.apply("Land", Land.typed(plan.name(), plan.table().schema(), scope, kernel));
    PCollectionList<DataFile> landed = PCollectionList.of(fresh);
    PCollectionList<DataFile> live = landed;
    PCollectionList<Fact> facts = PCollectionList.of(valid(fresh));
    PBegin begin = PBegin.in(rows.getPipeline());
    if (plan.isAppended() && plan.isRead()) {
      PCollectionTuple earlier =
          begin.apply("Inherit", Inherit.files(plan.staying(List.of()), scope, plan.since()));
      live = live.and(earlier.get(Inherit.LIVE));
      facts = facts.and(earlier.get(Inherit.FACTS));
    }
    if (plan.isAppended() && !plan.intake().replaced().isNothing()) {
      PCollectionTuple split = displaced(begin);
      live = live.and(split.get(Displace.STAYING));
      landed = landed.and(split.get(Displace.STAYING));
      facts = facts.and(split.get(Displace.FACTS));
    }
    return made(
        live.apply("All files", Flatten.pCollections()), facts("Facts", facts.and(noted(landed))));
  }

  /** Files without the rows whose place this run's rows take. */
  private PCollectionTuple displaced(PBegin begin) {
    Displace.Plan rows =
        new Displace.Plan(plan.name(), plan.table().schema(), plan.intake().replaced());
    return begin
        .apply("Files to write anew", plan.touched())
        .apply("Displace", Displace.rows(rows, scope, kernel));
  }

  /** Counted where they are landed, apart from the counts of what becomes of them. */
  private static PCollection<Fact> valid(PCollection<DataFile> fresh) {
    return fresh
        .apply(
            "Note valid rows",
            MapElements.into(TypeDescriptor.of(Fact.class))
                .via(file -> new Fact.Counted(file.table(), Fact.Tally.VALID, file.rows())))
        .setCoder(FactCoder.of());
  }

  private static PCollection<Fact> noted(PCollectionList<DataFile> landed) {
    return landed.apply("Landed", Flatten.pCollections()).apply("Files", NoteFiles.live());
  }

  private static PCollection<Fact> facts(String step, PCollectionList<Fact> facts) {
    return facts.apply(step, Flatten.pCollections());
  }

  private static PCollectionTuple made(PCollection<DataFile> live, PCollection<Fact> facts) {
    return PCollectionTuple.of(LIVE, live).and(FACTS, facts);
  }
}
