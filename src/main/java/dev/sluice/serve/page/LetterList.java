// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.page;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterBook.Group;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.book.LetterState;
import dev.sluice.letters.selection.PersonalTables;
import dev.sluice.plan.sources.LetterLines;
import dev.sluice.plan.sources.OpenLetters;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.letters.LetterText;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The dead letters of a lake: how many of what, and each with its reasons, so many on a page. */
public final class LetterList {
  private static final int EACH = 20;
  private static final int MOST_GROUPS = 200;

  /** As {@link LetterBook#groups} calls what letters died of. */
  private static final String REASON =
      "list_contains(list_transform(reasons, lambda r: coalesce(r.rule, r.code || coalesce(' ' || r.\"column\", ''))), %s)";

  private final ServedPage frame;
  private final PipelineSpec spec;
  private final Asked asked;

  /**
   * Which letters.
   *
   * @param run its id; empty for those of every run
   * @param table empty for all
   * @param reason what they died of; empty for anything
   * @param isAll whether those are meant too that are closed
   * @param page 0 for the first
   */
  public record Asked(String run, String table, String reason, boolean isAll, long page) {
    private Asked at(long other) {
      return new Asked(run, table, reason, isAll, other);
    }

    private Asked of(String ofTable, String ofReason) {
      return new Asked(run, ofTable, ofReason, isAll, 0);
    }

    private Asked all(boolean isEvery) {
      return new Asked(run, table, reason, isEvery, 0);
    }

    private String place() {
      return "letters?run=%s&table=%s&reason=%s&all=%d&page=%d"
          .formatted(encoded(run), encoded(table), encoded(reason), isAll ? 1 : 0, page);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private LetterFilter filter(boolean isOfReason) {
      return new LetterFilter(
          List.of(),
          table.isEmpty() ? List.of() : List.of(table),
          List.of(),
          List.of(),
          run.isEmpty() ? List.of() : List.of(run),
          reason.isEmpty() || !isOfReason ? "" : REASON.formatted(SqlName.literal(reason)),
          isAll ? Set.of() : Set.of(LetterState.OPEN, LetterState.STUCK, LetterState.UNPUBLISHED));
    }
  }

  public LetterList(ServedPage frame, PipelineSpec spec, Asked asked) {
    this.frame = frame;
    this.spec = spec;
    this.asked = asked;
  }

  /** Writes it. */
  public HtmlText body() {
    List<String> runs = asked.run().isEmpty() ? List.of() : List.of(asked.run());
    Optional<LetterBook> open = OpenLetters.of(spec, runs, List.of());
    if (open.isEmpty()) {
      return new HtmlText().raw("<section><p>No run yet, so no dead letter.</p></section>\n");
    }
    try (LetterBook book = open.get()) {
      HtmlText html = new HtmlText();
      groups(html, book);
      letters(html, book);
      return html;
    }
  }

  private void groups(HtmlText html, LetterBook book) {
    List<Group> groups =
        book.groups(asked.of("", "").filter(false)).stream()
            .sorted((a, b) -> Long.compare(b.letters(), a.letters()))
            .toList();
    html.raw("<section><h2>What rows died of</h2>\n<p>");
    html.text(asked.run().isEmpty() ? "" : "Run " + asked.run() + ". ");
    frame.link(html, asked.of("", "").place(), "All reasons");
    frame.link(
        html,
        asked.all(!asked.isAll()).place(),
        asked.isAll() ? "Only open ones" : "Closed ones too");
    html.raw("</p>\n");
    if (groups.isEmpty()) {
      html.raw("<p>None.</p>\n");
    }
    new HtmlTable<Group>("what rows died of")
        .name("table", Group::table)
        .cell(
            "reason",
            "value",
            (cell, each) ->
                frame.link(cell, asked.of(each.table(), each.reason()).place(), each.reason()))
        .text("state", each -> each.state().spelled())
        .number("letters", Group::letters)
        .write(html, groups, MOST_GROUPS);
    html.raw("</section>\n");
  }

  private void letters(HtmlText html, LetterBook book) {
    LetterFilter filter = asked.filter(true);
    long count = book.count(filter);
    long from = asked.page() * EACH;
    if (count == 0) {
      return;
    }
    html.raw("<section><h2>Dead letters <small>")
        .brief(
            asked.reason().isEmpty() ? "of every reason" : asked.table() + ": " + asked.reason(),
            200)
        .raw("</small></h2>\n");
    for (DeadLetter letter : LetterLines.of(spec, book, book.letters(filter, from, EACH))) {
      write(html, book, letter);
    }
    html.raw("<p class=\"pages\">")
        .text(
            "%s to %s of %s "
                .formatted(
                    SafeText.number(Math.min(count, from + 1)),
                    SafeText.number(Math.min(count, from + EACH)),
                    SafeText.number(count)));
    if (from > 0) {
      frame.link(html, asked.at(asked.page() - 1).place(), "Before");
    }
    if (from + EACH < count) {
      frame.link(html, asked.at(asked.page() + 1).place(), "Next");
    }
    html.raw("</p></section>\n");
  }

  /** What the command shows of it, whose record is hidden where it may hold personal data. */
  private void write(HtmlText html, LetterBook book, DeadLetter letter) {
    LetterText text =
        new LetterText(
            letter, book.stored(letter.id()), PersonalTables.has(spec, letter.table()), false);
    html.raw("<details><summary>")
        .brief(letter.table(), 100)
        .raw(" <small>")
        .brief(letter.reasons().isEmpty() ? "" : letter.reasons().get(0).message(), 160)
        .raw("</small></summary><pre>");
    text.view().text().lines().forEach(line -> html.brief(line, 1000).raw("\n"));
    html.raw("</pre></details>\n");
  }
}
