// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.look.preview.SampledInput;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes what a preview was made of, and what died on the way. */
public final class PreviewText {
  private static final String GAP = "  ";

  private final String name;
  private final List<SampledInput> inputs;

  /**
   * A preview of a table or model.
   *
   * @param inputs itself last
   */
  public PreviewText(String name, List<SampledInput> inputs) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
  }

  /** All but the rows. */
  public View view() {
    boolean isWhole = inputs.stream().allMatch(SampledInput::isWhole);
    View view =
        new View()
            .value("previewed", name)
            .value("is_sample", !isWhole)
            .value("inputs", inputs.stream().map(PreviewText::tree).toList())
            .line(name + (isWhole ? "; nothing is written" : " on a sample; nothing is written"));
    int widest = inputs.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    for (SampledInput each : inputs) {
      view.line(GAP + each.name() + " ".repeat(widest - each.name().length() + 2) + each.words());
      if (each.dead() > 0) {
        view.line(GAP.repeat(2) + SafeText.count(each.dead(), "row") + " would be dead:");
        each.reasons().forEach(reason -> view.line(GAP.repeat(3) + reason));
      }
    }
    return view.line("");
  }

  private static Map<String, @Nullable Object> tree(SampledInput input) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", input.name());
    tree.put("from", input.from());
    tree.put("read", input.words());
    tree.put("is_whole", input.isWhole());
    tree.put("dead", input.dead());
    tree.put("reasons", input.reasons());
    return tree;
  }
}
