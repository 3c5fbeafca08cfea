// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stream;

import dev.sluice.error.PlainWords;
import dev.sluice.plan.epoch.EpochDecision;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpochs.Entry;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The epochs that were held back.
 *
 * @param folder of the pipeline, as it was typed
 */
public record HeldText(List<Entry> epochs, String folder) implements Report {
  public HeldText {
    epochs = List.copyOf(epochs);
  }

  /** What an epoch had read, for people. */
  public static String inputs(HeldEpoch epoch) {
    List<String> parts = new ArrayList<>();
    if (epoch.files() > 0) {
      parts.add(SafeText.count(epoch.files(), "file"));
    }
    if (epoch.offsets() > 0) {
      parts.add(SafeText.count(epoch.offsets(), "message"));
    }
    return String.join(", ", parts);
  }

  @Override
  public View view() {
    View view = new View();
    if (epochs.isEmpty()) {
      return view.value("epochs", List.of()).line("no epoch was held back");
    }
    view.rows("epochs", epochs, HeldText::tree, table());
    boolean isAnyHeld = epochs.stream().anyMatch(entry -> entry.decision() == null);
    if (isAnyHeld) {
      view.line("")
          .line("What a held epoch had read is left alone until somebody decides:")
          .title("next")
          .line("  Read it again, by the spec as it is then:")
          .line("    sluice epochs release%s ID --why \"…\"".formatted(CommandName.folder(folder)))
          .line("  Leave it for good:")
          .line("    sluice epochs discard%s ID --why \"…\"".formatted(CommandName.folder(folder)));
    }
    return view;
  }

  private static Table<Entry> table() {
    return Table.<Entry>indented()
        .left("id", entry -> entry.epoch().id())
        .left("state", Entry::state)
        .styled(entry -> entry.decision() == null ? Style.BAD : Style.PLAIN)
        .left("held at", entry -> PlainWords.second(entry.epoch().at()))
        .left("had read", entry -> inputs(entry.epoch()))
        .left("why", entry -> entry.epoch().reason());
  }

  private static Map<String, @Nullable Object> tree(Entry entry) {
    Map<String, @Nullable Object> tree =
        new LinkedHashMap<>(SpecWords.fields(entry.epoch(), Set.of("version")));
    tree.put("state", entry.state());
    EpochDecision decision = entry.decision();
    tree.put(
        "decision",
        decision == null ? null : SpecWords.fields(decision, Set.of("version", "id", "verdict")));
    return tree;
  }
}
