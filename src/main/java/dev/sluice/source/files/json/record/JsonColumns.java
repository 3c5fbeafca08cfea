// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json.record;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.SourceNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that records of JSON are taken apart into: those of the contract, whatever keys a
 * record has, so that every batch of a table is alike.
 */
public final class JsonColumns {
  /** Keys that are remembered; records may bring any number of others. */
  private static final int MOST_MET = 10_000;

  private static final int MOST_PLACES = 256;

  private final List<Column> columns;
  private final boolean[] keepsQuotes;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, Integer> loose = new HashMap<>();
  private final Map<String, Integer> met = new HashMap<>();

  /** The key that was last met at each place of a record, and its column. */
  private final @Nullable String[] keys = new @Nullable String[MOST_PLACES];

  private final int[] places = new int[MOST_PLACES];

  public JsonColumns(TableSchema schema) {
    this.columns = schema.columns();
    this.keepsQuotes = new boolean[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      keepsQuotes[i] = columns.get(i).keepsQuotes(); // asked for each value
      indexes.putIfAbsent(columns.get(i).sourceNames().get(0), i);
    }
    for (int i = 0; i < columns.size(); i++) {
      for (String name : columns.get(i).sourceNames()) {
        indexes.putIfAbsent(name, i);
        if (!columns.get(i).sourcing().isExact()) {
          loose.merge(SourceNames.loose(name), i, (one, other) -> one.equals(other) ? one : -1);
        }
      }
    }
  }

  public int size() {
    return columns.size();
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * The column that a key names to the letter; -1 when the contract does not name it.
   *
   * @param place how many keys the record had before: most records have theirs in one order
   */
  int indexOf(String key, int place) {
    if (place >= MOST_PLACES) {
      return indexes.getOrDefault(key, -1);
    }
    if (!key.equals(keys[place])) {
      keys[place] = key;
      places[place] = indexes.getOrDefault(key, -1);
    }
    return places[place];
  }

  /** The column that a key names but for its letter case and blanks at its ends; -1 for none. */
  int looseIndexOf(String key) {
    if (met.size() > MOST_MET) {
      met.clear();
    }
    return met.computeIfAbsent(key, k -> loose.getOrDefault(SourceNames.loose(k), -1));
  }

  /** Whether a text keeps its quotes, for it is not a value of the column's type. */
  boolean keepsQuotes(int column) {
    return keepsQuotes[column];
  }

  /**
   * What a record without the key has; null where the contract has no default. It never has the
   * quotes of a string that is written in a form: a default is written in none.
   */
  @Nullable String fallback(int column) {
    String json = columns.get(column).fallback();
    return json == null ? null : JsonRecord.text(json, columns.get(column).isNoString());
  }

  /** Whether a record that lacks the column's key is refused. */
  boolean isDemanded(int column) {
    Column own = columns.get(column);
    return own.sourcing().isDemanded() && own.fallback() == null;
  }

  /** The names of some columns. */
  public List<String> named(boolean[] which) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (which[i]) {
        names.add(columns.get(i).name());
      }
    }
    return names;
  }
}
