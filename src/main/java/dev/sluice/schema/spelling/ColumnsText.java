// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes columns as {@code columns} of a spec says them. */
public final class ColumnsText {
  private ColumnsText() {}

  /** One line for each column. */
  public static List<String> of(TableSchema schema) {
    return schema.columns().stream().map(ColumnsText::line).toList();
  }

  /** What {@code columns} has no words for: what is said of fields inside of values. */
  public static List<String> unsaid(TableSchema schema) {
    List<String> paths = new ArrayList<>();
    schema.columns().forEach(column -> unsaid(column.name(), column, paths));
    return paths;
  }

  private static void unsaid(String path, Column column, List<String> paths) {
    for (Column inner : column.nested()) {
      String name = column.isStruct() ? path + "." + inner.name() : path + inner.name();
      if (!inner.sourcing().equals(Sourcing.PLAIN) || !inner.doc().isEmpty()) {
        paths.add(name);
      }
      unsaid(name, inner, paths);
    }
  }

  private static String line(Column column) {
    Map<String, String> traits = traits(column);
    String type = TypeSpelling.of(column);
    String name = YamlText.key(column.name());
    if (traits.isEmpty()) {
      return name + ": " + YamlText.alone(type);
    }
    return traits.entrySet().stream()
        .map(trait -> ", " + trait.getKey() + ": " + trait.getValue())
        .collect(Collectors.joining("", name + ": {type: " + YamlText.of(type), "}"));
  }

  private static Map<String, String> traits(Column column) {
    Sourcing sourcing = column.sourcing();
    TextForm form = column.form();
    Map<String, String> traits = new LinkedHashMap<>();
    add(traits, "from", sourcing.from(), true);
    add(traits, "aliases", sourcing.aliases(), true);
    add(traits, "format", form.formats(), true);
    add(traits, "decimal", form.decimal().isEmpty() ? List.of() : List.of(form.decimal()), true);
    add(
        traits,
        "thousands",
        form.thousands().isEmpty() ? List.of() : List.of(form.thousands()),
        true);
    add(traits, "true_values", form.trueValues(), false);
    add(traits, "false_values", form.falseValues(), false);
    add(traits, "null_values", form.nullValues(), false);
    String fallback = sourcing.fallback();
    if (fallback != null) {
      traits.put("default", fallback.replace("${", "$${"));
    }
    if (column.pii()) {
      traits.put("pii", "true");
    }
    add(traits, "doc", column.doc().isEmpty() ? List.of() : List.of(column.doc()), true);
    return traits;
  }

  private static void add(
      Map<String, String> traits, String key, List<String> values, boolean isBareAlone) {
    if (!values.isEmpty()) {
      boolean isBare = isBareAlone && values.size() == 1;
      traits.put(key, isBare ? YamlText.of(values.get(0)) : YamlText.list(values));
    }
  }
}
