// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.IssueRenderer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows issues of the spec to people and to programs. */
public final class IssueText {
  private IssueText() {}

  /** Errors and warnings with their lines; empty when there are none. */
  public static String render(List<Issue> issues, Map<String, String> texts) {
    return IssueRenderer.render(issues, texts);
  }

  public static List<Map<String, @Nullable Object>> trees(List<Issue> issues) {
    return issues.stream().map(IssueText::tree).toList();
  }

  private static Map<String, @Nullable Object> tree(Issue issue) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("severity", issue.severity().name().toLowerCase(Locale.ROOT));
    tree.put("code", issue.code().name());
    tree.put("file", issue.position().file());
    tree.put("line", issue.position().line());
    tree.put("column", issue.position().column());
    tree.put("message", issue.message());
    tree.put("suggestion", issue.suggestion());
    return tree;
  }
}
