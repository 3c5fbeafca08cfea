// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.commit.Commit;
import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.graph.ModelExtent;
import dev.sluice.graph.ReusableWork;
import dev.sluice.graph.RunContext;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.letters.selection.LetterSelection;
import dev.sluice.plan.control.ControlPlan;
import dev.sluice.plan.epoch.EpochLimit;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.plan.selection.ReadElsewhere;
import dev.sluice.plan.sources.NotedHeads;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Lakes;
import dev.sluice.store.Sha256;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.notes.SourceFile;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a run is: what it takes in, its id, and what earlier attempts at it left.
 *
 * <p>The id is a digest of the pipeline, the spec, the input and the newest manifest, so that the
 * same command after a crash is the same run.
 */
public final class Planner {
  private final RunRequest request;
  private final PipelineSpec spec;
  private final @Nullable Committed head;
  private final List<String> notes = new ArrayList<>();
  private @Nullable Manifest base;
  private @Nullable RenamedColumns names;
  private ReadElsewhere elsewhere = ReadElsewhere.NOTHING;
  private final Clock clock;
  private final NotedHeads heads;
  private final LeftForLater later;
  private boolean isCut;

  private Planner(RunRequest request, Clock clock) {
    this.request = request;
    this.spec = request.spec();
    this.clock = clock;
    this.head = ManifestStore.latest(spec.lake()).orElse(null);
    EpochLimit limit = request.epoch();
    this.later =
        LeftForLater.of(spec.lake(), limit == null ? null : clock.instant())
            .within(limit == null ? EpochLimit.NONE : limit, spec.referred());
    this.heads =
        new NotedHeads(
            spec, request.specDigest() + request.selection() + (head == null ? "" : head.digest()));
    Manifest newest = Decisions.of(spec.lake()).base().map(Committed::manifest).orElse(null);
    if (newest == null) {
      LeavingTables.requireNone(request.dropped());
    } else {
      notes.addAll(LeavingTables.notes(newest, spec, request.dropped()));
      Manifest continued = LeavingTables.continued(newest, spec, request.dropped());
      this.names = RenamedColumns.of(spec, continued, request.selection()::has);
      notes.addAll(names.notes());
      this.base = names.named();
    }
  }

  public static PlannedRun plan(RunRequest request, Clock clock) {
    return new Planner(request, clock).plan();
  }

  private PlannedRun plan() {
    LetterFilter replay = request.replay();
    return replay == null ? planSources() : planLetters(replay);
  }

  private PlannedRun planLetters(LetterFilter replay) {
    if (base == null) {
      return new PlannedRun.NoLetters(null);
    }
    LetterSelection letters = LetterSelection.of(spec, base, replay);
    if (letters.size() == 0) {
      return new PlannedRun.NoLetters(letters.left());
    }
    if (letters.isEncrypted()) {
      LetterCipher unused = LetterCipher.fromEnvironment();
    }
    guard(table -> true);
    Map<String, Intake> intake = new LinkedHashMap<>();
    for (TableSpec table : spec.tables()) {
      boolean isTaken = letters.tables().containsKey(table.name());
      boolean isThere = base.table(table.name()).isPresent();
      intake.put(
          table.name(), isTaken ? Intake.LETTERS : isThere ? Intake.KEEP : Intake.UNSELECTED);
    }
    ReusableWork.leaveModels(spec, base, intake);
    ReusableWork.keepModels(spec, base, intake, name -> true);
    Inputs inputs =
        new Inputs(Inputs.Kind.REPLAY, letters.fingerprint(), "", "", base.number())
            .of(spec.target().name(), List.of(), List.of());
    return ready(new Intaken(inputs, intake, Map.of()), letters);
  }

  private PlannedRun planSources() {
    boolean isRun = request.range().isNone();
    guard(table -> isSelected(table) && (!isRun || isPartlyKept(table)));
    elsewhere = ReadElsewhere.by(spec, request.selection(), base);
    notes.addAll(elsewhere.notes());
    Map<String, List<InputFile>> found = new LinkedHashMap<>();
    Map<String, FileChanges> changes = new LinkedHashMap<>();
    Map<String, Long> noted = heads.ofKilled();
    for (TableSpec table : selected()) {
      FileChanges.Found own =
          FileChanges.find(spec.lake(), table, sources(table), spec.within(), noted, later);
      heads.add(own.files());
      found.put(table.name(), own.files());
      isCut |= own.isCut();
      changes.put(table.name(), own.changes());
    }
    if (base != null) {
      base = EarlierState.underPaths(base, changes);
    } else if (request.isEpoch() && found.values().stream().allMatch(List::isEmpty)) {
      return new PlannedRun.Waiting();
    }
    Map<String, Intake> intake = intakes(found, changes);
    Inputs inputs = inputs(found);
    PlannedRun.Done done = new RepeatedRun(request, base, head).of(inputs, intake, elsewhere);
    List<String> files =
        Stream.concat(
                later.notes().stream(),
                selected().stream()
                    .flatMap(
                        table ->
                            Objects.requireNonNull(changes.get(table.name()))
                                .notes(table)
                                .stream()))
            .toList();
    if (done != null) {
      return done.noted(files);
    }
    notes.addAll(files);
    Map<String, List<InputFile>> unread = new LinkedHashMap<>();
    found.forEach(
        (table, there) ->
            unread.put(
                table,
                IntakePlanner.unread(
                    there,
                    sources(spec.table(table).orElseThrow()),
                    Objects.requireNonNull(intake.get(table)))));
    return ready(new Intaken(inputs, intake, unread), null);
  }

  private List<TableSpec> selected() {
    return spec.tables().stream().filter(this::isSelected).toList();
  }

  private boolean isSelected(TableSpec table) {
    return request.selection().has(table.name());
  }

  private static boolean isPartlyKept(TableSpec table) {
    return table.load().disposition() != Disposition.REPLACE;
  }

  /** Rows of a table that a replay or a backfill leaves alone stay too, whatever its load. */
  private void guard(Predicate<TableSpec> stays) {
    if (base != null) {
      notes.addAll(ContractGuard.require(spec, base, stays));
    }
  }

  private List<SourceFile> sources(TableSpec table) {
    return base == null
        ? List.of()
        : base.table(LakeTables.raw(table.name())).map(TableState::sources).orElse(List.of());
  }

  private Map<String, Intake> intakes(
      Map<String, List<InputFile>> found, Map<String, FileChanges> changes) {
    Map<String, Intake> intakes = unselected();
    for (TableSpec table : selected()) {
      String name = table.name();
      IntakePlanner own =
          new IntakePlanner(
              table,
              Objects.requireNonNull(found.get(name)),
              Objects.requireNonNull(changes.get(name)),
              base);
      intakes.put(
          name,
          request.range().isNone() ? own.run(request.isForced()) : own.backfill(request.range()));
    }
    if (!request.range().isNone() && intakes.values().stream().allMatch(Intake::isKept)) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "--from and --to are values of a cursor, and no table of %s has one"
              .formatted(spec.name()));
    }
    if (!request.isForced()) {
      ReusableWork.keepModels(spec, base, intakes, name -> !elsewhere.has(name));
    }
    return intakes;
  }

  private Map<String, Intake> unselected() {
    Map<String, Intake> unselected = new LinkedHashMap<>();
    Stream.concat(
            spec.tables().stream().map(TableSpec::name),
            spec.models().stream().map(ModelSpec::name))
        .filter(name -> !request.selection().has(name))
        .forEach(name -> unselected.put(name, Intake.UNSELECTED));
    return unselected;
  }

  private Inputs inputs(Map<String, List<InputFile>> found) {
    StringBuilder list = new StringBuilder();
    found.forEach((table, files) -> files.forEach(f -> list.append(table).append(f).append('\n')));
    Inputs.Kind kind = request.range().isNone() ? Inputs.Kind.RUN : Inputs.Kind.BACKFILL;
    return new Inputs(
            kind,
            Sha256.of(list.toString()),
            request.range().from(),
            request.range().to(),
            base == null ? 0 : base.number())
        .of(spec.target().name(), request.selection().names(), elsewhere.noted());
  }

  /** What is taken in, as a whole, of each table, and from which files. */
  private record Intaken(
      Inputs inputs, Map<String, Intake> intakes, Map<String, List<InputFile>> files) {}

  /**
   * The attempt holds its lock before it looks for what earlier ones finished: so that it stays.
   */
  private PlannedRun.Ready ready(Intaken taken, @Nullable LetterSelection letters) {
    String id = UUID.randomUUID().toString().substring(0, 8);
    Scope run = new Scope(spec.lake(), createdAt(), id, Concealment.of(spec));
    Attempt attempt = Attempt.begin(run);
    try {
      heads.write(run);
      return new PlannedRun.Ready(context(run, taken), attempt, letters, notes, isCut);
    } catch (RuntimeException e) {
      attempt.end();
      throw e;
    }
  }

  private RunContext context(Scope asFirst, Intaken taken) {
    String runId = runId(taken.inputs());
    String createdAt = new RunFolder(spec.lake(), runId).begin(runId, asFirst.createdAt());
    Scope run = new Scope(spec.lake(), createdAt, asFirst.attempt(), asFirst.concealment());
    KernelSettings kernel = kernel(run);
    if (base != null && names != null) {
      base = names.written(base, run, kernel, table -> stays(table, taken));
    }
    Commit.Request asked =
        new Commit.Request(runId, clock.instant().toString(), request.specDigest(), taken.inputs());
    Commit.Head follows =
        head == null ? Commit.Head.NONE : new Commit.Head(head.manifest().number(), head.digest());
    Commit.Draft draft =
        new Commit.Draft(spec, run, asked, base, follows, released(), taken.intakes());
    Map<String, ModelExtent> extents = ModelExtent.of(spec, ground());
    return new RunContext(
        run,
        kernel,
        draft,
        taken.files(),
        ReusableWork.finished(draft, renamed()),
        known(draft, extents, taken),
        extents,
        elsewhere.data());
  }

  private long released() {
    return Releases.of(spec.lake()).newest().map(Release::manifest).orElse(0L);
  }

  private ModelExtent.Ground ground() {
    return new ModelExtent.Ground(base, request.isForced(), renamed());
  }

  /** Tables whose files have names of columns that the spec no longer says. */
  private Set<String> renamed() {
    return names == null ? Set.of() : names.tables();
  }

  private List<Fact> known(Commit.Draft draft, Map<String, ModelExtent> extents, Intaken taken) {
    List<Fact> facts = new ArrayList<>(ReusableWork.verdicts(draft));
    facts.addAll(ControlPlan.of(draft, taken.files(), later).facts());
    facts.addAll(ModelExtent.known(extents, draft.intakes()));
    return facts;
  }

  private KernelSettings kernel(Scope run) {
    return new KernelSettings(
            KernelSettings.memoryFor(spec.widest()),
            Lakes.isRemote(spec.lake())
                ? Lakes.kernelFolder(spec.lake())
                : run.absolute(run.scratch()),
            lakes())
        .at(run.createdAt())
        .within(spec.layout().sqlTimeout());
  }

  /** The folders that statements read. */
  private List<String> lakes() {
    List<String> lakes = new ArrayList<>(List.of(Lakes.kernelFolder(spec.lake())));
    elsewhere.noted().stream()
        .map(other -> Lakes.kernelFolder(other.lake()))
        .distinct()
        .forEach(lakes::add);
    return lakes;
  }

  /** Whether rows of a table that are there stay, at least some of them. */
  private boolean stays(String table, Intaken taken) {
    Intake intake = Objects.requireNonNull(taken.intakes().get(table));
    return intake.isKept()
        || spec.table(table).stream()
            .anyMatch(t -> intake.loadOf(t).disposition() != Disposition.REPLACE);
  }

  private String runId(Inputs inputs) {
    Instant asked = request.createdAt();
    return Sha256.of(
            String.join(
                "\n",
                spec.name(),
                request.specDigest(),
                inputs.toString(),
                String.join(",", request.dropped()),
                asked == null ? "" : seconds(asked),
                head == null ? "" : head.digest()))
        .substring(0, 12);
  }

  /**
   * No run is older than the one before: an epoch takes the time of that, if the clock is behind.
   */
  private String createdAt() {
    if (request.createdAt() != null) {
      return seconds(request.createdAt());
    }
    Instant now = clock.instant();
    if (head == null || !now.isBefore(Instant.parse(head.manifest().run().createdAt()))) {
      return seconds(now);
    }
    String last = head.manifest().run().createdAt();
    if (!request.isEpoch()) {
      throw new PipelineException(
          ErrorCode.CLOCK,
          "The clock says %s, but %s/%s was made for %s: the clock jumped back, or that run's was ahead. Set the clock right, or name a later time with --created-at. Nothing was changed."
              .formatted(seconds(now), spec.lake(), head.manifest().path(), last));
    }
    notes.add(
        "The clock is behind %s, for which a run was made: it jumped back, or that run's was ahead. Epochs are made for that time until the clock comes there."
            .formatted(last));
    return last;
  }

  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
