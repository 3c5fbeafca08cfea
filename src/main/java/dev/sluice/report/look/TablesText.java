// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import dev.sluice.look.moment.Moment;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.table.TableState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists the tables of a state. */
public final class TablesText implements Report {
  private static final Table<TableState> TABLES =
      Table.<TableState>indented()
          .left("table", TableState::table)
          .left("kind", state -> state.kind() == TableState.Kind.MODEL ? "model" : "table")
          .number("rows", state -> state.data().rows())
          .number("files", state -> state.data().count())
          .right("size", state -> SafeText.bytes(state.data().bytes()));

  private final Moment moment;
  private final List<TableState> tables;
  private final List<String> names;
  private final int width;

  /**
   * The tables of a state.
   *
   * @param names of all that a statement may name
   * @param width of a line
   */
  public TablesText(Moment moment, List<TableState> tables, List<String> names, int width) {
    this.moment = moment;
    this.tables = List.copyOf(tables);
    this.names = List.copyOf(names);
    this.width = width;
  }

  @Override
  public View view() {
    View view = new View().value("state", moment.tree()).line(moment.words());
    view.rows("tables", tables, TablesText::tree, TABLES);
    List<String> others =
        names.stream()
            .filter(name -> tables.stream().noneMatch(state -> state.table().equals(name)))
            .toList();
    if (!others.isEmpty()) {
      NameList.add(view, "also:", others, "", width);
    }
    return view.value("also", others);
  }

  private static Map<String, @Nullable Object> tree(TableState state) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("table", state.table());
    tree.put("kind", SpecWords.snake(state.kind().name()));
    tree.put("in_spec", !state.isLeft());
    tree.put("rows", state.data().rows());
    tree.put("files", state.data().count());
    tree.put("bytes", state.data().bytes());
    return tree;
  }
}
