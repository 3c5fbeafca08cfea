// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.change;

import dev.sluice.plan.change.PlannedChange.ColumnChange;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares what a spec says of a table with what it said in the last run. */
public final class SpecDifference {
  private SpecDifference() {}

  /** The parts that came, went or changed; none where nobody noted what they were. */
  public static List<String> parts(Map<String, String> before, Map<String, String> now) {
    List<String> parts = new ArrayList<>();
    if (before.isEmpty()) {
      return parts;
    }
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String was = before.get(name);
      String is = now.get(name);
      if (was == null) {
        parts.add(name + " is new");
      } else if (is == null) {
        parts.add(name + " is gone");
      } else if (!was.equals(is)) {
        parts.add(name + " changed");
      }
    }
    return parts;
  }

  /** The columns that come, go, or change their type or whether they may be null. */
  public static List<ColumnChange> columns(TableSchema before, TableSchema now) {
    List<ColumnChange> changes = new ArrayList<>();
    List<String> continued = new ArrayList<>();
    for (Column column : now.columns()) {
      Column old = before.column(column.name()).orElse(null);
      if (old != null) {
        if (!spelled(old).equals(spelled(column))) {
          changes.add(new ColumnChange(column.name(), spelled(old), spelled(column), ""));
        }
        continue;
      }
      Optional<Column> earlier = earlier(column, before, now);
      earlier.ifPresent(each -> continued.add(each.name()));
      changes.add(
          new ColumnChange(
              column.name(),
              earlier.map(SpecDifference::spelled).orElse(""),
              spelled(column),
              earlier.map(Column::name).orElse("")));
    }
    for (Column old : before.columns()) {
      if (now.column(old.name()).isEmpty() && !continued.contains(old.name())) {
        changes.add(new ColumnChange(old.name(), spelled(old), "", ""));
      }
    }
    return changes;
  }

  private static Optional<Column> earlier(Column column, TableSchema before, TableSchema now) {
    return column.aliases().stream()
        .filter(name -> now.column(name).isEmpty())
        .flatMap(name -> before.column(name).stream())
        .findFirst();
  }

  private static String spelled(Column column) {
    return column.type()
        + (column.nullable() ? "" : " not null")
        + (column.symbols().isEmpty() ? "" : " of " + String.join("|", column.symbols()))
        + (column.pii() ? " pii" : "");
  }
}
