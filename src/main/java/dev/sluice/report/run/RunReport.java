// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.text.TextTable;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
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
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Says what a run did: its counts, its verdicts, where everything lies, and what to do next. */
public final class RunReport {
  private static final int DELETED_AT = 3;

  private final Manifest manifest;
  private final ResultPlaces places;
  private final Note note;
  private final List<UnfinishedStep> unfinished;
  private final @Nullable Standing standing;

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
    this(manifest, places, note, unfinished, null);
  }

  private RunReport(
      Manifest manifest,
      ResultPlaces places,
      Note note,
      List<UnfinishedStep> unfinished,
      @Nullable Standing standing) {
    this.manifest = manifest;
    this.places = places;
    this.note = note;
    this.unfinished = List.copyOf(unfinished);
    this.standing = standing;
  }

  /** The report of a run that stands somewhere else by now. */
  public RunReport standing(Standing now) {
    return new RunReport(manifest, places, note, unfinished, now);
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

  /** The report for people. */
  public String render() {
    StringBuilder out = new StringBuilder();
    if (!note.isIdle()) {
      figures(out);
    }
    out.append(note.isIdle() ? idle() : headline()).append('\n');
    standing(out);
    if (!note.text().isEmpty()) {
      place(out, "note", note.text());
    }
    places(out);
    next(out);
    return out.toString();
  }

  private void figures(StringBuilder out) {
    out.append(counts()).append('\n');
    verdicts(out, "held back by", manifest.verdicts().stream().filter(Verdict::blocks).toList());
    verdicts(
        out,
        "warnings",
        manifest.verdicts().stream().filter(v -> !v.passed() && !v.blocks()).toList());
  }

  /** The report for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", manifest.pipeline());
    tree.putAll(RunSummary.of(manifest).tree());
    tree.put("note", note.kind().isEmpty() ? null : note.kind());
    if (standing != null) {
      tree.put("state", standing.word());
      tree.put("state_by", standing.who().isEmpty() ? null : standing.who());
    }
    if (standing == null || note.isIdle()) {
      tree.put("visible", visible());
      tree.put("unfinished", UnfinishedStep.trees(unfinished));
    }
    if (note.isIdle()) {
      tree.put("read", 0);
      tree.put("dead", 0);
    }
    boolean isIdle = note.isIdle();
    tree.put("tables", isIdle ? List.of() : manifest.published().stream().map(this::tree).toList());
    tree.put(
        "verdicts",
        isIdle
            ? List.of()
            : manifest.verdicts().stream().map(v -> SpecWords.fields(v, Set.of())).toList());
    tree.put("places", where());
    return tree;
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

  private void standing(StringBuilder out) {
    if (standing != null && !standing.equals(Standing.FAILED)) {
      String who = standing.who().isEmpty() ? "" : " " + standing.who();
      place(out, "now", standing.word().replace('_', ' ') + who);
    }
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
  String counts() {
    List<String> header =
        new ArrayList<>(
            List.of("table", "read", "published", "dead", "deduplicated", "filtered", "live"));
    boolean canDelete =
        manifest.published().stream().anyMatch(t -> manifest.deleted(t.table()).isPresent());
    if (canDelete) {
      header.add(DELETED_AT, "deleted");
    }
    TextTable table = new TextTable(List.of(0), header.toArray(String[]::new));
    for (TableState state : manifest.published()) {
      RowCounts c = state.counts();
      List<String> cells = new ArrayList<>(List.of(state.table()));
      LongStream.of(c.read(), c.published(), c.dead(), c.deduplicated(), c.filtered(), c.live())
          .mapToObj(SafeText::number)
          .forEach(cells::add);
      if (canDelete) {
        cells.add(DELETED_AT, manifest.deleted(state.table()).map(SafeText::number).orElse("-"));
      }
      table.add(cells);
    }
    return table.render("");
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
    return tree;
  }

  private static void verdicts(StringBuilder out, String title, List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return;
    }
    out.append(title).append('\n');
    TextTable table = new TextTable(List.of(0, 1, 2, 3), "table", "check", "observed", "expected");
    verdicts.forEach(v -> table.add(List.of(v.table(), v.check(), v.observed(), v.expected())));
    out.append(table.render("  ")).append('\n');
  }

  private String idle() {
    return "%s: nothing new since run %d, made for %s; no row was read"
        .formatted(
            SafeText.escape(manifest.pipeline()), manifest.number(), manifest.run().createdAt());
  }

  private String headline() {
    String took = took(manifest).map(span -> " in " + SafeText.seconds(span)).orElse("");
    String name = SafeText.escape(manifest.pipeline());
    return switch (manifest.outcome()) {
      case PUBLISHED -> name + ": run " + manifest.number() + " published" + took;
      case STAGED ->
          name
              + ": run "
              + manifest.number()
              + " staged"
              + took
              + (standing == null ? ", not yet published" : "");
      case FAILED ->
          name
              + ": run failed"
              + took
              + ", nothing of it is visible"
              + (manifest.run().reason().isEmpty()
                  ? ""
                  : "\n  why           " + SafeText.escape(manifest.run().reason()));
    };
  }

  private void places(StringBuilder out) {
    place(out, "lake", places.lake());
    String warehouse = places.warehouse();
    if (warehouse != null && manifest.outcome() != Outcome.FAILED) {
      boolean isBehind = UnfinishedStep.isLeft(unfinished, Step.WAREHOUSE);
      place(out, "warehouse", warehouse + (isBehind ? " (behind the lake)" : ""));
    }
    if (isOrWasReleased()) {
      String other = standing == null ? " (as before this run)" : " (of another run)";
      place(out, "production", places.production() + (isShown() ? "" : other));
    }
    places.deadLetters(manifest).ifPresent(files -> place(out, "dead letters", files));
    place(
        out,
        manifest.outcome() == Outcome.FAILED ? "evidence" : "manifest",
        places.manifest(manifest));
  }

  private static void place(StringBuilder out, String name, String path) {
    out.append("  ").append(name).append(" ".repeat(14 - name.length()));
    out.append(SafeText.escape(path)).append('\n');
  }

  private void next(StringBuilder out) {
    List<String> steps = new NextSteps(manifest, places, state()).list();
    if (!steps.isEmpty()) {
      out.append("\nnext\n");
      steps.forEach(step -> out.append("  ").append(step).append('\n'));
    }
  }
}
