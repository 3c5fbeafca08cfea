// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.unit.Spans;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spells records of the spec in the words of the spec: maps, lists, texts and numbers with
 * snake_case keys, which print as YAML for people and as JSON for programs.
 */
public final class SpecWords {
  private static final Pattern PLAIN = Pattern.compile("[\\w/.*][\\w/.*-]*");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private SpecWords() {}

  /** The components of a record, without some. */
  public static Map<String, @Nullable Object> fields(Record record, Set<String> without) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (!without.contains(component.getName())) {
        fields.put(snake(component.getName()), value(read(record, component)));
      }
    }
    return fields;
  }

  public static String snake(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** One value as YAML in flow style, safe for a terminal. */
  public static String flow(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((key, each) -> entries.add(key + ": " + flow(each)));
      return "{" + String.join(", ", entries) + "}";
    }
    if (value instanceof Collection<?> list) {
      return "[" + String.join(", ", list.stream().map(SpecWords::flow).toList()) + "]";
    }
    if (value instanceof String text && !PLAIN.matcher(text).matches()) {
      String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
      return '"' + SafeText.escape(quoted) + '"';
    }
    return value == null ? "none" : value.toString();
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof SqlText sql) {
      return sql.text();
    }
    if (value instanceof Character character) {
      return character.toString();
    }
    if (value instanceof Duration span) {
      return Spans.spell(span);
    }
    if (value instanceof Record record) {
      return fields(record, Set.of());
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(SpecWords::value).toList();
    }
    return value;
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}
