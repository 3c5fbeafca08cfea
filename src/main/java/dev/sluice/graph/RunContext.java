// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.checks.Check;
import dev.sluice.checks.probe.Subject.Earlier;
import dev.sluice.commit.Commit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.commit.describe.Describe;
import dev.sluice.exchange.Exchange;
import dev.sluice.fact.Fact;
import dev.sluice.graph.PipelineGraph.Host;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.intake.NotedFiles;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.land.Inherit;
import dev.sluice.land.LandLetters;
import dev.sluice.land.merge.Merge;
import dev.sluice.land.merge.Update;
import dev.sluice.land.time.PassTime;
import dev.sluice.letters.selection.LetterSelection;
import dev.sluice.model.Derive;
import dev.sluice.model.increment.ChangedKeys;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.cursor.Increment;
import dev.sluice.source.files.Sources;
import dev.sluice.spec.policy.DeadLetterSpec.Payload;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.time.Window;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.ListFiles;
import dev.sluice.validate.Validate;
import dev.sluice.validate.ValidateFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every step of one run shares.
 *
 * @param files the source files that are read of each table
 * @param finished the tables and models that an earlier attempt finished
 * @param known facts that hold before anything is read
 * @param extents how much is computed of each incremental model
 * @param elsewhere what is read in another lake, by table or model
 */
public record RunContext(
    Scope run,
    KernelSettings kernel,
    Commit.Draft draft,
    Map<String, List<InputFile>> files,
    Map<String, Finished> finished,
    List<Fact> known,
    Map<String, ModelExtent> extents,
    Map<String, Data> elsewhere) {
  /** More source files of a table than these are written down instead of carried by the graph. */
  private static final int MOST_CARRIED = 1_000;

  /** Whether a table or model stays as this run found it, or as an earlier attempt finished it. */
  public boolean stays(String name) {
    return finished.containsKey(name) || draft.intake(name).isKept();
  }

  /** Whether one that stays has files that this run reads or shows. */
  boolean isInherited(String name) {
    return finished.containsKey(name) || isRead(name);
  }

  /** Takes over one that stays. */
  Inherit inherit(String name) {
    Finished earlier = finished.get(name);
    if (earlier == null) {
      Data data = elsewhere.getOrDefault(name, draft.data(name));
      return Inherit.files(ListFiles.of(data), run, since());
    }
    ListFiles staying =
        draft
            .spec()
            .table(name)
            .filter(table -> isRead(name))
            .map(table -> plan(table).staying(earlier.gone(name)))
            .orElse(ListFiles.NONE);
    return Inherit.files(staying.and(earlier.live(name)), run, since()).telling(earlier.facts());
  }

  /**
   * Reads a table: its source, or its dead letters.
   *
   * @param threads that work on this machine, where the graph runs on it
   */
  Sources.Read read(TableSpec table, Host host, int threads) {
    TableSchema known =
        draft.before(table.name()).map(TableState::schema).orElse(new TableSchema(List.of()));
    List<InputFile> own = files.getOrDefault(table.name(), List.of());
    ReadShare share = ReadShare.of(own, files.values(), threads);
    Sources.Read read = StepPlans.read(table, draft.intake(table.name()), known, share);
    Sources.Read ofFiles =
        own.size() <= MOST_CARRIED
            ? read.ofFiles(own)
            : read.ofFiles(NotedFiles.write(run, table.name(), own));
    return host.isSpreading() ? ofFiles.spreadByRunner() : ofFiles;
  }

  /** Whether some of its files are read in part. */
  boolean hasBounds(TableSpec table) {
    return !draft.intake(table.name()).bounds().isEmpty();
  }

  Increment bound(TableSpec table) {
    return Increment.within(table.name(), draft.intake(table.name()).bounds(), kernel);
  }

  Validate validate(TableSpec table) {
    Validate validate =
        time().lateness(table, Validate.table(table, kernel)).maskingWith(PiiTokens.in(run.root()));
    return landsEveryRow() ? validate : validate.withGoodRaw();
  }

  /** Else only the good rows are landed raw: records of dead letters are not to lie in clear. */
  boolean landsEveryRow() {
    return draft.spec().deadLetters().payload() == Payload.KEEP;
  }

  private RunTime time() {
    return new RunTime(draft, finished, files);
  }

  /** Whether the rows that a run reads of a table may move its watermark. */
  boolean movesTime(TableSpec table) {
    return table.eventTime() != null && time().isOrdinary(table);
  }

  PassTime passTime(TableSpec table) {
    return time().pass(table, run, kernel);
  }

  /** Whether a model's windows are in its result only once they are closed. */
  boolean waitsForTime(ModelSpec model) {
    return model.window() != null && model.window().emit() == Window.Emit.ON_CLOSE;
  }

  /** The tables by whose event time a model's windows are closed. */
  List<String> timed(ModelSpec model) {
    return RunTime.tables(draft.spec(), model);
  }

  /** How far the event time of a table came that this run does not read. */
  Fact passed(String table) {
    return time().passed(table);
  }

  Update update(TableSpec table) {
    return Update.table(plan(table), run, kernel);
  }

  private Update.Plan plan(TableSpec table) {
    Intake intake = draft.intake(table.name());
    return new Update.Plan(
        table,
        intake,
        new Merge.Cutting(draft.spec().layout().buckets(), coming(table.name())),
        Merge.Before.of(draft::before, table.name(), intake.loadOf(table)),
        letters(table.name()),
        isRead(table.name()),
        since());
  }

  /** The bytes of the source files that are read of a table. */
  private long coming(String table) {
    return files.getOrDefault(table, List.of()).stream().mapToLong(InputFile::length).sum();
  }

  private String since() {
    return draft.request().startedAt();
  }

  Derive derive(ModelSpec model, Host host) {
    Derive.Plan plan =
        new Derive.Plan(
            model,
            StepPlans.schemas(draft.spec(), model),
            new Exchange.Size(draft.spec().layout().shards(), Exchange.Size.USUAL_BYTES));
    return Derive.model(plan, run, kernel).through(exchange(host)).since(earlier(model));
  }

  /** What workers group goes through their shuffle; a process keeps it in its memory. */
  private static Exchange.Kind exchange(Host host) {
    return host.isSpreading() ? Exchange.Kind.SHUFFLE : Exchange.Kind.FILES;
  }

  ValidateFiles validate(ModelSpec model) {
    return ValidateFiles.of(model, run, kernel);
  }

  LandLetters landLetters() {
    return LandLetters.of(draft.runId(), draft.spec().deadLetters(), run, kernel);
  }

  Check check(Host host) {
    List<Check.Task> tasks =
        ReusableWork.open(draft).stream().map(task -> task.after(last(task.table()))).toList();
    return Check.tables(tasks, StepPlans.schemas(draft.spec()), run, kernel)
        .keepingRowsOf(draft.runId())
        .through(exchange(host), Exchange.Size.BY_BYTES);
  }

  /** How many rows the run left on which this one builds. */
  private @Nullable Earlier last(String table) {
    Manifest base = draft.base();
    return base == null
        ? null
        : draft
            .before(table)
            .map(state -> new Earlier(base.number(), state.counts().live()))
            .orElse(null);
  }

  Commit commit() {
    return Commit.run(draft).takingOver(attempts());
  }

  Describe describe() {
    return Describe.landed(draft.spec(), run, attempts(), kernel);
  }

  private Set<String> attempts() {
    return finished.values().stream().map(Finished::attempt).collect(Collectors.toSet());
  }

  /** What is known before anything is read; something, so that a run over no rows is committed. */
  List<Fact> begin() {
    List<Fact> facts = new ArrayList<>(known);
    facts.add(new Fact.Counted("", Fact.Tally.SEEN, 0));
    return facts;
  }

  /** The same run, which replays letters that were written down for it. */
  public RunContext replaying(LetterSelection.Written letters) {
    Map<String, List<InputFile>> written = new HashMap<>();
    letters.letters().forEach((table, file) -> written.put(table, List.of(file)));
    List<Fact> facts = new ArrayList<>(known);
    facts.add(letters.replayed());
    return new RunContext(run, kernel, draft, written, finished, facts, extents, elsewhere);
  }

  /** Whether this run reads the rows that a table has. */
  private boolean isRead(String table) {
    return StepPlans.isRead(ReusableWork.open(draft), table)
        || draft.spec().models().stream()
            .filter(model -> !draft.intake(model.name()).isKept())
            .anyMatch(model -> model.inputs().contains(table) || model.lookup().contains(table));
  }

  /** The file of the letters that are replayed into a table; null when there are none. */
  private @Nullable String letters(String table) {
    List<InputFile> written = files.getOrDefault(table, List.of());
    boolean isReplay = draft.intake(table).mode() == Intake.Mode.REPLAY;
    return isReplay && !written.isEmpty() ? written.get(0).path() : null;
  }

  /** What an incremental model builds on; null when all of it is computed. */
  private ChangedKeys.@Nullable Earlier earlier(ModelSpec model) {
    ModelExtent extent = extents.get(model.name());
    if (extent == null || extent.isWhole()) {
      return null;
    }
    List<Data> inputs =
        Stream.concat(model.inputs().stream(), model.lookup().stream()).map(draft::data).toList();
    Long closed = waitsForTime(model) ? time().closedBefore(model) : null;
    return new ChangedKeys.Earlier(inputs, draft.data(model.name()), since(), closed);
  }
}
