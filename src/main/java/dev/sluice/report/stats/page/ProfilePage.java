// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.values.FileValues;
import dev.sluice.report.html.HtmlPage;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.stats.ProfileText;
import dev.sluice.report.text.SafeText;
import dev.sluice.stats.TableStats;
import java.util.List;
import java.util.Locale;

/** The page of what the values of files are like. */
public final class ProfilePage {
  /** A page of more columns opens slowly. */
  private static final int MOST_COLUMNS = 1_000;

  private static final int PHRASES = 2;

  private final HtmlText html = new HtmlText();
  private int left = MOST_COLUMNS;

  private ProfilePage() {}

  /** The page. */
  public static String of(List<FileValues> tables) {
    ProfilePage page = new ProfilePage();
    page.head(tables);
    tables.forEach(page::table);
    page.html.raw(
        "</main>\n<footer><p>Counts, ranges and means are exact; distributions and frequent values are nearly so.</p></footer>\n");
    return HtmlPage.of("What is in " + names(tables), page.html);
  }

  private static String names(List<FileValues> tables) {
    String first = tables.get(0).table().name();
    return tables.size() == 1 ? first : first + " and " + (tables.size() - 1) + " more";
  }

  private void head(List<FileValues> tables) {
    html.raw("<a class=\"skip\" href=\"#part-main\">to the content</a>\n")
        .raw("<header><div class=\"title\"><h1>")
        .brief(names(tables), 100)
        .raw("</h1></div>\n<p class=\"lead\">");
    long rows = tables.stream().mapToLong(each -> each.stats().rows()).sum();
    long files = tables.stream().mapToLong(FileValues::files).sum();
    html.text("%s of %s.".formatted(SafeText.count(rows, "row"), SafeText.count(files, "file")))
        .raw("</p></header>\n<nav class=\"toc\" aria-label=\"contents\">");
    for (FileValues each : tables) {
      String name = HtmlText.escape(each.table().name());
      html.raw("<a href=\"#" + name + "\">" + name + "</a> ");
    }
    html.raw("</nav>\n<main id=\"part-main\">\n");
  }

  private void table(FileValues values) {
    String name = HtmlText.escape(values.table().name());
    html.raw(
            "<section id=\"%1$s\" aria-labelledby=\"%1$s-title\"><h2 id=\"%1$s-title\">"
                .formatted(name))
        .raw(name)
        .raw(" <small>")
        .text(ProfileText.read(values))
        .raw("</small></h2>\n<p class=\"hint\">")
        .brief(String.join(", ", values.table().paths()), 500)
        .raw("</p>\n");
    if (values.dead() > 0) {
      html.raw("<div class=\"why care\"><p>").text(ProfileText.dead(values)).raw("</p>");
      values.reasons().forEach(each -> html.raw("<p>").brief(each).raw("</p>"));
      html.raw("</div>\n");
    }
    List<ColumnGuess> columns = values.table().columns();
    int most = Math.min(left, columns.size());
    left -= most;
    new ColumnCards(values.stats(), null)
        .write(
            html,
            columns.subList(0, most).stream().map(each -> titled(each, values.stats())).toList());
    if (most < columns.size()) {
      html.raw("<p class=\"rest\">… and ")
          .text(SafeText.count(columns.size() - most, "more column"))
          .raw("</p>\n");
    }
    html.raw("</section>\n");
  }

  private static ColumnCards.Titled titled(ColumnGuess column, TableStats stats) {
    // What was seen of a type tells values.
    boolean isTold = stats.column(column.name()).filter(each -> !each.isCountedOnly()).isPresent();
    String nulls = column.nullable() ? "" : "never null";
    boolean isRenamed = !column.source().isEmpty() && !column.source().equals(column.name());
    String source = isRenamed ? "called " + column.source() : "";
    String notes = nulls + (nulls.isEmpty() || source.isEmpty() ? "" : ", ") + source;
    return new ColumnCards.Titled(
        column.name(),
        column.type().toLowerCase(Locale.ROOT),
        notes,
        html -> evidence(html, isTold ? column.evidence() : List.of()));
  }

  private static void evidence(HtmlText html, List<String> phrases) {
    if (!phrases.isEmpty()) {
      html.raw("<p class=\"hint\">")
          .brief(String.join("; ", phrases.subList(0, Math.min(PHRASES, phrases.size()))), 200)
          .raw("</p>\n");
    }
  }
}
