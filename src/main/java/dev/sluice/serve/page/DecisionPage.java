// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.page;

import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.PromotionPlan.Ways;
import dev.sluice.promote.release.Release;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.promote.PromotionWords;
import dev.sluice.report.run.page.ProductionPart;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.table.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What releasing a staged run would change, and the forms by which a person decides on it. */
public final class DecisionPage {
  private static final int MOST_CHECKS = 50;

  private final ServedPage frame;
  private final PromotionPlan plan;
  private final @Nullable InWarehouse inWarehouse;
  private final String person;
  private final long newest;

  /**
   * The page of a plan.
   *
   * @param inWarehouse null where the warehouse is not asked
   * @param person who decides
   * @param newest the number of the newest run
   */
  public DecisionPage(
      ServedPage frame,
      PromotionPlan plan,
      @Nullable InWarehouse inWarehouse,
      String person,
      long newest) {
    this.frame = frame;
    this.plan = plan;
    this.inWarehouse = inWarehouse;
    this.person = person;
    this.newest = newest;
  }

  /**
   * What the warehouse said of the run.
   *
   * @param at when, ISO 8601 in UTC
   * @param findings what it finds against it, each a sentence without an end
   */
  public record InWarehouse(String at, List<String> findings) {
    public InWarehouse {
      findings = List.copyOf(findings);
    }
  }

  /** Writes it. */
  public HtmlText body() {
    HtmlText html = new HtmlText();
    section(html, "Where it stands");
    html.raw("<p>").text(sentence(PromotionWords.standing(plan))).raw("</p>\n");
    PromotionWords.decisions(plan)
        .forEach(each -> html.raw("<p>").brief(sentence(each), 1000).raw("</p>\n"));
    checks(html);
    if (inWarehouse != null) {
      inWarehouse(html, inWarehouse);
    }
    html.raw("<p>");
    frame.link(html, "runs/" + number(), "The page of the run");
    html.raw("</p></section>\n");
    section(html, "What production would change");
    ProductionPart.write(html, plan);
    html.raw("</section>\n");
    section(html, "Decide");
    forms(html);
    return html.raw("</section>\n");
  }

  private static void section(HtmlText html, String title) {
    html.raw("<section><h2>").text(title).raw("</h2>\n");
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1) + ".";
  }

  private void checks(HtmlText html) {
    List<Verdict> verdicts = plan.verdicts();
    List<Verdict> broken = verdicts.stream().filter(each -> !each.passed()).toList();
    html.raw("<p>Checks: ")
        .text("%d of %d passed.".formatted(verdicts.size() - broken.size(), verdicts.size()))
        .raw("</p>\n");
    new HtmlTable<Verdict>("checks that did not pass")
        .name("table", Verdict::table)
        .value("check", Verdict::check)
        .text("observed", Verdict::observed)
        .text("expected", Verdict::expected)
        .stacked()
        .write(html, broken, MOST_CHECKS);
  }

  private void inWarehouse(HtmlText html, InWarehouse said) {
    said.findings()
        .forEach(
            each ->
                html.raw("<div class=\"why care\"><p>")
                    .brief("In the warehouse: " + CommandName.in(each) + ".", 1000)
                    .raw("</p></div>\n"));
    if (said.findings().isEmpty()) {
      html.raw("<p>In the warehouse nothing was found against it.</p>\n");
    }
    html.raw("<form method=\"post\" action=\"")
        .text("%s/runs/%d/ask".formatted(frame.base(), number()))
        .raw("\"><p class=\"hint\">Asked at ")
        .text(SafeText.time(said.at()))
        .raw(". <button>Ask again</button></p></form>\n");
  }

  private long number() {
    return plan.staged().manifest().number();
  }

  private void forms(HtmlText html) {
    Ways ways = plan.ways();
    boolean isApproved = plan.approval().isPresent();
    boolean isOver = isApproved ? plan.isApprovalExpired() : plan.isExpired();
    if (plan.isShown() || ways.isPassed()) {
      html.raw("<p>Nothing is left to decide on this run. ");
      frame.link(html, "releases", "Releases").raw("that were, and how to go back.</p>\n");
    } else if (ways.isVoid() || isOver) {
      html.raw("<p>It cannot be approved any more: <code>")
          .text(CommandName.of("run --again"))
          .raw("</code> takes its input in again.</p>\n");
    } else if (isApproved && !plan.isApprovalOvertaken()) {
      form(html, "apply").raw("<button>Release it now</button></form>\n");
    } else {
      form(html, "approve").add(why("Why it is right"));
      html.raw("<button name=\"then\" value=\"release\">Approve and release</button> ")
          .raw("<button name=\"then\" value=\"\">Approve only</button></form>\n");
    }
    if (ways.canBeRejected() && !plan.isShown() && !ways.isPassed() && !ways.isVoid()) {
      newer(html);
      form(html, "reject").add(why("Why it is wrong"));
      html.raw("<button class=\"bad\">Reject</button></form>\n");
    }
    html.raw("<p class=\"hint\">It is recorded that ")
        .brief(person, 100)
        .raw(" decided, when, and why.</p>\n");
  }

  /** Who rejects a run rejects those that build on it, which are not on this page. */
  private void newer(HtmlText html) {
    if (newest > number()) {
      html.raw("<p>Newer runs, up to ");
      frame.link(html, "runs/" + newest, "run " + newest);
      html.raw(" build on this one: to reject it rejects them too.</p>\n");
    }
  }

  /** Says what was looked at, so that nothing else is decided on. */
  private HtmlText form(HtmlText html, String what) {
    return html.raw("<form method=\"post\" action=\"")
        .text("%s/runs/%d/%s".formatted(frame.base(), number(), what))
        .raw("\">")
        .add(hidden("digest", plan.staged().digest()))
        .add(hidden("release", Long.toString(plan.production().map(Release::number).orElse(0L))));
  }

  static HtmlText hidden(String name, String value) {
    return new HtmlText()
        .raw("<input type=\"hidden\" name=\"" + name + "\" value=\"")
        .text(value)
        .raw("\">");
  }

  static HtmlText why(String label) {
    return new HtmlText()
        .raw("<label>")
        .text(label)
        .raw(" <input name=\"why\" required maxlength=\"500\" autocomplete=\"off\"></label> ");
  }
}
