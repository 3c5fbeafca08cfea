// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.commit.DefinitionDigest;
import dev.sluice.error.PipelineException;
import dev.sluice.graph.ModelExtent;
import dev.sluice.graph.ReusableWork;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.plan.change.PlannedChange;
import dev.sluice.plan.change.PlannedChange.Behind;
import dev.sluice.plan.change.PlannedChange.FileCounts;
import dev.sluice.plan.change.PlannedChange.State;
import dev.sluice.plan.change.PlannedChanges;
import dev.sluice.plan.change.PlannedChanges.Refusal;
import dev.sluice.plan.change.SpecDifference;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.plan.selection.ReadElsewhere;
import dev.sluice.plan.selection.Selection;
import dev.sluice.plan.sources.SourceNotes;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.ColumnChange;
import dev.sluice.source.found.TableFiles;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.LakeHead;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.notes.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Works out how an ordinary run would differ from the one it builds on; starts none. */
public final class RunPreview {
  private final PipelineSpec spec;
  private final Selection selection;
  private final Manifest last;
  private final Manifest was;
  private Manifest base;
  private final Map<String, Intake> intakes = new LinkedHashMap<>();
  private final Map<String, List<InputFile>> unread = new LinkedHashMap<>();
  private final Map<String, FileCounts> files = new LinkedHashMap<>();
  private final Map<String, String> troubles = new LinkedHashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();

  private RunPreview(PipelineSpec spec, Selection selection, Manifest last) {
    this.spec = spec;
    this.selection = selection;
    this.last = last;
    this.was = LeavingTables.continued(last, spec, List.of());
    this.base = RenamedColumns.of(spec, was, selection::has).named();
  }

  /**
   * Compares the spec and its sources with the state that a run would build on.
   *
   * @param specDigest SHA-256 of the spec's files
   * @param selection the tables and models that the run would look at; of others nothing is said
   */
  public static PlannedChanges of(PipelineSpec spec, String specDigest, Selection selection) {
    try {
      LakeHead.require(spec);
      Manifest last = Decisions.of(spec.lake()).base().map(Committed::manifest).orElse(null);
      if (last == null) {
        return new PlannedChanges(
            0, "", false, fresh(spec, selection), null, unfounded(spec, selection));
      }
      RunPreview preview = new RunPreview(spec, selection, last);
      preview.refuse();
      preview.takeIn();
      List<PlannedChange> changes = new ArrayList<>();
      spec.tables().stream().filter(preview::has).map(preview::table).forEach(changes::add);
      spec.models().stream().filter(preview::has).map(preview::model).forEach(changes::add);
      changes.addAll(LeavingTables.leaving(last, spec));
      boolean isSame = last.run().specDigest().equals(specDigest);
      return new PlannedChanges(
          last.number(), last.run().createdAt(), isSame, changes, null, preview.refusals);
    } catch (PipelineException e) {
      return new PlannedChanges(0, "", false, List.of(), e.getMessage(), List.of(Refusal.of(e)));
    }
  }

  /**
   * Refuses a spec that an ordinary run would refuse for the rows that are there. Nothing but what
   * the newest run noted is read.
   *
   * @param spec with the columns that earlier runs found
   * @throws PipelineException INVALID_VALUE, with all that does not fit
   */
  public static void requireFitting(PipelineSpec spec) {
    Optional<Manifest> last = Decisions.of(spec.lake()).base().map(Committed::manifest);
    if (last.isPresent()) {
      Manifest base = new RunPreview(spec, Selection.ALL, last.get()).base;
      ContractGuard.requireForRun(spec, base, name -> true);
    }
  }

  /**
   * The files that an ordinary run would read, by table; of sources that cannot be found nothing is
   * said.
   */
  public static Map<String, List<InputFile>> unread(PipelineSpec spec, Selection selection) {
    Manifest last = Decisions.of(spec.lake()).base().map(Committed::manifest).orElse(null);
    if (last != null) {
      RunPreview preview = new RunPreview(spec, selection, last);
      preview.takeIn();
      return preview.unread;
    }
    Map<String, List<InputFile>> all = new LinkedHashMap<>();
    for (TableSpec table : spec.tables()) {
      if (selection.has(table.name())) {
        refusing(
            new ArrayList<>(), () -> all.put(table.name(), TableFiles.find(spec, table).files()));
      }
    }
    return all;
  }

  /** Sources of a first run that cannot be found. */
  private static List<Refusal> unfounded(PipelineSpec spec, Selection selection) {
    List<Refusal> refusals = new ArrayList<>();
    refusing(refusals, () -> ReadElsewhere.by(spec, selection, null));
    for (TableSpec table : spec.tables()) {
      if (selection.has(table.name())) {
        refusing(
            refusals,
            () -> {
              List<InputFile> found = TableFiles.find(spec, table).files();
              SourceNotes.requireFitting(table, found);
              return found;
            });
      }
    }
    return refusals;
  }

  /** What a run looks at before it looks at its sources. */
  private void refuse() {
    refusing(
        refusals,
        () -> {
          ContractGuard.requireForRun(spec, base, selection::has);
          return base;
        });
    refusing(refusals, () -> ReadElsewhere.by(spec, selection, base));
  }

  private static void refusing(List<Refusal> refusals, Supplier<?> look) {
    try {
      Object unused = look.get();
    } catch (PipelineException e) {
      refusals.add(Refusal.of(e));
    }
  }

  private static List<PlannedChange> fresh(PipelineSpec spec, Selection selection) {
    return Stream.concat(
            spec.tables().stream().map(table -> fresh(table.name(), "table")),
            spec.models().stream().map(model -> fresh(model.name(), "model")))
        .filter(change -> selection.has(change.name()))
        .toList();
  }

  private static PlannedChange fresh(String name, String kind) {
    return new PlannedChange(name, kind, State.NEW, "", List.of(), List.of(), null, 0, "");
  }

  private boolean has(TableSpec table) {
    return selection.has(table.name());
  }

  private boolean has(ModelSpec model) {
    return selection.has(model.name());
  }

  private void takeIn() {
    Stream.concat(
            spec.tables().stream().map(TableSpec::name),
            spec.models().stream().map(ModelSpec::name))
        .filter(name -> !selection.has(name))
        .forEach(name -> intakes.put(name, Intake.UNSELECTED));
    List<TableSpec> looked = spec.tables().stream().filter(this::has).toList();
    Map<String, List<InputFile>> found = new LinkedHashMap<>();
    Map<String, FileChanges> changes = new LinkedHashMap<>();
    LeftForLater later = LeftForLater.of(spec.lake(), null);
    for (TableSpec table : looked) {
      try {
        FileChanges.Found own =
            FileChanges.find(
                spec.lake(), table, sources(table.name()), spec.within(), Map.of(), later);
        found.put(table.name(), own.files());
        changes.put(table.name(), own.changes());
      } catch (PipelineException e) {
        trouble(table, e);
      }
    }
    base = EarlierState.underPaths(base, changes);
    for (TableSpec table : looked) {
      FileChanges own = changes.get(table.name());
      List<InputFile> there = found.get(table.name());
      if (own != null && there != null) {
        takeIn(table, there, own);
      }
    }
    ReusableWork.keepModels(spec, base, intakes, name -> true);
  }

  private void takeIn(TableSpec table, List<InputFile> there, FileChanges changes) {
    try {
      Intake intake = new IntakePlanner(table, there, changes, base).run(false);
      List<InputFile> read = IntakePlanner.unread(there, sources(table.name()), intake);
      int fresh = changes.fresh().size();
      int changed = changes.changed().size() + changes.begun().size();
      intakes.put(table.name(), intake);
      unread.put(table.name(), read);
      files.put(
          table.name(),
          new FileCounts(
              fresh,
              changed,
              Math.max(0, read.size() - fresh - changed),
              changes.gone().size(),
              read.stream().mapToLong(InputFile::length).sum(),
              behind(read)));
      SourceNotes.requireFitting(table, read);
    } catch (PipelineException e) {
      trouble(table, e);
    }
  }

  private static List<Behind> behind(List<InputFile> read) {
    return read.stream()
        .filter(file -> file.log() != null)
        .map(file -> new Behind(partition(file.path()), file.from(), file.bytes()))
        .toList();
  }

  private static String partition(String path) {
    return path.startsWith(SourceSpec.Received.SCHEME) ? Behind.INBOX : SourceSpec.shortName(path);
  }

  private void trouble(TableSpec table, PipelineException e) {
    troubles.put(table.name(), String.valueOf(e.getMessage()));
    refusals.add(Refusal.of(e));
  }

  private List<SourceFile> sources(String table) {
    return base.table(LakeTables.raw(table)).map(TableState::sources).orElse(List.of());
  }

  private PlannedChange table(TableSpec table) {
    String name = table.name();
    TableState before = was.table(name).filter(state -> !state.isLeft()).orElse(null);
    FileCounts counts = files.get(name);
    String trouble = troubles.getOrDefault(name, "");
    if (before == null) {
      return new PlannedChange(
          name, "table", State.NEW, "", List.of(), List.of(), counts, 0, trouble);
    }
    List<String> parts =
        SpecDifference.parts(before.taken().definition(), DefinitionDigest.parts(table));
    boolean isReplaced = table.load().disposition() == Disposition.REPLACE;
    boolean isRead = counts != null && counts.isRead();
    String why =
        !trouble.isEmpty()
            ? "a run would fail now: " + trouble
            : counts != null && counts.isRead() && counts.again() > 0
                ? anew(before, isReplaced, parts)
                : "";
    State state = isKept(name) || !isRead ? State.STAYS : State.CHANGES;
    return new PlannedChange(
        name,
        "table",
        trouble.isEmpty() ? state : State.CHANGES,
        earlierName(name),
        parts,
        ColumnChange.between(before.schema(), table.schema()),
        counts,
        before.counts().live(),
        why);
  }

  private static String anew(TableState before, boolean isReplaced, List<String> parts) {
    if (!parts.isEmpty()) {
      return "all of its files are read anew, because " + String.join(", ", parts);
    }
    if (before.counts().dead() > 0) {
      return "read anew, for its dead rows are those of the newest run";
    }
    return isReplaced ? "read anew, in place of all rows" : "read anew";
  }

  private String earlierName(String name) {
    return last.table(name).isPresent()
        ? ""
        : Optional.ofNullable(spec.policies().names().renamed().get(name)).orElse("");
  }

  private boolean isKept(String name) {
    Intake intake = intakes.get(name);
    return intake != null && intake.isKept();
  }

  private PlannedChange model(ModelSpec model) {
    String name = model.name();
    TableState before = was.table(name).filter(state -> !state.isLeft()).orElse(null);
    if (before == null) {
      return fresh(name, "model");
    }
    boolean isKept = isKept(name);
    List<String> parts =
        SpecDifference.parts(before.taken().definition(), DefinitionDigest.parts(model));
    TableSchema now = model.output();
    return new PlannedChange(
        name,
        "model",
        isKept ? State.STAYS : State.CHANGES,
        earlierName(name),
        parts,
        ColumnChange.between(before.schema(), now),
        null,
        before.counts().live(),
        isKept ? "" : why(model, before));
  }

  /** Why a model is computed: itself, or what it reads. */
  private String why(ModelSpec model, TableState before) {
    ModelExtent extent =
        ModelExtent.of(
                spec,
                new ModelExtent.Ground(
                    base, false, RenamedColumns.of(spec, was, selection::has).tables()))
            .get(model.name());
    String how =
        extent == null || extent.isWhole()
            ? "computed anew"
            : "computed for keys whose rows change";
    List<String> inputs =
        Stream.concat(model.inputs().stream(), model.lookup().stream())
            .filter(input -> !isKept(input))
            .toList();
    if (!before.taken().spec().equals(DefinitionDigest.by(model))) {
      return how;
    }
    if (!inputs.isEmpty()) {
      return how + ", for it reads " + String.join(", ", inputs);
    }
    return how
        + (before.counts().dead() > 0
            ? ", for its dead rows are those of the newest run"
            : LogicalTime.isReadBy(model.sql().text()) ? ", for it reads logical_time()" : "");
  }
}
