// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.bind.Binder;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of models are made of.
 *
 * @param columns by model, then by column in lower case: {@code table.column} of each it is made
 *     of; a model that cannot be followed is not there
 */
public record ColumnOrigins(Map<String, Map<String, Set<String>>> columns) {

  /** Those of all models. */
  public static ColumnOrigins of(PipelineSpec spec) {
    Map<String, Map<String, Set<String>>> columns = new HashMap<>();
    try (Binder binder = Binder.open()) {
      spec.tables().forEach(table -> binder.declare(table.name(), table.schema().stored()));
      for (ModelSpec model : spec.models()) {
        Map<String, Set<String>> made = new LinkedHashMap<>();
        binder
            .lineage(model.sql().text())
            .ifPresent(
                all -> {
                  all.forEach(column -> made.putIfAbsent(column.name(), column.origins()));
                  columns.put(model.name(), made);
                });
        binder.declare(model.name(), model.output().stored());
      }
    }
    return new ColumnOrigins(columns);
  }

  /** The columns that one of a model is made of; null when nobody can tell. */
  public @Nullable Set<String> of(String model, String column) {
    return columns.getOrDefault(model, Map.of()).get(column.toLowerCase(Locale.ROOT));
  }
}
