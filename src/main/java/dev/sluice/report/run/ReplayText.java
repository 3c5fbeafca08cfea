// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.letters.selection.LetterSelection;
import dev.sluice.letters.selection.LetterSelection.Left;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.View;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a replay did with its letters. */
public final class ReplayText {
  private ReplayText() {}

  /** What is special about the run of a replay. */
  public static RunReport.Note note(LetterSelection taken, Manifest manifest) {
    long dead =
        manifest.tables().stream()
            .filter(table -> table.kind() == TableState.Kind.TYPED)
            .mapToLong(table -> table.counts().dead())
            .sum();
    String what =
        manifest.outcome() == Outcome.FAILED
            ? "all of them are still open"
            : SafeText.number(taken.size() - dead)
                + " resolved, "
                + SafeText.number(dead)
                + " died again";
    return new RunReport.Note(
        "replayed",
        "replayed %s: %s%s"
            .formatted(
                SafeText.count(taken.size(), "dead letter"),
                what,
                left(taken.left(), "; left out: ")));
  }

  /** Says that there is nothing to replay. */
  public static View nothing(@Nullable Left left) {
    View view =
        new View()
            .value("replayed", 0)
            .value("left_out", left == null ? null : SpecWords.fields(left, Set.of()))
            .line(
                "nothing to replay: no open dead letter matches"
                    + (left == null ? "" : left(left, "; left out: ")));
    if (left != null && left.ofModels() > 0) {
      view.line("a model is computed anew by every run: correct it, then `sluice run`");
    }
    return view;
  }

  private static String left(Left left, String before) {
    List<String> parts = new ArrayList<>();
    add(parts, left.stuck(), "that died again too often (--stuck takes them)");
    add(parts, left.incomplete(), "whose record was cut or dropped");
    add(parts, left.ofModels(), "of models");
    add(parts, left.ofOthers(), "of tables that the spec does not have");
    add(
        parts,
        left.doubtful(),
        "whose place in the source was read again since, so that the table may hold them already"
            + " (name them by --letter, or discard them)");
    return parts.isEmpty() ? "" : before + String.join(", ", parts);
  }

  private static void add(List<String> parts, long letters, String what) {
    if (letters > 0) {
      parts.add(SafeText.number(letters) + " " + what);
    }
  }
}
