// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.lake.audit.Audit;
import dev.sluice.lake.audit.Problem;
import dev.sluice.lake.audit.Remains;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a look at every file of a lake found. */
public final class AuditText {
  private final Audit audit;

  public AuditText(Audit audit) {
    this.audit = audit;
  }

  /** The finding for people: every problem, and how much was looked at. */
  public String render() {
    StringBuilder out = new StringBuilder();
    int count = audit.problems().size();
    out.append("lake ").append(Text.escape(audit.lake()));
    if (audit.looked().documents() == 0 && audit.looked().files() == 0 && audit.isSound()) {
      return out.append(": there is nothing yet\n").append(foreign()).toString();
    }
    out.append(
        audit.isSound()
            ? ": sound\n"
            : count == 1 ? ": 1 problem\n" : ": " + Text.number(count) + " problems\n");
    for (Problem problem : audit.problems()) {
      out.append("  ").append(Text.escape(problem.file())).append('\n');
      out.append("    ").append(Text.escape(problem.message())).append('\n');
    }
    out.append(looked());
    audit.notes().forEach(note -> out.append("note: ").append(Text.escape(note)).append('\n'));
    if (!audit.leftovers().isEmpty()) {
      out.append("leftovers of attempts; `sluice gc` removes them once they are old enough:\n");
      out.append(RemainsText.table(audit.leftovers()));
    }
    return out.append(foreign()).toString();
  }

  private String looked() {
    Audit.Looked looked = audit.looked();
    return "looked at %s documents and %s data files, %s bytes, in %s%n"
        .formatted(
            Text.number(looked.documents()),
            Text.number(looked.files()),
            Text.number(looked.bytes()),
            Text.seconds(looked.time()));
  }

  private String foreign() {
    return RemainsText.foreign(audit.foreign());
  }

  /** The finding for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("lake", audit.lake());
    tree.put("sound", audit.isSound());
    Map<String, @Nullable Object> looked = Spelled.fields(audit.looked(), Set.of("time"));
    looked.put("seconds", audit.looked().time().toMillis() / 1000.0);
    tree.put("looked_at", looked);
    tree.put("problems", audit.problems().stream().map(AuditText::tree).toList());
    tree.put("notes", audit.notes());
    tree.put("leftovers", trees(audit.leftovers()));
    tree.put("foreign", audit.foreign());
    return tree;
  }

  private static Map<String, @Nullable Object> tree(Problem problem) {
    Map<String, @Nullable Object> tree = Spelled.fields(problem, Set.of("code"));
    tree.put("code", problem.code().name());
    return tree;
  }

  private static List<Map<String, @Nullable Object>> trees(List<Remains> remains) {
    return remains.stream().map(each -> Spelled.fields(each, Set.of())).toList();
  }
}
