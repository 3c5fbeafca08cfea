// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.page;

import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.run.RunHistory;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.run.page.Mark;
import dev.sluice.report.run.page.StoredPage;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.store.SideBySide;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/** The runs of a lake, newest first, so many on a page. */
public final class RunList {
  private static final int EACH = 50;

  /** Of a cell whose text is not broken. */
  private static final String BRIEF = "brief";

  private final ServedPage frame;
  private final Function<Manifest, Standing> standings;

  /**
   * A list.
   *
   * @param standings where each run stands now
   */
  public RunList(ServedPage frame, Function<Manifest, Standing> standings) {
    this.frame = frame;
    this.standings = standings;
  }

  /**
   * Writes a page of it.
   *
   * @param last the number of the newest run that it shows; 0 for the newest there is
   */
  public HtmlText of(String lake, long last) {
    long newest = ManifestStore.latest(lake).map(each -> each.manifest().number()).orElse(0L);
    long first = Horizon.of(lake).first();
    long to = last == 0 ? newest : Math.min(last, newest);
    long from = Math.max(first, to - EACH + 1);
    List<Manifest> committed = committed(lake, from, to);
    List<Manifest> failed = failed(lake, committed, to == newest, from == first);
    List<Manifest> runs = RunHistory.newestFirst(committed, failed);
    HtmlText html = new HtmlText().raw("<section aria-label=\"runs\">\n");
    if (runs.isEmpty()) {
      html.raw("<p>No run yet. <code>")
          .text(CommandName.of("run"))
          .raw("</code> makes the first.</p>\n");
    }
    table().write(html, runs, Integer.MAX_VALUE);
    html.raw("<p class=\"pages\">");
    if (to < newest) {
      frame.link(html, "?upto=" + Math.min(newest, to + EACH), "Newer runs");
    }
    if (from > first) {
      frame.link(html, "?upto=" + (from - 1), "Older runs");
    }
    return html.raw("</p></section>\n");
  }

  /** Newest first. */
  private static List<Manifest> committed(String lake, long from, long to) {
    List<Long> numbers = LongStream.rangeClosed(from, to).boxed().toList();
    List<Manifest> runs = new ArrayList<>();
    for (Optional<Committed> each :
        SideBySide.map(numbers, number -> ManifestStore.at(lake, number))) {
      each.ifPresent(found -> runs.add(found.manifest()));
    }
    Collections.reverse(runs);
    return runs;
  }

  /** Those that failed between the runs of a page. */
  private static List<Manifest> failed(
      String lake, List<Manifest> runs, boolean isNewest, boolean isOldest) {
    List<String> times = runs.stream().map(each -> each.run().startedAt()).sorted().toList();
    return ManifestStore.failed(lake).stream()
        .filter(
            each -> isNewest || each.run().startedAt().compareTo(times.get(times.size() - 1)) < 0)
        .filter(each -> isOldest || each.run().startedAt().compareTo(times.get(0)) >= 0)
        .toList();
  }

  private static String took(Manifest run) {
    return RunReport.took(run).map(SafeText::seconds).orElse("?");
  }

  private HtmlTable<Manifest> table() {
    return new HtmlTable<Manifest>("runs, newest first")
        .cell("run", "name", this::link)
        .cell("state", "", (html, run) -> Mark.standing(html, standings.apply(run).word()))
        .cell("began", BRIEF, (html, run) -> html.text(SafeText.time(run.run().startedAt())))
        .cell("took", BRIEF, (html, run) -> html.text(took(run)))
        .number("read", run -> counts(run).read())
        .number("kept", run -> counts(run).published())
        .number("dead", run -> counts(run).dead())
        .cell("checks", BRIEF, (html, run) -> html.text(checks(run)))
        .cell("who, why", "text", this::more)
        .stacked();
  }

  private void link(HtmlText html, Manifest run) {
    boolean isFailed = run.outcome() == Outcome.FAILED;
    frame.link(
        html,
        "runs/" + StoredPage.name(run),
        isFailed ? run.run().id() : Long.toString(run.number()));
  }

  private static RowCounts counts(Manifest run) {
    return run.tables().stream()
        .filter(table -> table.kind() == TableState.Kind.TYPED)
        .map(TableState::counts)
        .reduce(RowCounts.ZERO, RowCounts::plus);
  }

  private static String checks(Manifest run) {
    long passed = run.verdicts().stream().filter(Verdict::passed).count();
    return run.verdicts().isEmpty() ? "" : "%d of %d".formatted(passed, run.verdicts().size());
  }

  private void more(HtmlText html, Manifest run) {
    Standing standing = standings.apply(run);
    if (List.of("staged", "approved").contains(standing.word())) {
      frame.link(html, "runs/" + StoredPage.name(run) + "/plan", "Decide");
    }
    html.brief(standing.who(), 200).raw(" ").brief(run.run().reason(), 200);
  }
}
