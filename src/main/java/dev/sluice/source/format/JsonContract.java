// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only the reader of an object can tell, for texts no longer do: whether a number is one or a
 * string, and whether a key is absent or null.
 *
 * <p>A string keeps its quotes in a column of numbers, booleans, lists, maps or structs, so that it
 * is not taken for one. A key that is absent has the contract's default.
 */
final class JsonContract {
  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> noStrings = new HashSet<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Set<String> met = new HashSet<>();

  JsonContract(TableSchema schema) {
    for (Column column : schema.columns()) {
      add(column, column.name());
      column.aliases().forEach(alias -> add(column, alias));
      if (hasDefault(column)) {
        defaults.put(column.name(), text(String.valueOf(column.fallback())));
      }
    }
  }

  private void add(Column column, String name) {
    if (column.isNoString()) {
      noStrings.add(name);
    }
    if (hasDefault(column)) {
      owners.put(name, column.name());
    }
  }

  private static boolean hasDefault(Column column) {
    return column.fallback() != null && !column.fallback().equals("null");
  }

  /** A default as a source would say it. */
  private static String text(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : json;
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a default", e);
    }
  }

  void begin() {
    met.clear();
  }

  /** The text of a value, as its column needs it. */
  @Nullable String told(String name, JsonToken token, @Nullable String value) {
    String owner = owners.get(name);
    if (owner != null) {
      met.add(owner);
    }
    return token == JsonToken.VALUE_STRING && noStrings.contains(name)
        ? '"' + Objects.requireNonNull(value) + '"'
        : value;
  }

  /** The defaults of the columns that were not told since {@link #begin}. */
  Map<String, String> absent() {
    if (met.size() == defaults.size()) {
      return Map.of();
    }
    Map<String, String> absent = new LinkedHashMap<>(defaults);
    absent.keySet().removeAll(met);
    return absent;
  }
}
