// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.contract;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.ColumnChange;
import dev.sluice.schema.spelling.ColumnsText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how the columns of tables differ from those of their files, and of the lake. */
public final class SchemaDiffText {
  /** So many columns are shown; programs get all. */
  private static final int MOST = 20;

  private final View view = new View();
  private final List<Map<String, @Nullable Object>> tables = new ArrayList<>();

  /**
   * What the files of a table have.
   *
   * @param unknown columns that the contract does not name
   * @param missing columns that no file has
   * @param wider columns of the spec that a run made wider for their values, as they are
   * @param modes what the contract does with either, in the spec's words
   * @param trouble why nobody can tell; null for none
   */
  public record OfFiles(
      List<Column> unknown,
      List<String> missing,
      List<Column> wider,
      Modes modes,
      long rows,
      int files,
      @Nullable String trouble) {}

  /** What a contract does with fields that it does not name, and with missing ones. */
  public record Modes(String unknown, String missing) {}

  /**
   * What the rows in the lake have.
   *
   * @param run the number of the newest entry; 0 for none
   * @param changes from the columns of its rows to those of the contract
   * @param refused what the rows that are there cannot follow
   */
  public record OfLake(long run, List<ColumnChange> changes, List<String> refused) {}

  /** Describes one table. */
  public void add(String table, OfFiles files, OfLake lake) {
    view.title(table);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("table", table);
    tree.put("files", files(files));
    tree.put("lake", lake(lake));
    tables.add(tree);
    view.line("");
  }

  private Map<String, @Nullable Object> files(OfFiles files) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("count", files.files());
    tree.put("rows", files.rows());
    tree.put("unknown", unknown(files.unknown()));
    tree.put("missing", files.missing());
    tree.put("wider", unknown(files.wider()));
    tree.put("trouble", files.trouble());
    if (files.trouble() != null) {
      view.line("  files: " + files.trouble());
      return tree;
    }
    boolean isSame = files.unknown().isEmpty() && files.missing().isEmpty();
    view.line(
        "  files: %s, %s%s"
            .formatted(
                SafeText.count(files.files(), "file"),
                SafeText.count(files.rows(), "row"),
                isSame ? "; they have the columns of the contract" : ""));
    lines(
        files.unknown().stream().map(column -> "    + " + line(column)).toList(),
        "    are not in the contract: `unknown_field: " + files.modes().unknown() + "`");
    lines(
        files.missing().stream().map(column -> "    - " + column).toList(),
        "    are in no file: `missing_field: " + files.modes().missing() + "`");
    lines(
        files.wider().stream().map(column -> "    ~ " + line(column)).toList(),
        "    were made wider by runs: `type: widen`; the spec may say so");
    return tree;
  }

  private void lines(List<String> lines, String what) {
    if (!lines.isEmpty()) {
      view.line(what);
      view.lines(lines, MOST, " more");
    }
  }

  private Map<String, @Nullable Object> lake(OfLake lake) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("run", lake.run());
    tree.put("changes", lake.changes().stream().map(SchemaDiffText::change).toList());
    tree.put("refused", lake.refused());
    if (lake.run() == 0) {
      view.line("  lake: no run made the table so far");
    } else if (lake.changes().isEmpty()) {
      view.line("  lake: run %d has the columns of the contract".formatted(lake.run()));
    } else {
      view.line("  lake: run %d has other columns".formatted(lake.run()));
      view.lines(
          lake.changes().stream().map(change -> "    " + said(change)).toList(), MOST, " more");
    }
    lake.refused().forEach(problem -> view.line("    a run is refused: " + problem));
    return tree;
  }

  private static Map<String, @Nullable Object> change(ColumnChange change) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("column", change.name());
    tree.put("before", change.before());
    tree.put("now", change.now());
    return tree;
  }

  private static String said(ColumnChange change) {
    if (change.before().isEmpty()) {
      return "+ " + change.name() + " " + change.now();
    }
    return change.now().isEmpty()
        ? "- " + change.name() + " " + change.before()
        : "~ " + change.name() + " " + change.before() + " → " + change.now();
  }

  private static List<Map<String, Object>> unknown(List<Column> columns) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Column column : columns) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("column", column.name());
      tree.put("source", column.sourceNames().get(0));
      tree.put("line", line(column));
      all.add(tree);
    }
    return all;
  }

  private static String line(Column column) {
    return ColumnsText.of(new TableSchema(List.of(column))).get(0);
  }

  /** The description. */
  public View view() {
    return view.value("tables", tables);
  }
}
