// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.error.Plural;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.plan.change.PlannedChange;
import dev.sluice.plan.change.PlannedChange.FileCounts;
import dev.sluice.plan.change.PlannedChange.State;
import dev.sluice.plan.change.PlannedChanges;
import dev.sluice.plan.change.PlannedChanges.Refusal;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.PlaceLines;
import dev.sluice.report.view.View;
import dev.sluice.schema.change.ColumnChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows how the next run would differ from the last: what comes, goes, changes, and what stays. */
public final class ChangesText {
  private static final int LONGEST_NAME = 28;
  private static final String AGAIN = "read again";

  private final PlannedChanges changes;
  private final SpecSource source;
  private final int width;

  private ChangesText(PlannedChanges changes, SpecSource source, int width) {
    this.changes = changes;
    this.source = source;
    this.width = width;
  }

  /**
   * For people and for programs.
   *
   * @param source where what refuses a run is shown
   * @param width how many columns a line of it may take
   */
  public static View view(PlannedChanges changes, SpecSource source, int width) {
    ChangesText text = new ChangesText(changes, source, width);
    View view = new View().value("differs", text.tree());
    view.value("refused", changes.refusals().stream().map(text::tree).toList());
    text.refused(view);
    text.lines(view);
    return view.line("");
  }

  /** First of all, for nothing else would happen. */
  private void refused(View view) {
    for (Refusal each : changes.refusals()) {
      view.state("a run would fail now: ", Style.BAD, each.code().name(), ": " + each.why());
      PlaceLines.add(view, source, each.about(), width);
    }
    if (!changes.refusals().isEmpty()) {
      view.line("");
    }
  }

  private Map<String, @Nullable Object> tree(Refusal refusal) {
    Map<String, @Nullable Object> tree =
        new LinkedHashMap<>(SpecWords.fields(refusal, Set.of("about")));
    List<Map<String, @Nullable Object>> places = PlaceLines.trees(source, refusal.about());
    if (!places.isEmpty()) {
      tree.put("at", places);
    }
    return tree;
  }

  private void lines(View view) {
    if (changes.trouble() != null) {
      view.line("differs: nobody can tell, for the lake cannot be looked at: " + changes.trouble());
    } else if (changes.since() == 0) {
      view.line("differs: there is no run yet, and everything is new");
    } else if (changes.isNothing()) {
      view.line(
          "differs: nothing, from run #%d (%s)%s"
              .formatted(
                  changes.since(),
                  changes.at(),
                  changes.isSpecSame()
                      ? "; a run would find nothing to do"
                      : "; files of the spec changed, but no table or model"));
    } else {
      view.line("differs from run #%d (%s)".formatted(changes.since(), changes.at()));
      changes.tables().stream().filter(each -> !each.stays()).forEach(each -> lines(view, each));
      stays(view);
    }
  }

  private void lines(View view, PlannedChange change) {
    List<String> lines = lines(change);
    String name = SafeText.escape(change.name());
    boolean isLong = name.length() > width();
    if (isLong || lines.isEmpty()) {
      view.line("  " + mark(change) + " " + name);
    }
    for (int i = 0; i < lines.size(); i++) {
      String label = i == 0 && !isLong ? mark(change) + " " + name : "";
      view.line("  " + label + " ".repeat(width() + 4 - label.length()) + lines.get(i));
    }
  }

  /** Of the names that are not overlong. */
  private int width() {
    return changes.tables().stream()
        .filter(each -> !each.stays())
        .mapToInt(each -> each.name().length())
        .filter(length -> length <= LONGEST_NAME)
        .max()
        .orElse(0);
  }

  private static String mark(PlannedChange change) {
    return switch (change.state()) {
      case NEW -> "+";
      case LEFT, REMOVED -> "-";
      case CHANGES, STAYS -> "~";
    };
  }

  private static List<String> lines(PlannedChange change) {
    List<String> lines = new ArrayList<>();
    switch (change.state()) {
      case NEW -> lines.add("new " + change.kind());
      case LEFT -> lines.add("not in the spec any more; production keeps " + rows(change));
      case REMOVED -> lines.add("leaves production with " + rows(change));
      case CHANGES, STAYS -> {
        if (!change.earlierName().isEmpty()) {
          lines.add("goes on with what was " + change.earlierName());
        }
      }
    }
    lines.addAll(change.parts());
    change.columns().forEach(column -> lines.add(line(column)));
    FileCounts files = change.files();
    if (files != null && !files.behind().isEmpty()) {
      lines.addAll(PartitionLines.of(files.behind()));
    } else if (files != null && (files.isRead() || files.gone() > 0)) {
      lines.add(line(files));
    }
    if (!change.why().isEmpty()) {
      boolean isMade = change.rows() > 0 && !change.why().startsWith("a run would fail");
      lines.add(change.why() + (isMade ? ": " + SafeText.count(change.rows(), "row") : ""));
    }
    return lines;
  }

  private static String rows(PlannedChange change) {
    return "its " + SafeText.count(change.rows(), "row");
  }

  private static String line(ColumnChange column) {
    if (!column.earlierName().isEmpty()) {
      return "column %s goes on as %s".formatted(column.earlierName(), column.name());
    }
    if (column.before().isEmpty()) {
      return "+ column %s %s".formatted(column.name(), column.now());
    }
    return column.now().isEmpty()
        ? "- column %s %s".formatted(column.name(), column.before())
        : "column %s: %s → %s".formatted(column.name(), column.before(), column.now());
  }

  private static String line(FileCounts files) {
    List<String> counts = new ArrayList<>();
    add(counts, files.fresh(), "new");
    add(counts, files.changed(), "changed");
    add(counts, files.again(), AGAIN);
    String read =
        counts.isEmpty() ? "" : String.join(", ", counts) + " (" + bytes(files.bytes()) + ")";
    String gone =
        files.gone() == 0 ? "" : SafeText.count(files.gone(), "file") + " no longer there";
    return read + (read.isEmpty() || gone.isEmpty() ? "" : "; ") + gone;
  }

  private static void add(List<String> counts, int files, String how) {
    if (files > 0) {
      counts.add(
          !counts.isEmpty()
              ? SafeText.number(files) + " " + how
              : how.equals(AGAIN)
                  ? SafeText.count(files, "file") + " " + how
                  : SafeText.number(files) + " " + how + " " + Plural.noun(files, "file"));
    }
  }

  private static String bytes(long bytes) {
    return bytes < 10_000
        ? SafeText.count(bytes, "byte")
        : bytes < 10_000_000
            ? SafeText.number(bytes / 1_000) + " KB"
            : SafeText.number(bytes / 1_000_000) + " MB";
  }

  private void stays(View view) {
    List<String> names =
        changes.tables().stream().filter(PlannedChange::stays).map(PlannedChange::name).toList();
    if (!names.isEmpty()) {
      String some = names.stream().limit(6).collect(Collectors.joining(", "));
      String more = names.size() > 6 ? " and " + (names.size() - 6) + " more" : "";
      view.line(
          "  = %s%s %s as %s"
              .formatted(
                  some,
                  more,
                  names.size() == 1 ? "stays" : "stay",
                  names.size() == 1 ? "it is" : "they are"));
    }
  }

  private Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("since", changes.since() == 0 ? null : changes.since());
    tree.put("since_created_at", changes.since() == 0 ? null : changes.at());
    tree.put("nothing", changes.isNothing());
    tree.put("spec_changed", changes.since() == 0 ? null : !changes.isSpecSame());
    tree.put("trouble", changes.trouble());
    tree.put("tables", changes.tables().stream().map(ChangesText::tree).toList());
    return tree;
  }

  private static Map<String, @Nullable Object> tree(PlannedChange change) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", change.name());
    tree.put("kind", change.kind());
    State state = change.stays() || change.state() != State.STAYS ? change.state() : State.CHANGES;
    tree.put("state", SpecWords.snake(state.name()));
    tree.put("renamed_from", change.earlierName().isEmpty() ? null : change.earlierName());
    tree.put("parts", change.parts());
    tree.put(
        "columns",
        change.columns().stream().map(each -> SpecWords.fields(each, Set.of())).toList());
    FileCounts files = change.files();
    Set<String> left = files == null || files.behind().isEmpty() ? Set.of("behind") : Set.of();
    tree.put("files", files == null ? null : SpecWords.fields(files, left));
    tree.put("rows", change.rows());
    tree.put("why", change.why().isEmpty() ? null : change.why());
    return tree;
  }
}
