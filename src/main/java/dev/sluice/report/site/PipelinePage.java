// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import dev.sluice.lineage.Lineage;
import dev.sluice.report.html.HtmlPage;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as one page of HTML, which needs nothing else: its picture, and each of its tables and
 * models. It runs no script but ours, whatever names and texts of the spec hold.
 */
public final class PipelinePage {
  private final PipelineSpec spec;
  private final @Nullable Manifest last;
  private final Lineage lineage;
  private final HtmlText html = new HtmlText();

  private PipelinePage(PipelineSpec spec, @Nullable Manifest last) {
    this.spec = spec;
    this.last = last;
    this.lineage = Lineage.of(spec);
  }

  /** The page; with the figures of the last committed run, if there is one. */
  public static String of(PipelineSpec spec, Optional<Manifest> last) {
    return new PipelinePage(spec, last.orElse(null)).write();
  }

  private String write() {
    head();
    html.raw("<main>");
    spec.tables().forEach(this::table);
    spec.models().forEach(this::model);
    return HtmlPage.of(spec.name(), html.raw("</main>\n"));
  }

  private void head() {
    html.raw("<header><div class=\"title\">").element("h1", spec.name()).raw("</div>");
    WarehouseSpec warehouse = spec.warehouse();
    html.raw("<dl>")
        .fact("lake", SpecPaths.of(spec, spec.lake()))
        .fact("warehouse", warehouse == null ? "" : SpecPaths.of(spec, warehouse.location()))
        .fact("last run", last == null ? "none yet" : run(last))
        .raw("</dl>\n");
    PipelinePicture.of(spec).write(html);
    html.raw("</header>\n<nav class=\"names\" aria-label=\"tables and models\">");
    names().forEach(name -> link(name).raw(" "));
    html.raw("</nav>\n");
  }

  private static String run(Manifest run) {
    return "number %d of %s".formatted(run.number(), run.run().createdAt());
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    spec.tables().forEach(table -> names.add(table.name()));
    spec.models().forEach(model -> names.add(model.name()));
    return names;
  }

  private HtmlText link(String name) {
    String shown = HtmlText.escape(name);
    return html.raw("<a href=\"#" + shown + "\">" + shown + "</a>");
  }

  private void links(String term, List<String> names) {
    if (!names.isEmpty()) {
      html.raw("<dt>").text(term).raw("</dt><dd>");
      names.forEach(name -> link(name).raw(" "));
      html.raw("</dd>");
    }
  }

  private void table(TableSpec table) {
    begin(table.name(), "table", table.about());
    html.fact(table.source().format(), String.join(", ", SpecPaths.of(spec, table)))
        .fact("load", SpecWords.snake(table.load().disposition().name()))
        .fact("key", String.join(", ", table.load().key()))
        .fact("cursor", table.load().cursor());
    links("read by", Lineage.readers(spec, table.name()));
    html.raw("</dl>");
    new TableParts(html, last).columns(table.schema().columns(), column -> null);
    end(table.name(), table.quality());
  }

  private void model(ModelSpec model) {
    begin(model.name(), "model", model.about());
    List<String> per = model.per();
    html.fact("per", per == null ? "" : per.isEmpty() ? "all rows at once" : String.join(", ", per))
        .fact("window", model.window() == null ? "" : model.window().toString())
        .fact("key", String.join(", ", model.key()));
    links("reads", Lineage.inputs(model));
    links("read by", Lineage.readers(spec, model.name()));
    html.raw("</dl>");
    new TableParts(html, last)
        .columns(model.output().columns(), column -> lineage.of(model.name(), column));
    html.raw("<details><summary>SQL</summary><pre>");
    model.sql().text().lines().forEach(line -> html.text(line).raw("\n"));
    html.raw("</pre></details>");
    end(model.name(), model.quality());
  }

  private void begin(String name, String kind, About about) {
    html.raw("<section id=\"" + HtmlText.escape(name) + "\">");
    html.raw("<h2>").text(name).raw(" <small>" + kind + "</small></h2>");
    html.paragraphs(about.description());
    html.raw("<dl>")
        .fact("owner", about.owner())
        .fact("type", about.type())
        .fact("access", about.access())
        .fact("license", about.license())
        .fact("usual", about.volume());
    Optional<RowCounts> counts =
        Optional.ofNullable(last).flatMap(run -> run.table(name)).map(TableState::counts);
    counts.ifPresent(
        rows ->
            html.fact("rows", SafeText.number(rows.live()))
                .fact(
                    "last run",
                    "read %s, published %s, dead %s"
                        .formatted(
                            SafeText.number(rows.read()),
                            SafeText.number(rows.published()),
                            SafeText.number(rows.dead()))));
  }

  private void end(String name, QualitySpec quality) {
    new TableParts(html, last).quality(name, quality);
    html.raw("</section>\n");
  }
}
