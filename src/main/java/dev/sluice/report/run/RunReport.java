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
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says what a run did: its counts, its verdicts, where everything lies, and what to do next. */
public final class RunReport implements Report {
  static final int LABEL = 14;

  private static final Table<Verdict> VERDICTS =
      Table.<Verdict>indented()
          .left("table", Verdict::table)
          .left("check", Verdict::check)
          .left("observed", Verdict::observed)
          .left("expected", Verdict::expected);

  private static final Table<TableState> COMPUTED =
      Table.<TableState>atMargin()
          .left("model", TableState::table)
          .left("computed", state -> state.taken().computed());

  private final Manifest manifest;
  private final ResultPlaces places;
  private final Note note;
  private final List<UnfinishedStep> unfinished;
  private final @Nullable Standing standing;
  private final List<Cause> causes;

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
    this.standing = null;
    this.causes = List.of();
  }

  private RunReport(RunReport other, @Nullable Standing standing, List<Cause> causes) {
    this.manifest = other.manifest;
    this.places = other.places;
    this.note = other.note;
    this.unfinished = other.unfinished;
    this.standing = standing;
    this.causes = List.copyOf(causes);
  }

  /** The report of a run that stands somewhere else by now. */
  public RunReport standing(Standing now) {
    return new RunReport(this, now, causes);
  }

  /** The same with what rows died of. */
  public RunReport causes(List<Cause> found) {
    return new RunReport(this, standing, found);
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
    if (standing != null) {
      view.value("state", standing.word());
      view.value("state_by", standing.who().isEmpty() ? null : standing.who());
    }
    if (note.isIdle()) {
      idle(view);
    } else {
      worked(view);
    }
    view.value("places", where());
    if (standing != null && !standing.equals(Standing.FAILED)) {
      String who = standing.who().isEmpty() ? "" : " " + standing.who();
      view.labelled(LABEL, "now", standing.word().replace('_', ' ') + who);
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
    if (standing == null) {
      view.value("visible", visible()).value("unfinished", UnfinishedStep.trees(unfinished));
    }
    view.rows("tables", looked(), this::tree, counts()).line("");
    computed(view);
    CausesText.add(view, causes);
    view.records("verdicts", manifest.verdicts());
    verdicts(view, Style.BAD, "failed", Verdict::blocks);
    verdicts(view, Style.CARE, "warnings", verdict -> !verdict.passed() && !verdict.blocks());
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
    where.put("dead_letters", places.deadLetters(manifest).orElse(null));
    return where;
  }

  /** What became of the run: as a person left it, or else as it ended itself. */
  private String state() {
    if (standing != null) {
      return standing.word();
    }
    return manifest.outcome() == Outcome.PUBLISHED
        ? "released"
        : SpecWords.snake(manifest.outcome().name());
  }

  private boolean isOrWasReleased() {
    return manifest.outcome() == Outcome.PUBLISHED || state().equals("released");
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
  static Optional<Duration> took(Manifest manifest) {
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

  private void verdicts(View view, Style style, String title, Predicate<Verdict> which) {
    List<Verdict> verdicts = manifest.verdicts().stream().filter(which).toList();
    if (!verdicts.isEmpty()) {
      view.state("", style, title, "").table(verdicts, VERDICTS);
      verdicts.stream().filter(v -> !v.rows().isEmpty()).forEach(v -> rows(view, v));
      view.line("");
    }
  }

  /** Some rows that are against a check. */
  private static void rows(View view, Verdict verdict) {
    view.line("  rows against %s of %s".formatted(verdict.check(), verdict.table()));
    VerdictRows.add(view, verdict);
  }

  /** How much of each incremental model was computed. */
  private void computed(View view) {
    List<TableState> models =
        manifest.published().stream().filter(t -> !t.taken().computed().isEmpty()).toList();
    if (!models.isEmpty()) {
      view.table(models, COMPUTED).line("");
    }
  }

  private void headline(View view) {
    String took = took(manifest).map(span -> " in " + SafeText.seconds(span)).orElse("");
    String run = manifest.pipeline() + ": run ";
    switch (manifest.outcome()) {
      case PUBLISHED -> view.state(run + manifest.number() + " ", Style.GOOD, "published", took);
      case STAGED -> {
        String state = standing == null ? ", not yet published" : "";
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
      String other = standing == null ? " (as before this run)" : " (of another run)";
      view.labelled(LABEL, "production", places.production() + (isShown() ? "" : other));
    }
    places.deadLetters(manifest).ifPresent(files -> view.labelled(LABEL, "dead letters", files));
    view.labelled(LABEL, isFailed ? "evidence" : "manifest", places.manifest(manifest));
  }

  private void next(View view) {
    List<String> steps = new NextSteps(manifest, places, state(), !causes.isEmpty()).list();
    if (!steps.isEmpty()) {
      view.line("").title("next");
      steps.forEach(step -> view.line("  " + step));
    }
  }
}
