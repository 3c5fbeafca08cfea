// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.profile.JsonProfile;
import dev.sluice.infer.profile.TableProfile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides the types of all columns of a table: some tell what others leave open. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * The types by the columns' names.
   *
   * @param delimiter of the table's files; where it is a semicolon, a comma parts fractions
   * @param shown what people call the columns, by their places, where the file's readers do not
   */
  public static Map<String, TypeGuess> of(TableProfile table, char delimiter, List<String> shown) {
    Habits habits = Habits.of(table.columns(), delimiter);
    Map<String, JsonProfile.Key> keys = new HashMap<>();
    JsonProfile json = table.json();
    if (json != null) {
      json.keys().forEach(key -> keys.put(key.column().name(), key));
    }
    Map<String, TypeGuess> types = new LinkedHashMap<>();
    List<ColumnProfile> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      ColumnProfile column = columns.get(i);
      String name = i < shown.size() ? shown.get(i) : column.name();
      JsonProfile.Key key = keys.get(column.name());
      types.put(column.name(), key == null ? of(column, name, habits) : JsonTypes.of(key, habits));
    }
    return types;
  }

  private static TypeGuess of(ColumnProfile column, String name, Habits habits) {
    if (column.sourceType().equals("VARCHAR")) {
      return TextTypes.of(column, name, habits);
    }
    if (column.isWhole()) {
      return TypeGuess.of(SourceTypes.of(column.sourceType()), "every value is whole");
    }
    return column.tooFine() > 0
        ? TypeGuess.of(TypeGuess.TEXT, "times that are finer than microseconds")
        : TypeGuess.of(SourceTypes.of(column.sourceType()));
  }
}
