// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.HtmlPage;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.text.CommandName;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The page of a run. It is as long as people read, however much the run did. */
public final class RunPage {
  /** More characters of a part is nothing that a person reads. */
  private static final int ROOM = 120_000;

  /** Columns stand in parts that are closed, so that there may be more of them. */
  private static final int COLUMNS_ROOM = 900_000;

  /** More bytes do not open at once; what is not of ASCII takes several for a character. */
  private static final int MOST_BYTES = 1_800_000;

  private RunPage() {}

  /**
   * A part of the page, which is left out when it has nothing to say.
   *
   * @param id by which the page's own links name it
   * @param room after so many characters nothing is begun
   */
  private record Section(String id, String title, int room, Consumer<HtmlText> write) {
    Section(String id, String title, Consumer<HtmlText> write) {
      this(id, title, ROOM, write);
    }
  }

  /** A section with what it says. */
  private record Written(Section section, HtmlText text) {}

  /** The page. */
  public static String of(RunReport report, RunMaterial material) {
    List<Written> sections = new ArrayList<>();
    for (Section section : sections(report, material)) {
      HtmlText text = new HtmlText(section.room());
      section.write().accept(text);
      if (!text.isEmpty()) {
        sections.add(new Written(section, text));
      }
    }
    bound(sections);
    HtmlText body =
        new HtmlText().raw("<a class=\"skip\" href=\"#part-main\">to the content</a>\n");
    new HeadPart(report, material.spec().folder()).write(body);
    body.raw("<nav class=\"toc\" aria-label=\"contents\">");
    for (Written each : sections) {
      body.raw("<a href=\"#part-" + each.section().id() + "\">")
          .text(each.section().title())
          .raw("</a> ");
    }
    body.raw("</nav>\n<main id=\"part-main\">\n");
    sections.forEach(each -> write(body, each));
    foot(body, report.manifest(), material);
    return HtmlPage.of(title(report.manifest()), body);
  }

  private static List<Section> sections(RunReport report, RunMaterial material) {
    Manifest run = report.manifest();
    return List.of(
        new Section("graph", "Flow", new FlowPart(run, material)::write),
        new Section("rows", "Rows", new RowsPart(run, material)::write),
        new Section("checks", "Checks", new ChecksPart(run, material)::write),
        new Section("dead", "Causes of dead rows", new DeadRowsPart(report, material)::write),
        new Section("against", "Rows against checks", new AgainstPart(run)::write),
        new Section("changes", "What changed", new ChangesPart(run, material)::write),
        new Section(
            "production",
            "What production would change",
            html -> ProductionPart.write(html, material.promotion())),
        new Section("columns", "Columns", COLUMNS_ROOM, new ColumnsPart(run, material)::write),
        new Section("steps", "Time", new StepsPart(material)::write));
  }

  /** Leaves out the longest parts of a page that would still be too long. */
  private static void bound(List<Written> sections) {
    while (sections.stream().mapToInt(each -> each.text().bytes()).sum() > MOST_BYTES) {
      Written longest =
          Collections.max(sections, Comparator.comparingInt(each -> each.text().bytes()));
      HtmlText note =
          new HtmlText().raw("<p>This part is too long for a page that opens at once.</p>\n");
      sections.set(sections.indexOf(longest), new Written(longest.section(), note));
    }
  }

  private static void write(HtmlText body, Written each) {
    String id = "part-" + each.section().id();
    body.raw("<section id=\"%1$s\" aria-labelledby=\"%1$s-title\">".formatted(id))
        .raw("<h2 id=\"%s-title\">".formatted(id))
        .text(each.section().title())
        .raw("</h2>\n")
        .add(each.text())
        .raw("</section>\n");
  }

  private static String title(Manifest run) {
    String which = run.outcome() == Outcome.FAILED ? run.run().id() : Long.toString(run.number());
    return run.pipeline() + ": run " + which;
  }

  private static void foot(HtmlText body, Manifest run, RunMaterial material) {
    body.raw("</main>\n<footer>");
    material
        .troubles()
        .forEach(each -> body.raw("<p>").brief(CommandName.in(each), 1000).raw("</p>"));
    body.raw("<p>Personal values are shown as tokens, or not at all. Run <code>")
        .text(run.run().id())
        .raw("</code>, attempt <code>")
        .text(run.run().attempt())
        .raw("</code>.</p></footer>\n");
  }
}
