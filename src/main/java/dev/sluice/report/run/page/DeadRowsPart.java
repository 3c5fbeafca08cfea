// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.cause.Cause;
import dev.sluice.letters.book.DeadLetter.Reason;
import dev.sluice.letters.selection.LetterSamples.Sample;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.table.SourceSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The causes of dead rows, what mends them, and some of the rows. */
final class DeadRowsPart {
  private static final int LONGEST_RECORD = 1000;
  private static final int VALUES = 8;

  private final RunReport report;
  private final Map<Object, List<Sample>> samples;

  DeadRowsPart(RunReport report, RunMaterial material) {
    this.report = report;
    this.samples = material.letters().stream().collect(Collectors.groupingBy(Sample::of));
  }

  void write(HtmlText html) {
    html.list(report.causes(), RunMaterial.CAUSES, each -> write(html, each), "other reason");
  }

  private void write(HtmlText html, Cause cause) {
    html.raw("<div class=\"case\"><h3>")
        .text(SafeText.number(cause.rows()))
        .raw(" × ")
        .brief(cause.place(), 200)
        .raw(" <small>")
        .text(String.join(", ", cause.codes()))
        .raw("</small></h3>\n<p>")
        .brief(cause.why(), 500)
        .raw("</p>\n");
    values(html, cause.samples());
    for (Edit edit : cause.edits()) {
      html.raw("<p><code>")
          .brief(edit.place())
          .raw("</code> should say</p>\n<div class=\"command\"><pre>")
          .brief(edit.text(), 1000)
          .raw("</pre></div>\n");
    }
    if (cause.besides() != null) {
      html.raw("<p>").brief(cause.besides(), 500).raw("</p>\n");
    }
    letters(html, samples.getOrDefault(RunMaterial.subject(cause), List.of()));
    html.raw("</div>\n");
  }

  private static void values(HtmlText html, List<Cause.Sample> values) {
    if (values.isEmpty()) {
      return;
    }
    html.raw("<ul class=\"values\">");
    for (Cause.Sample each : values.subList(0, Math.min(VALUES, values.size()))) {
      html.raw(each.isValue() ? "<li><code>" : "<li>")
          .brief(each.value())
          .raw(each.isValue() ? "</code> <small>" : " <small>")
          .text(SafeText.number(each.rows()))
          .raw(" ×</small></li>");
    }
    html.raw("</ul>\n");
  }

  private static void letters(HtmlText html, List<Sample> letters) {
    if (letters.isEmpty()) {
      return;
    }
    html.raw("<details><summary>")
        .text(letters.size() == 1 ? "One such row" : letters.size() + " such rows")
        .raw("</summary>\n");
    for (Sample letter : letters) {
      html.raw("<p><small>")
          .brief(place(letter))
          .raw(" · letter <code>")
          .text(letter.id().substring(0, Math.min(12, letter.id().length())))
          .raw("</code></small></p>\n");
      if (letter.record() == null) {
        html.raw("<p class=\"hint\">").text(letter.note()).raw("</p>\n");
      } else {
        html.raw("<pre>").brief(letter.record(), LONGEST_RECORD).raw("</pre>\n");
        html.raw(letter.note().isEmpty() ? "" : "<p class=\"hint\">" + letter.note() + "</p>\n");
      }
      reasons(html, letter.reasons());
    }
    html.raw("</details>\n");
  }

  private static String place(Sample letter) {
    String file = SourceSpec.shortName(letter.origin());
    boolean isNumbered = letter.row() > 0 || SourceSpec.MessageLog.isOrigin(letter.origin());
    return isNumbered ? file + " #" + letter.row() : file;
  }

  private static void reasons(HtmlText html, List<Reason> reasons) {
    html.raw("<ul>");
    for (Reason reason : reasons.subList(0, Math.min(5, reasons.size()))) {
      html.raw("<li><small>").text(reason.code()).raw("</small> ").brief(reason.message());
      html.raw("</li>");
    }
    html.raw("</ul>\n");
  }
}
