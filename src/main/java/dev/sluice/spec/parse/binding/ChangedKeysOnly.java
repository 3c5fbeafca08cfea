// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.bind.Binder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a model that asks to compute changed keys only against what that takes. */
final class ChangedKeysOnly {
  private final ModelDraft model;
  private final Problems problems;

  ChangedKeysOnly(ModelDraft model, Problems problems) {
    this.model = model;
    this.problems = problems;
  }

  /**
   * The result's columns that hold those of {@code per}, by which old rows are found; empty when
   * the model does not ask for it, or cannot have it, which is reported.
   */
  List<String> of(Binder binder, TableSchema output) {
    Position asked = model.incremental();
    SqlText sql = model.sql();
    if (asked == null || sql == null) {
      return List.of();
    }
    List<String> per = Objects.requireNonNullElse(model.shardKey(), List.of());
    if (per.isEmpty()) {
      report(
          asked,
          "`incremental` needs `per`: it computes those keys again whose rows changed",
          "name the columns in `per`, or take `incremental` out");
      return List.of();
    }
    return isTimeless(sql) ? carried(binder, sql, per, output) : List.of();
  }

  /** Rows that stay would keep the time of the run that made them. */
  private boolean isTimeless(SqlText sql) {
    List<SqlText> texts = new ArrayList<>(List.of(sql));
    texts.addAll(model.quality().texts());
    for (SqlText text : texts) {
      if (LogicalTime.isReadBy(text.text())) {
        int offset = text.text().toLowerCase(Locale.ROOT).indexOf(LogicalTime.FUNCTION);
        report(
            text.at(offset),
            "a model with `incremental` cannot read the run's logical time: keys that did not"
                + " change keep their rows",
            "take `incremental` out, or the time into a model that reads this one");
        return false;
      }
    }
    return true;
  }

  private List<String> carried(Binder binder, SqlText sql, List<String> per, TableSchema output) {
    List<String> found = binder.carried(sql.text(), per, Set.copyOf(model.lookupNames()));
    List<String> carried = new ArrayList<>();
    for (int i = 0; i < per.size(); i++) {
      String name = named(output, found.get(i));
      if (name == null) {
        report(
            sql.at(0),
            "`incremental` needs the result to have `%s` as it is: by it the old rows of a key are found"
                .formatted(per.get(i)),
            "add `%s` to the SELECT, or take `incremental` out".formatted(per.get(i)));
        return List.of();
      }
      carried.add(name);
    }
    return carried;
  }

  private static @Nullable String named(TableSchema output, String name) {
    return output.columns().stream()
        .map(Column::name)
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElse(null);
  }

  private void report(Position position, String message, String suggestion) {
    problems.error(
        ErrorCode.INVALID_VALUE, position, "model `" + model.name() + "`: " + message, suggestion);
  }
}
