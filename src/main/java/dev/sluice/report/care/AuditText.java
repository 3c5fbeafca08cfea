// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.leftover.Leftovers;
import dev.sluice.care.verify.AuditResult;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a look at every file of a lake found. */
public final class AuditText {
  private final AuditResult audit;

  public AuditText(AuditResult audit) {
    this.audit = audit;
  }

  /** The finding for people: every problem, and how much was looked at. */
  public String render() {
    StringBuilder out = new StringBuilder();
    int count = audit.problems().size();
    out.append("lake ").append(SafeText.escape(audit.lake()));
    if (audit.looked().documents() == 0 && audit.looked().files() == 0 && audit.isSound()) {
      return out.append(": there is nothing yet\n").append(foreign()).toString();
    }
    out.append(
        audit.isSound()
            ? ": sound\n"
            : count == 1 ? ": 1 problem\n" : ": " + SafeText.number(count) + " problems\n");
    for (LakeProblem problem : audit.problems()) {
      out.append("  ").append(SafeText.escape(problem.file())).append('\n');
      out.append("    ").append(SafeText.escape(problem.message())).append('\n');
    }
    out.append(looked());
    audit.notes().forEach(note -> out.append("note: ").append(SafeText.escape(note)).append('\n'));
    if (!audit.leftovers().isEmpty()) {
      out.append("leftovers of attempts; `sluice gc` removes them once they are old enough:\n");
      out.append(LeftoversText.table(audit.leftovers()));
    }
    return out.append(foreign()).toString();
  }

  private String looked() {
    AuditResult.Looked looked = audit.looked();
    return "looked at %s documents and %s data files, %s bytes, in %s%n"
        .formatted(
            SafeText.number(looked.documents()),
            SafeText.number(looked.files()),
            SafeText.number(looked.bytes()),
            SafeText.seconds(looked.time()));
  }

  private String foreign() {
    return LeftoversText.foreign(audit.foreign());
  }

  /** The finding for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("lake", audit.lake());
    tree.put("sound", audit.isSound());
    Map<String, @Nullable Object> looked = SpecWords.fields(audit.looked(), Set.of("time"));
    looked.put("seconds", audit.looked().time().toMillis() / 1000.0);
    tree.put("looked_at", looked);
    tree.put("problems", audit.problems().stream().map(AuditText::tree).toList());
    tree.put("notes", audit.notes());
    tree.put("leftovers", trees(audit.leftovers()));
    tree.put("foreign", audit.foreign());
    return tree;
  }

  private static Map<String, @Nullable Object> tree(LakeProblem problem) {
    Map<String, @Nullable Object> tree = SpecWords.fields(problem, Set.of("code"));
    tree.put("code", problem.code().name());
    return tree;
  }

  private static List<Map<String, @Nullable Object>> trees(List<Leftovers> remains) {
    return remains.stream().map(each -> SpecWords.fields(each, Set.of())).toList();
  }
}
