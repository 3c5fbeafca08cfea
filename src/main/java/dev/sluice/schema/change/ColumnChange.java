// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.change;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.spelling.TypeSpelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column that comes, goes or changes.
 *
 * @param before its type as a spec spells it, empty for one that comes
 * @param now its type as a spec spells it, empty for one that goes
 * @param earlierName of a column that goes on under another name; empty for others
 */
public record ColumnChange(String name, String before, String now, String earlierName) {
  /** The columns that come, go, or change their type or whether they may be null. */
  public static List<ColumnChange> between(TableSchema before, TableSchema now) {
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
              earlier.map(ColumnChange::spelled).orElse(""),
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
    return TypeSpelling.of(column) + (column.pii() ? " pii" : "");
  }

  /** In a sentence without an end. */
  public String sentence() {
    if (!earlierName.isEmpty()) {
      return "column %s goes on as %s".formatted(earlierName, name);
    }
    if (before.isEmpty()) {
      return "column %s is new: %s".formatted(name, now);
    }
    return now.isEmpty()
        ? "column %s is gone: %s".formatted(name, before)
        : "column %s: %s → %s".formatted(name, before, now);
  }
}
