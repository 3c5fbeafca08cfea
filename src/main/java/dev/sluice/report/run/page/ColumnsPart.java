// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.stats.page.ColumnCards;
import dev.sluice.report.text.SafeText;
import dev.sluice.schema.Column;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.stats.TableStats;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of each table: what their values are like, and what those of models are made of. */
final class ColumnsPart {
  private static final int MOST_TABLES = 250;
  private static final int MOST_COLUMNS = 1_000;
  private static final int ORIGINS = 10;

  private final Manifest run;
  private final RunMaterial material;
  private int left = MOST_COLUMNS;

  ColumnsPart(Manifest run, RunMaterial material) {
    this.run = run;
    this.material = material;
  }

  void write(HtmlText html) {
    html.list(run.published(), MOST_TABLES, each -> write(html, each), "more table");
  }

  private void write(HtmlText html, TableState table) {
    About about = about(table.table());
    boolean isModel = table.kind() == TableState.Kind.MODEL;
    List<Column> columns = table.schema().columns();
    html.raw("<details class=\"part\" id=\"")
        .text(table.table())
        .raw("\"><summary>")
        .brief(table.table(), 100)
        .raw(" <small>")
        .text(isModel ? "model, " : "")
        .text(SafeText.count(columns.size(), "column"))
        .raw("</small></summary>\n");
    said(html, about);
    TableStats values = material.values().now().get(table.table());
    if (values == null) {
      list(html, table.table(), columns, isModel);
    } else {
      cards(html, table.table(), columns, values);
    }
    html.raw("</details>\n");
  }

  /** What the author says of a table. */
  private static void said(HtmlText html, About about) {
    if (about.equals(About.NOTHING)) {
      return;
    }
    html.raw("<p>").brief(about.description().strip(), 500);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("owner", about.owner());
    facts.put("type", about.type());
    facts.put("access", about.access());
    facts.put("license", about.license());
    facts.put("usual", about.volume());
    facts.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            html.raw(" <small>" + name + ": ").brief(value, 100).raw("</small>");
          }
        });
    html.raw("</p>\n");
  }

  private void cards(HtmlText html, String table, List<Column> columns, TableStats values) {
    TableStats before = material.values().before().get(table);
    if (before != null && material.base() != null) {
      ColumnCards.legend(
          html,
          "run %d, %s".formatted(material.base().number(), SafeText.count(before.rows(), "row")));
    }
    new ColumnCards(values, before)
        .write(
            html,
            columns.stream()
                .map(
                    each ->
                        new ColumnCards.Titled(
                            each.name(),
                            each.type().toLowerCase(Locale.ROOT),
                            traits(table, each),
                            card -> madeOf(card, table, each)))
                .toList());
  }

  private void madeOf(HtmlText html, String table, Column column) {
    HtmlText origins = new HtmlText();
    origins(origins, table, column);
    if (!origins.isEmpty()) {
      html.raw("<p class=\"hint\">of ").add(origins).raw("</p>\n");
    }
  }

  private void list(HtmlText html, String table, List<Column> columns, boolean isModel) {
    HtmlTable<Column> list =
        new HtmlTable<Column>("columns of one table")
            .name("column", Column::name)
            .value("type", Column::type)
            .text("notes", column -> traits(table, column));
    if (isModel) {
      list.cell("made of", "text", (cell, column) -> origins(cell, table, column));
    }
    int most = Math.min(columns.size(), left);
    left -= most;
    list.write(html, columns, most);
  }

  private About about(String name) {
    return material
        .spec()
        .table(name)
        .map(TableSpec::about)
        .or(() -> material.spec().model(name).map(ModelSpec::about))
        .orElse(About.NOTHING);
  }

  private String traits(String table, Column column) {
    return Stream.of(
            column.nullable() ? "" : "never null",
            column.pii() ? "personal" : "",
            about(table).ofColumn(column.name()))
        .filter(trait -> !trait.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private void origins(HtmlText html, String model, Column column) {
    Set<String> origins = material.lineage().of(model, column.name());
    if (origins == null) {
      return;
    }
    origins.stream()
        .limit(ORIGINS)
        .forEach(
            origin ->
                html.raw("<a href=\"#")
                    .text(origin.substring(0, origin.indexOf('.')))
                    .raw("\">")
                    .brief(origin, 120)
                    .raw("</a> "));
    if (origins.size() > ORIGINS) {
      html.raw("<small>… and " + (origins.size() - ORIGINS) + " more</small>");
    }
  }
}
