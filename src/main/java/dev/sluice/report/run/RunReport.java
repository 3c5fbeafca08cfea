// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.explain.cause.Cause;
import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.cause.CausesText;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a run did: its counts, its verdicts, where everything lies, and what to do next. */
public final class RunReport implements Report {
  static final int LABEL = 14;

  private final Manifest manifest;
  private final ResultPlaces places;
  private final Note note;
  private final List<UnfinishedStep> unfinished;
  private final Later later;

  public RunReport(Manifest manifest, ResultPlaces places) {
    this(manifest, places, Note.NONE, List.of());
  }

  /**
   * The report of a run.
   *
   * @param unfinished what follows the commit and could not be done
   */
  public RunReport(
      Manifest manifest, ResultPlaces places, Note note, List<UnfinishedStep> unfinished) {
    this.manifest = manifest;
    this.places = places;
    this.note = note;
    this.unfinished = List.copyOf(unfinished);
    this.later = new Later(null, List.of(), null, false);
  }

  private RunReport(RunReport other, Later later, List<UnfinishedStep> unfinished) {
    this.manifest = other.manifest;
    this.places = other.places;
    this.note = other.note;
    this.unfinished = unfinished;
    this.later = later;
  }

  /**
   * What is known later than the run.
   *
   * @param standing where it stands by now; null when it just ended
   * @param causes what rows died of
   * @param page where its page lies; null where none was written
   * @param isPast whether another run is the newest by now
   */
  private record Later(
      @Nullable Standing standing, List<Cause> causes, @Nullable String page, boolean isPast) {}

  /** The report of a run that stands somewhere else by now. */
  public RunReport standing(Standing now) {
    Later more = new Later(now, later.causes(), later.page(), later.isPast());
    return new RunReport(this, more, unfinished);
  }

  /** The report of a run behind which others are committed. */
  public RunReport past() {
    Later more = new Later(later.standing(), later.causes(), later.page(), true);
    return new RunReport(this, more, unfinished);
  }

  /** The same with what rows died of. */
  public RunReport causes(List<Cause> found) {
    Later more = new Later(later.standing(), List.copyOf(found), later.page(), later.isPast());
    return new RunReport(this, more, unfinished);
  }

  /** The same with the place of the run's page. */
  public RunReport page(String place) {
    Later more = new Later(later.standing(), later.causes(), place, later.isPast());
    return new RunReport(this, more, unfinished);
  }

  /** The same with another step that follows and could not be done. */
  public RunReport left(UnfinishedStep step) {
    List<UnfinishedStep> more = new ArrayList<>(unfinished);
    more.add(step);
    return new RunReport(this, later, List.copyOf(more));
  }

  /** Where the run's page lies; null where none was written. */
  public @Nullable String page() {
    return later.page();
  }

  /**
   * What was special about the run.
   *
   * @param kind empty for nothing, {@code resumed}, {@code unchanged}, {@code rejected} or {@code
   *     committed_elsewhere}
   * @param text for people
   */
  public record Note(String kind, String text) {
    static final Note NONE = new Note("", "");

    /** Whether nothing was done, so that the run's figures are those of another command. */
    boolean isIdle() {
      return kind.equals("unchanged") || kind.equals("rejected");
    }

    /** Some tables and models were finished by an earlier attempt. */
    public static Note resumed(List<String> finished) {
      return finished.isEmpty()
          ? NONE
          : new Note(
              "resumed",
              "taken up where an earlier attempt stopped; not done again: "
                  + String.join(", ", finished));
    }

    /** There was nothing to do. */
    public static Note unchanged() {
      return new Note(
          "unchanged",
          "nothing to do: neither the spec nor the input changed since this run (--again runs it"
              + " all the same)");
    }

    /** There was nothing to do but what a person rejected. */
    public static Note rejected() {
      return new Note(
          "rejected",
          "nothing to do: this run was rejected, and neither the spec nor the input changed since"
              + " (--again runs it all the same)");
    }

    /** Another process committed the same run first. */
    public static Note committedElsewhere() {
      return new Note(
          "committed_elsewhere",
          "another process committed this very run first; what this one did was dropped");
    }
  }

  public Manifest manifest() {
    return manifest;
  }

  public ResultPlaces places() {
    return places;
  }

  /** What rows died of. */
  public List<Cause> causes() {
    return later.causes();
  }

  /** What is special about the run; empty for nothing. */
  public String remark() {
    return note.text();
  }

  /** What to do next: lines, of which those that begin with a blank are to be typed. */
  public List<String> nextSteps() {
    boolean isExplained = !later.causes().isEmpty();
    NextSteps.Now now = new NextSteps.Now(state(), later.isPast());
    return new NextSteps(manifest, places, now, isExplained).list();
  }

  /** What follows the commit and could not be done. */
  public List<UnfinishedStep> unfinished() {
    return unfinished;
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("pipeline", manifest.pipeline())
            .values(RunSummary.of(manifest).tree())
            .value("note", note.kind().isEmpty() ? null : note.kind());
    if (later.standing() != null) {
      view.value("state", later.standing().word());
      view.value("state_by", later.standing().who().isEmpty() ? null : later.standing().who());
    }
    if (note.isIdle()) {
      idle(view);
    } else {
      worked(view);
    }
    view.value("places", where());
    if (later.standing() != null && !later.standing().equals(Standing.FAILED)) {
      String who = later.standing().who().isEmpty() ? "" : " " + later.standing().who();
      view.labelled(LABEL, "now", later.standing().word().replace('_', ' ') + who);
    }
    if (!note.text().isEmpty()) {
      view.labelled(LABEL, "note", note.text());
    }
    places(view);
    next(view);
    return view;
  }

  /** Nothing was done: the figures are those of another command. */
  private void idle(View view) {
    view.value("visible", visible())
        .value("unfinished", UnfinishedStep.trees(unfinished))
        .value("read", 0)
        .value("dead", 0)
        .value("tables", List.of())
        .value("verdicts", List.of())
        .line(
            "%s: nothing new since run %d, made for %s; no row was read"
                .formatted(manifest.pipeline(), manifest.number(), manifest.run().createdAt()));
  }

  private void worked(View view) {
    if (later.standing() == null) {
      view.value("visible", visible()).value("unfinished", UnfinishedStep.trees(unfinished));
    }
    view.rows("tables", looked(), this::tree, counts()).line("");
    ComputedText.add(view, manifest.published());
    CausesText.add(view, later.causes());
    VerdictsText.add(view, manifest.verdicts());
    headline(view);
  }

  /** The tables and models that the run was to look at. */
  private List<TableState> looked() {
    List<String> selected = manifest.run().inputs().selected();
    return manifest.published().stream()
        .filter(table -> selected.isEmpty() || selected.contains(table.table()))
        .toList();
  }

  private Map<String, @Nullable Object> where() {
    Map<String, @Nullable Object> where = new LinkedHashMap<>();
    where.put("lake", places.lake());
    where.put("warehouse", places.warehouse());
    where.put("production", isOrWasReleased() ? places.production() : null);
    where.put("manifest", places.manifest(manifest));
    where.put("report", later.page());
    where.put("dead_letters", places.deadLetters(manifest).orElse(null));
    return where;
  }

  /** What became of the run: as a person left it, or else as it ended itself. */
  public String state() {
    if (later.standing() != null) {
      return later.standing().word();
    }
    return manifest.outcome() == Outcome.PUBLISHED
        ? isHeld() ? "held" : "released"
        : SpecWords.snake(manifest.outcome().name());
  }

  private boolean isHeld() {
    return UnfinishedStep.isLeft(unfinished, Step.CHECKS);
  }

  private boolean isOrWasReleased() {
    return (manifest.outcome() == Outcome.PUBLISHED && !isHeld()) || state().equals("released");
  }

  private boolean isShown() {
    return state().equals("released") && !UnfinishedStep.isLeft(unfinished, Step.PRODUCTION);
  }

  /** Where readers find what the run did. */
  private Map<String, @Nullable Object> visible() {
    boolean isFailed = manifest.outcome() == Outcome.FAILED;
    String lake = isShown() ? "production" : isFailed ? "nowhere" : "staging";
    boolean isBehind =
        UnfinishedStep.isLeft(unfinished, Step.PRODUCTION)
            || UnfinishedStep.isLeft(unfinished, Step.WAREHOUSE);
    Map<String, @Nullable Object> visible = new LinkedHashMap<>();
    visible.put("lake", lake);
    visible.put("warehouse", places.warehouse() == null ? null : isBehind ? "behind" : lake);
    return visible;
  }

  /** The table of row counts; deleted keys have a column where a table may have some. */
  private Table<TableState> counts() {
    Table<TableState> table =
        Table.<TableState>atMargin()
            .left("table", TableState::table)
            .number("read", each -> each.counts().read())
            .number("published", each -> each.counts().published());
    if (manifest.published().stream().anyMatch(t -> manifest.deleted(t.table()).isPresent())) {
      table.right(
          "deleted", each -> manifest.deleted(each.table()).map(SafeText::number).orElse("-"));
    }
    return table
        .number("dead", each -> each.counts().dead())
        .styled(each -> each.counts().dead() > 0 ? Style.CARE : Style.PLAIN)
        .number("deduplicated", each -> each.counts().deduplicated())
        .number("filtered", each -> each.counts().filtered())
        .number("live", each -> each.counts().live());
  }

  /** The span between two instants of a manifest; empty when they cannot be read. */
  public static Optional<Duration> took(Manifest manifest) {
    try {
      return Optional.of(
          Duration.between(
              Instant.parse(manifest.run().startedAt()),
              Instant.parse(manifest.run().finishedAt())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Map<String, @Nullable Object> tree(TableState state) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("table", state.table());
    tree.put("kind", SpecWords.snake(state.kind().name()));
    tree.putAll(SpecWords.fields(state.counts(), Set.of()));
    tree.put("deleted", manifest.deleted(state.table()).orElse(0L));
    if (!state.taken().computed().isEmpty()) {
      tree.put("computed", state.taken().computed());
    }
    return tree;
  }

  private void headline(View view) {
    String took = took(manifest).map(span -> " in " + SafeText.seconds(span)).orElse("");
    String run = manifest.pipeline() + ": run ";
    switch (manifest.outcome()) {
      case PUBLISHED ->
          view.state(
              run + manifest.number() + " ",
              isHeld() ? Style.BAD : Style.GOOD,
              isHeld() ? "held back by the warehouse's checks" : "released",
              took);
      case STAGED -> {
        String state = later.standing() == null ? ", not yet released" : "";
        view.state(run + manifest.number() + " ", Style.CARE, "staged", took + state);
      }
      case FAILED -> {
        view.state(run, Style.BAD, "failed", took + ", nothing of it is visible");
        if (!manifest.run().reason().isEmpty()) {
          view.labelled(LABEL, "why", manifest.run().reason());
        }
      }
    }
  }

  private void places(View view) {
    String target = manifest.run().inputs().target();
    if (!target.isEmpty()) {
      view.labelled(LABEL, "target", target);
    }
    List<String> selected = manifest.run().inputs().selected();
    if (!selected.isEmpty()) {
      view.labelled(LABEL, "selected", String.join(", ", selected));
    }
    manifest.run().inputs().deferred().stream()
        .map(
            each ->
                "%s from target %s, run %d".formatted(each.table(), each.target(), each.entry()))
        .forEach(each -> view.labelled(LABEL, "read", each));
    view.labelled(LABEL, "lake", places.lake());
    String warehouse = places.warehouse();
    boolean isFailed = manifest.outcome() == Outcome.FAILED;
    if (warehouse != null && !isFailed) {
      boolean isBehind = UnfinishedStep.isLeft(unfinished, Step.WAREHOUSE);
      view.labelled(LABEL, "warehouse", warehouse + (isBehind ? " (behind the lake)" : ""));
    }
    if (isOrWasReleased()) {
      String other = later.standing() == null ? " (as before this run)" : " (of another run)";
      view.labelled(LABEL, "production", places.production() + (isShown() ? "" : other));
    }
    places.deadLetters(manifest).ifPresent(files -> view.labelled(LABEL, "dead letters", files));
    view.labelled(LABEL, isFailed ? "evidence" : "manifest", places.manifest(manifest));
    if (later.page() != null) {
      view.labelled(LABEL, "report", later.page());
    }
  }

  private void next(View view) {
    List<String> steps = nextSteps();
    if (!steps.isEmpty()) {
      view.line("").title("next");
      steps.forEach(step -> view.line("  " + step));
    }
  }
}
