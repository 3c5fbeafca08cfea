// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.verify.AuditResult;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a look at every file of a lake found: every problem, and how much was looked at. */
public final class AuditText implements Report {
  private final AuditResult audit;

  public AuditText(AuditResult audit) {
    this.audit = audit;
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("lake", audit.lake())
            .value("sound", audit.isSound())
            .value("looked_at", lookedAt())
            .value("problems", audit.problems().stream().map(AuditText::tree).toList())
            .value("notes", audit.notes())
            .records("leftovers", audit.leftovers())
            .state(
                "lake " + audit.lake() + ": ",
                audit.isSound() ? Style.GOOD : Style.BAD,
                finding(),
                "");
    if (!isEmpty()) {
      details(view);
    }
    LeftoversText.foreign(view, audit.foreign());
    return view;
  }

  private boolean isEmpty() {
    return audit.looked().documents() == 0 && audit.looked().files() == 0 && audit.isSound();
  }

  private String finding() {
    if (isEmpty()) {
      return "there is nothing yet";
    }
    return audit.isSound() ? "sound" : SafeText.count(audit.problems().size(), "problem");
  }

  private void details(View view) {
    for (LakeProblem problem : audit.problems()) {
      view.line("  " + problem.file()).line("    " + problem.message());
    }
    AuditResult.Looked looked = audit.looked();
    view.line(
        "looked at %s and %s, %s, in %s"
            .formatted(
                SafeText.count(looked.documents(), "document"),
                SafeText.count(looked.files(), "data file"),
                SafeText.count(looked.bytes(), "byte"),
                SafeText.seconds(looked.time())));
    audit.notes().forEach(note -> view.line("note: " + note));
    if (!audit.leftovers().isEmpty()) {
      view.line("leftovers of attempts; `sluice gc` removes them once they are old enough:")
          .table(audit.leftovers(), LeftoversText.TABLE);
    }
  }

  private Map<String, @Nullable Object> lookedAt() {
    Map<String, @Nullable Object> looked = SpecWords.fields(audit.looked(), Set.of("time"));
    looked.put("seconds", audit.looked().time().toMillis() / 1000.0);
    return looked;
  }

  private static Map<String, @Nullable Object> tree(LakeProblem problem) {
    Map<String, @Nullable Object> tree = SpecWords.fields(problem, Set.of("code"));
    tree.put("code", problem.code().name());
    return tree;
  }
}
