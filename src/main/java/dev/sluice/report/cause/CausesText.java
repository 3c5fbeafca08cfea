// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.cause;

import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.cause.Cause;
import dev.sluice.explain.cause.Cause.Sample;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import java.util.List;
import java.util.stream.Collectors;

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
    causes.stream().limit(SHOWN).forEach(cause -> add(view, cause));
    if (causes.size() > SHOWN) {
      view.line("  … and " + SafeText.count(causes.size() - SHOWN, "other reason"));
    }
    return view.line("");
  }

  private static void add(View view, Cause cause) {
    String samples =
        cause.samples().stream().map(CausesText::sample).collect(Collectors.joining(", "));
    view.line(
        "  %s × %s%s"
            .formatted(
                SafeText.number(cause.rows()),
                cause.place(),
                samples.isEmpty() ? "" : ": " + samples));
    view.line("    " + cause.why() + end(cause));
    for (Edit edit : cause.edits()) {
      view.line("    " + edit.place() + " should say");
      view.line("      " + edit.text());
    }
    if (cause.besides() != null && !cause.edits().isEmpty()) {
      view.line("    " + cause.besides());
    }
  }

  private static String end(Cause cause) {
    return cause.edits().isEmpty() && cause.besides() != null ? ": " + cause.besides() : "";
  }

  private static String sample(Sample sample) {
    String rows = SafeText.number(sample.rows());
    return "`%s` (%s)".formatted(sample.value(), rows);
  }
}
