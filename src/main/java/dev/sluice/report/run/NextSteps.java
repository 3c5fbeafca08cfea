// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.commit.LateRows;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.schema.TypeKeywords;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what to type after a run. */
final class NextSteps {
  private final Manifest manifest;
  private final ResultPlaces places;
  private final String state;

  /** A check that is said by its kind and columns alone. */
  private static final Pattern SHORT = Pattern.compile("[a-z_]+: (\\[[^\\[\\]{}\\n]*\\]|\\w+)");

  private final boolean isPast;
  private final boolean isExplained;

  /**
   * Where a run stands.
   *
   * @param state what became of it, as {@link dev.sluice.promote.RunStandings.Standing} says
   * @param isPast whether another run is the newest by now
   */
  record Now(String state, boolean isPast) {}

  /**
   * The steps after a run.
   *
   * @param now where it stands
   * @param isExplained whether it was said why rows are dead
   */
  NextSteps(Manifest manifest, ResultPlaces places, Now now, boolean isExplained) {
    this.isExplained = isExplained;
    this.manifest = manifest;
    this.places = places;
    this.state = now.state();
    this.isPast = now.isPast();
  }

  /** Pairs of lines: what for, and what to type. */
  List<String> list() {
    List<String> steps = new ArrayList<>();
    look(steps);
    if (manifest.verdicts().stream().anyMatch(v -> v.check().equals(LateRows.CHECK))) {
      steps.add(
          "Take in rows that came late, from a value of the cursor on (`load: merge` may set"
              + " `lag`):");
      steps.add("  sluice run " + CommandName.place(places.folder()) + " --from VALUE");
    }
    against(steps);
    decide(steps);
    if (places.deadLetters(manifest).isPresent()) {
      boolean isHeldBack = manifest.outcome() == Outcome.FAILED;
      steps.add(isExplained ? "Look at the dead rows:" : "See why rows are dead:");
      steps.add(
          "  sluice deadletters list "
              + CommandName.place(places.folder())
              + (isHeldBack || isPast ? " --run " + manifest.run().id() : ""));
      if (!isHeldBack && !isPast) {
        again(steps);
      }
    }
    if (manifest.outcome() == Outcome.FAILED) {
      repair(steps);
    }
    return steps;
  }

  /** Rows that are against what only warns are published, and easily forgotten. */
  private void against(List<String> steps) {
    boolean isShown =
        manifest.verdicts().stream()
            .anyMatch(v -> !v.passed() && !v.blocks() && !v.rows().isEmpty());
    if (isShown) {
      steps.add("Look at rows that are against checks and rules:");
      String run =
          manifest.outcome() == Outcome.FAILED
              ? " --run " + manifest.run().id()
              : isPast ? " --run " + manifest.number() : "";
      steps.add("  sluice check show " + CommandName.place(places.folder()) + run);
    }
  }

  private void decide(List<String> steps) {
    String folder = CommandName.place(places.folder());
    String named = isPast ? " --run " + manifest.number() : "";
    switch (state) {
      case "staged" -> {
        steps.add("See what it would change in production, then approve and apply it:");
        steps.add("  sluice promote plan " + folder + named);
      }
      case "approved" -> {
        steps.add("Release it:");
        steps.add("  sluice promote apply " + folder + named);
      }
      case "expired", "rejected" -> {
        steps.add("It cannot be released any more; take its input in again:");
        steps.add("  sluice run " + folder + " --again");
      }
      case "rolled_back" -> {
        steps.add("See what was released, and why:");
        steps.add("  sluice promote releases " + folder);
      }
      default -> {}
    }
  }

  /** A model's letters are no source of their own: every run computes the model anew. */
  private void again(List<String> steps) {
    if (hasDead(Kind.TYPED)) {
      steps.add("Once the spec is corrected, send them through it again:");
      steps.add("  sluice replay " + CommandName.place(places.folder()));
      Set<String> tables = dead(Kind.TYPED).map(TableState::table).collect(Collectors.toSet());
      String place = " " + CommandName.place(places.folder());
      steps.addAll(places.corrected().steps(place, tables));
    }
    if (hasDead(Kind.MODEL)) {
      steps.add("Those of models: once the model is corrected, every run computes it anew:");
      steps.add("  sluice run " + CommandName.place(places.folder()));
    }
  }

  private boolean hasDead(Kind kind) {
    return dead(kind).findAny().isPresent();
  }

  private Stream<TableState> dead(Kind kind) {
    return manifest.tables().stream()
        .filter(table -> table.kind() == kind && table.counts().dead() > 0);
  }

  private void look(List<String> steps) {
    if (state.equals("rejected")) {
      return;
    }
    shown()
        .ifPresent(
            table -> {
              boolean isFailed = manifest.outcome() == Outcome.FAILED;
              steps.add(isFailed ? "Look at the rows that it made:" : "Look at the result:");
              steps.add(
                  "  sluice query %s %s%s"
                      .formatted(
                          CommandName.place(places.folder()),
                          from(table),
                          isFailed ? " --at " + manifest.run().id() : at()));
            });
  }

  /** The newest run, and production, need no name. */
  private String at() {
    return isPast && !state.equals("released") ? " --at " + manifest.number() : "";
  }

  /** The table to look at first: one whose check failed, else the last one that is made. */
  private Optional<String> shown() {
    List<String> tables = manifest.published().stream().map(TableState::table).toList();
    return manifest.verdicts().stream()
        .filter(verdict -> verdict.blocks() && !verdict.check().startsWith("tolerate"))
        .map(Verdict::table)
        .filter(tables::contains)
        .findFirst()
        .or(() -> tables.stream().reduce((first, second) -> second));
  }

  /** What is released is looked at where production shows it, else the newest run. */
  private String from(String table) {
    String schema = state.equals("released") ? "production." : "";
    return "'FROM " + schema + TypeKeywords.quote(table) + "'";
  }

  private void repair(List<String> steps) {
    tolerate(steps);
    for (Verdict verdict : manifest.verdicts()) {
      if (verdict.blocks() && !verdict.check().startsWith("tolerate")) {
        steps.add(
            "Correct the data, or the check "
                + SafeText.escape(verdict.check())
                + " of "
                + SafeText.escape(verdict.table())
                + ".");
        steps.add(
            "To release all the same and only be told, write in " + places.check(verdict) + ":");
        steps.add("  " + warning(verdict.check()));
      }
    }
    steps.add(
        (steps.isEmpty() ? "Correct what it failed of, and" : "Then")
            + " run again; this run left nothing to clean up.");
  }

  /** Once for all tables that have too many dead rows, and each limit once. */
  private void tolerate(List<String> steps) {
    Map<String, Set<String>> tables = new LinkedHashMap<>();
    for (Verdict verdict : manifest.verdicts()) {
      if (verdict.blocks() && verdict.check().startsWith("tolerate")) {
        tables
            .computeIfAbsent(limit(verdict), limit -> new TreeSet<>())
            .add(SafeText.escape(verdict.table()));
      }
    }
    if (tables.isEmpty()) {
      return;
    }
    steps.add(
        isExplained
            ? "Mend the causes of dead rows that are named here. If that many bad rows are"
            : "Correct the source or the rules. If that many bad rows are");
    boolean isOne = tables.size() == 1;
    steps.add(
        "normal instead, say so in pipeline.yaml"
            + (isOne ? " under " + String.join(", ", tables.values().iterator().next()) : "")
            + ":");
    tables.forEach(
        (limit, names) ->
            steps.add(
                "  tolerate: {%s}%s"
                    .formatted(limit, isOne ? "" : "  # under " + String.join(", ", names))));
  }

  /** The line of a check that only warns; what stands under a name goes on standing there. */
  private static String warning(String check) {
    return SHORT.matcher(check).matches() ? "- {" + check + ", severity: warn}" : "severity: warn";
  }

  /** The limit that this run would just keep. */
  private String limit(Verdict verdict) {
    RowCounts counts =
        manifest.table(verdict.table()).map(TableState::counts).orElse(RowCounts.ZERO);
    if (verdict.check().contains("dead_rows_per_hour")) {
      return "dead_rows_per_hour: " + verdict.observed();
    }
    if (!verdict.check().contains("dead_ratio")) {
      return "dead_rows: " + counts.dead();
    }
    BigDecimal read = BigDecimal.valueOf(Math.max(counts.read(), 1));
    BigDecimal ratio = BigDecimal.valueOf(counts.dead()).divide(read, 4, RoundingMode.CEILING);
    return "dead_ratio: " + ratio.stripTrailingZeros().toPlainString();
  }
}
