// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats;

import dev.sluice.infer.values.FileValues;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes what the values of files are like. */
public final class ProfileText implements Report {
  private final List<FileValues> tables;

  public ProfileText(List<FileValues> tables) {
    this.tables = List.copyOf(tables);
  }

  public List<FileValues> tables() {
    return tables;
  }

  @Override
  public View view() {
    View view = new View().value("tables", tables.stream().map(ProfileText::tree).toList());
    boolean isFirst = true;
    for (FileValues each : tables) {
      if (!isFirst) {
        view.line("");
      }
      isFirst = false;
      view.line(each.table().name() + ": " + read(each));
      view.line("").table(List.copyOf(each.stats().columns().entrySet()), StatsText.columns());
      if (each.dead() > 0) {
        view.line("").line(dead(each));
        view.lines(each.reasons().stream().map(reason -> "  " + reason).toList(), 3, " more");
      }
    }
    return view;
  }

  /** What was read of them. */
  public static String read(FileValues values) {
    return "%s of %s, %s%s"
        .formatted(
            SafeText.count(values.stats().rows(), "row"),
            SafeText.count(values.files(), "file"),
            format(values),
            values.isWhole() ? "" : "; there are more");
  }

  private static String format(FileValues values) {
    return values.table().dialect().spelling().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** What is not among the rows. */
  public static String dead(FileValues values) {
    boolean isOne = values.dead() == 1;
    return "%s %s not among them: in a run %s."
        .formatted(
            SafeText.count(values.dead(), "more row"),
            isOne ? "is" : "are",
            isOne ? "it would be a dead row" : "they would be dead rows");
  }

  private static Map<String, @Nullable Object> tree(FileValues values) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("table", values.table().name());
    tree.put("format", format(values));
    tree.put("paths", values.table().paths());
    tree.put("files", values.files());
    tree.put("rows", values.stats().rows());
    tree.put("whole", values.isWhole());
    tree.put("dead", values.dead());
    tree.put("reasons", values.reasons());
    List<Map<String, @Nullable Object>> columns = new ArrayList<>();
    values.stats().columns().forEach((name, each) -> columns.add(StatsTree.of(name, each)));
    tree.put("columns", columns);
    return tree;
  }
}
