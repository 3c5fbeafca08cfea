// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.look.moment.Moment;
import dev.sluice.look.table.TableFacts;
import dev.sluice.look.table.TableFacts.ColumnFacts;
import dev.sluice.report.look.Grid.Field;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.View;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes one table: what it is, how much there is of it, its columns, and the model's SQL. */
public final class TableText {
  private static final int LABEL = 8;

  private static final List<Field> FIELDS =
      List.of(
          new Field("column", false, true),
          new Field("type", false, true),
          new Field("null", false, false),
          new Field("what", false, true));

  private final TableFacts facts;
  private final Moment moment;
  private final long dead;
  private final Place place;

  /**
   * Where it is shown.
   *
   * @param folder the pipeline's, as it was typed
   * @param width of a line
   */
  public record Place(String folder, int width) {}

  /**
   * A table as of a state.
   *
   * @param dead how many records of it died in all runs
   */
  public TableText(TableFacts facts, Moment moment, long dead, Place place) {
    this.facts = facts;
    this.moment = moment;
    this.dead = dead;
    this.place = place;
  }

  /** All but the rows. */
  public View view() {
    View view = new View();
    values(view);
    view.line(facts.table().name() + "  " + kind());
    said(view, "about", facts.about().description());
    said(view, "owner", facts.about().owner());
    said(view, "type", facts.about().type());
    said(view, "access", facts.about().access());
    said(view, "license", facts.about().license());
    said(view, "usual", facts.about().volume());
    view.labelled(LABEL, "state", moment.words());
    view.labelled(LABEL, "rows", rows());
    if (dead > 0) {
      view.labelled(LABEL, "dead", deaths());
      view.labelled(
          LABEL,
          "",
          "sluice deadletters list%s --all --table %s"
              .formatted(CommandName.folder(place.folder()), state().table()));
    }
    facts.model().ifPresent(model -> lines(view, model));
    view.line("");
    view.drawing(
        new Grid(FIELDS, facts.columns().stream().map(TableText::row).toList(), place.width())
            .text());
    docs(view);
    return view;
  }

  private static void said(View view, String label, String text) {
    if (!text.isEmpty()) {
      view.labelled(LABEL, label, text);
    }
  }

  /** What the author says of columns; a line may be too short for it beside their types. */
  private void docs(View view) {
    List<ColumnFacts> told = facts.columns().stream().filter(c -> !c.doc().isEmpty()).toList();
    int label = told.stream().mapToInt(c -> c.name().length()).max().orElse(0) + 2;
    if (!told.isEmpty()) {
      view.line("").line("what they are");
    }
    told.forEach(column -> view.labelled(label, column.name(), column.doc()));
  }

  private static List<@Nullable String> row(ColumnFacts column) {
    return List.of(
        column.name(),
        column.type(),
        column.isNullable() ? "yes" : "no",
        String.join(", ", column.marks()));
  }

  private TableState state() {
    return facts.table().state();
  }

  private String rows() {
    return "%s in %s, %s"
        .formatted(
            SafeText.number(state().data().rows()),
            SafeText.count(state().data().count(), "file"),
            SafeText.bytes(state().data().bytes()));
  }

  private String deaths() {
    return "%s in all runs, %s in the newest"
        .formatted(SafeText.number(dead), SafeText.number(state().counts().dead()));
  }

  private String kind() {
    String left = facts.isLeft() ? ", no longer in the spec" : "";
    return switch (state().kind()) {
      case RAW -> "(what the source said, kept as it is)";
      case DEAD -> "(dead rows of all tables, one each time that a record died)";
      case TYPED -> "(table" + facts.spec().map(TableText::load).orElse("") + left + ")";
      case MODEL -> "(model" + left + ")";
      case DELETED -> "(deleted rows)";
    };
  }

  private static String load(TableSpec table) {
    LoadSpec load = table.load();
    String how = ", load: " + SpecWords.snake(load.disposition().name());
    String by = load.key().isEmpty() ? "" : " by " + String.join(", ", load.key());
    return how + by + (load.latestBy() == null ? "" : ", latest by " + load.latestBy());
  }

  private static void lines(View view, ModelSpec model) {
    List<String> inputs = new ArrayList<>(model.inputs());
    model.lookup().forEach(each -> inputs.add(each + " (lookup)"));
    view.labelled(LABEL, "reads", inputs.isEmpty() ? "nothing" : String.join(", ", inputs));
    List<String> per = model.per();
    if (per != null) {
      view.labelled(LABEL, "per", per.isEmpty() ? "all rows at once" : String.join(", ", per));
    }
    if (model.window() != null) {
      view.labelled(LABEL, "window", model.window().toString());
    }
    view.labelled(LABEL, "sql", model.sql().position().file());
    model.sql().text().lines().forEach(line -> view.line("    " + line));
  }

  private void values(View view) {
    ModelSpec model = facts.model().orElse(null);
    view.value("table", facts.table().name())
        .value("kind", SpecWords.snake(state().kind().name()))
        .value("in_spec", !facts.isLeft())
        .value("description", facts.about().description())
        .value("owner", facts.about().owner())
        .value("type", facts.about().type())
        .value("classification", facts.about().access())
        .value("license", facts.about().license())
        .value("expected_volume", facts.about().volume())
        .value("state", moment.tree())
        .value("rows", state().data().rows())
        .value("files", state().data().count())
        .value("bytes", state().data().bytes())
        .value("dead", dead)
        .value("key", facts.key())
        .value("inputs", model == null ? null : model.inputs())
        .value("lookup", model == null ? null : model.lookup())
        .value("sql", model == null ? null : model.sql().text())
        .value("columns", facts.columns().stream().map(TableText::tree).toList());
  }

  private static Map<String, @Nullable Object> tree(ColumnFacts column) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", column.name());
    tree.put("type", column.type());
    tree.put("nullable", column.isNullable());
    tree.put("marks", column.marks());
    tree.put("doc", column.doc().isEmpty() ? null : column.doc());
    return tree;
  }
}
