// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.cause;

import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.cause.Cause;
import dev.sluice.explain.cause.Cause.Sample;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows why rows are dead: how many of what, and the line that mends it. */
public final class CausesText {
  /** How many people are shown; programs get all. */
  private static final int SHOWN = 5;

  private CausesText() {}

  /** Adds the causes to a result. */
  public static View add(View view, List<Cause> causes) {
    view.records("causes", causes);
    if (causes.isEmpty()) {
      return view;
    }
    view.line("causes of dead rows");
    Collection<List<Cause>> mended =
        causes.stream()
            .collect(Collectors.groupingBy(Mend::of, LinkedHashMap::new, Collectors.toList()))
            .values();
    mended.stream().limit(SHOWN).forEach(alike -> addAlike(view, alike));
    if (mended.size() > SHOWN) {
      int left = mended.stream().skip(SHOWN).mapToInt(List::size).sum();
      view.line("  … and " + SafeText.count(left, "other reason"));
    }
    return view.line("");
  }

  /** What is said of causes once, however many tables have them. */
  private record Mend(String why, List<String> lines, @Nullable String besides) {
    static Mend of(Cause cause) {
      return new Mend(
          cause.why(), cause.edits().stream().map(Edit::text).toList(), cause.besides());
    }
  }

  private static void addAlike(View view, List<Cause> alike) {
    alike.forEach(cause -> head(view, cause));
    Cause first = alike.get(0);
    view.line("    " + first.why() + end(first));
    for (int i = 0; i < first.edits().size(); i++) {
      int line = i;
      String places =
          alike.stream()
              .map(cause -> cause.edits().get(line).place())
              .distinct()
              .collect(Collectors.joining(", "));
      view.line("    " + places + " should say");
      view.line("      " + first.edits().get(line).text());
    }
    if (first.besides() != null && !first.edits().isEmpty()) {
      view.line("    " + first.besides());
    }
  }

  private static void head(View view, Cause cause) {
    String samples =
        cause.samples().stream().map(CausesText::sample).collect(Collectors.joining(", "));
    view.line(
        "  %s × %s%s"
            .formatted(
                SafeText.number(cause.rows()),
                cause.place(),
                samples.isEmpty() ? "" : ": " + samples));
  }

  private static String end(Cause cause) {
    return cause.edits().isEmpty() && cause.besides() != null ? ": " + cause.besides() : "";
  }

  private static String sample(Sample sample) {
    String rows = SafeText.number(sample.rows());
    return (sample.isValue() ? "`%s` (%s)" : "%s (%s)").formatted(sample.value(), rows);
  }
}
