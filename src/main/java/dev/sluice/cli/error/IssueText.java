// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.report.page.Page;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.CommandName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows issues of the spec to people and to programs. */
public final class IssueText {
  private static final Pattern EXCERPT = Pattern.compile(" {4,}[0-9]* \\|");
  private static final Pattern SEVERITY = Pattern.compile("^\\S.*?: (error|warning) [A-Z_]+: ");

  private IssueText() {}

  /** Errors and warnings as a file takes them. */
  public static String render(List<Issue> issues, Map<String, String> texts) {
    return render(issues, texts, Page.ENDLESS);
  }

  /** Errors and warnings with their lines; empty when there are none. */
  public static String render(List<Issue> issues, Map<String, String> texts, Page page) {
    List<Issue> spelled = issues.stream().map(IssueText::spelled).toList();
    String text = IssueRenderer.render(spelled, texts, page.width());
    return text.lines().map(line -> laidOut(line, page)).collect(Collectors.joining());
  }

  private static Issue spelled(Issue issue) {
    String suggestion = issue.suggestion();
    return new Issue(
        issue.severity(),
        issue.code(),
        issue.position(),
        CommandName.in(issue.message()),
        suggestion == null ? null : CommandName.in(suggestion));
  }

  /** Lines of a file are cut already; what stands beside them is painted and broken. */
  private static String laidOut(String line, Page page) {
    if (EXCERPT.matcher(line).lookingAt()) {
      return line + "\n";
    }
    String fitting = page.fit(line, 2);
    Matcher severity = SEVERITY.matcher(fitting);
    if (!severity.find()) {
      return fitting + "\n";
    }
    Style style = severity.group(1).equals("error") ? Style.BAD : Style.CARE;
    return fitting.substring(0, severity.start(1))
        + page.paint(style, severity.group(1))
        + fitting.substring(severity.end(1))
        + "\n";
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
