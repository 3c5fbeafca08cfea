// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.bind.Binder;
import dev.sluice.bind.lineage.MadeColumn;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.time.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is made of what.
 *
 * @param columns by model, then by column in lower case: the columns it is made of; a model that
 *     cannot be followed is not there
 */
public record Lineage(Map<String, Map<String, Set<String>>> columns) {

  public static Lineage of(PipelineSpec spec) {
    Map<String, Map<String, Set<String>>> columns = new HashMap<>();
    try (Binder binder = Binder.open()) {
      spec.tables().forEach(table -> binder.declare(table.name(), table.schema().stored()));
      for (ModelSpec model : spec.models()) {
        model.inputs().forEach(name -> binder.declare(name, model.seen(name, stored(spec, name))));
        binder
            .lineage(model.sql().text())
            .ifPresent(made -> columns.put(model.name(), byName(made, model)));
        model.inputs().forEach(name -> binder.declare(name, stored(spec, name)));
        binder.declare(model.name(), model.output().stored());
      }
    }
    return new Lineage(columns);
  }

  private static TableSchema stored(PipelineSpec spec, String name) {
    return spec.table(name)
        .map(TableSpec::schema)
        .or(() -> spec.model(name).map(ModelSpec::output))
        .orElseThrow()
        .stored();
  }

  private static Map<String, Set<String>> byName(List<MadeColumn> made, ModelSpec model) {
    Map<String, Set<String>> columns = new LinkedHashMap<>();
    made.forEach(column -> columns.putIfAbsent(column.name(), origins(column, model)));
    return columns;
  }

  /** A window is made of the time by which it is cut. */
  private static Set<String> origins(MadeColumn column, ModelSpec model) {
    Window window = model.window();
    if (window == null) {
      return column.origins();
    }
    Set<String> origins = new TreeSet<>();
    for (String origin : column.origins()) {
      String table = origin.substring(0, origin.lastIndexOf('.'));
      String name = origin.substring(table.length() + 1);
      boolean isMade =
          model.inputs().contains(table)
              && (name.equalsIgnoreCase(Window.START) || name.equalsIgnoreCase(Window.END));
      origins.add(isMade ? table + "." + window.on() : origin);
    }
    return origins;
  }

  /** The columns that one of a model is made of; null when nobody can tell. */
  public @Nullable Set<String> of(String model, String column) {
    return columns.getOrDefault(model, Map.of()).get(column.toLowerCase(Locale.ROOT));
  }

  /** The tables and models that read another one. */
  public static List<String> readers(PipelineSpec spec, String name) {
    return spec.models().stream()
        .filter(model -> inputs(model).contains(name))
        .map(ModelSpec::name)
        .toList();
  }

  /** What a model reads, lookups last. */
  public static List<String> inputs(ModelSpec model) {
    List<String> inputs = new ArrayList<>(new TreeSet<>(model.inputs()));
    model.lookup().stream().filter(name -> !inputs.contains(name)).forEach(inputs::add);
    return inputs;
  }
}
