// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.run.Plan.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a command found as one JSON document with snake_case keys. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  public static String write(Map<String, @Nullable Object> tree) {
    try {
      return plain(MAPPER.writeValueAsString(tree));
    } catch (JacksonException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  /**
   * The same document without characters that a terminal obeys: below the space JSON escapes them,
   * the others can stand in texts only, where an escape means the same.
   */
  private static String plain(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c >= ' ' && Text.isObeyed(c)) {
                for (char unit : Character.toChars(c)) {
                  out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** A plan for programs; the drawing is in it as text. */
  public static Map<String, @Nullable Object> tree(Plan plan) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", plan.pipeline());
    tree.putAll(plan.settings());
    tree.put("steps", plan.steps().stream().map(Json::tree).toList());
    tree.put("also_writes", plan.touches().folders());
    tree.put("mermaid", PlanMermaid.render(plan));
    return tree;
  }

  private static Map<String, @Nullable Object> tree(Step step) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", step.name());
    tree.put("kind", step.kind());
    tree.put("inputs", List.copyOf(step.inputs()));
    tree.putAll(step.settings());
    tree.put("writes", step.touches().folders());
    tree.put("warehouse_tables", step.touches().warehouseTables());
    return tree;
  }
}
