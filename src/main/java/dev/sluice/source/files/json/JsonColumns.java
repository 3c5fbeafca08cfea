// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that records of JSON are taken apart into: those of the contract, whatever keys a
 * record has, so that every batch of a table is alike.
 */
final class JsonColumns {
  private final List<Column> columns;
  private final Map<String, Integer> indexes = new HashMap<>();

  JsonColumns(TableSchema schema) {
    this.columns = schema.columns();
    for (int i = 0; i < columns.size(); i++) {
      indexes.put(columns.get(i).name(), i);
    }
    for (int i = 0; i < columns.size(); i++) {
      for (String alias : columns.get(i).aliases()) {
        indexes.putIfAbsent(alias, i);
      }
    }
  }

  int size() {
    return columns.size();
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The column that a key is read into; -1 when the contract does not name it. */
  int indexOf(String key) {
    return indexes.getOrDefault(key, -1);
  }

  /** Whether a text keeps its quotes, for it is not a value of the column's type. */
  boolean keepsQuotes(int column) {
    return columns.get(column).isNoString();
  }

  /** What a record without the key has; null where the contract has no default. */
  @Nullable String fallback(int column) {
    String json = columns.get(column).fallback();
    return json == null ? null : JsonRecord.text(json, keepsQuotes(column));
  }

  /** The names of some columns. */
  List<String> named(boolean[] which) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (which[i]) {
        names.add(columns.get(i).name());
      }
    }
    return names;
  }
}
