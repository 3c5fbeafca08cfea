// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.schema.Column;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns, rules and checks of one table or model. */
final class TableParts {
  private final HtmlText html;
  private final @Nullable Manifest last;

  TableParts(HtmlText html, @Nullable Manifest last) {
    this.html = html;
    this.last = last;
  }

  /**
   * Adds the columns.
   *
   * @param origins of a column, each as {@code table.column}; null when nobody can tell
   */
  void columns(List<Column> columns, Function<String, @Nullable Set<String>> origins) {
    boolean isMade = columns.stream().anyMatch(each -> origins.apply(each.name()) != null);
    List<String> heads = new ArrayList<>(List.of("column", "type", "what it is"));
    if (isMade) {
      heads.add("made of");
    }
    html.table(
        heads,
        columns,
        column -> {
          html.raw("<td>").element("code", column.name()).raw("</td><td>");
          html.element("code", column.type()).raw("</td><td>");
          html.text(column.doc()).raw(column.doc().isEmpty() ? "" : " ");
          html.element("small", traits(column)).raw("</td>");
          if (isMade) {
            made(origins.apply(column.name()));
          }
        });
  }

  private static String traits(Column column) {
    String symbols = column.symbols().isEmpty() ? "" : String.join(" | ", column.symbols());
    return String.join(
        ", ",
        List.of(symbols, column.nullable() ? "" : "never null", column.pii() ? "personal" : "")
            .stream()
            .filter(trait -> !trait.isEmpty())
            .toList());
  }

  private void made(@Nullable Set<String> origins) {
    html.raw("<td>");
    for (String origin : origins == null ? Set.<String>of() : origins) {
      String table = origin.substring(0, origin.indexOf('.'));
      html.raw("<a href=\"#" + HtmlText.escape(table) + "\">").text(origin).raw("</a> ");
    }
    html.raw("</td>");
  }

  void quality(String table, QualitySpec quality) {
    html.table(
        List.of("rule", "condition", "when it is broken"),
        quality.rules(),
        rule -> {
          boolean isNamed = !rule.name().equals(rule.words());
          html.raw("<td>").text(isNamed ? rule.name() : "").raw("</td><td>");
          html.element("code", rule.words()).raw("</td><td>");
          html.text(SpecWords.snake(rule.consequence().name()).replace('_', ' ')).raw("</td>");
        });
    html.table(
        List.of("check", "severity", "last run"),
        quality.checks(),
        check -> {
          html.raw("<td>").element("code", check.name()).raw("</td><td>");
          html.text(SpecWords.snake(check.consequence().name())).raw("</td><td>");
          html.text(verdict(table, check)).raw("</td>");
        });
  }

  private String verdict(String table, CheckSpec check) {
    if (last == null) {
      return "";
    }
    return last.verdicts().stream()
        .filter(each -> each.table().equals(table) && each.check().equals(check.name()))
        .findFirst()
        .map(TableParts::said)
        .orElse("");
  }

  private static String said(Verdict verdict) {
    return (verdict.passed() ? "passed: " : "failed: ") + verdict.observed();
  }
}
