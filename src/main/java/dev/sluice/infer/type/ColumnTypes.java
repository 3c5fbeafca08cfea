// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.profile.JsonProfile;
import dev.sluice.infer.profile.TableProfile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides the types of all columns of a table: some tell what others leave open. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * The types by the columns' names.
   *
   * @param delimiter of the table's files; where it is a semicolon, a comma parts fractions
   */
  public static Map<String, TypeGuess> of(TableProfile table, char delimiter) {
    Habits habits = Habits.of(table.columns(), delimiter);
    Map<String, JsonProfile.Key> keys = new HashMap<>();
    JsonProfile json = table.json();
    if (json != null) {
      json.keys().forEach(key -> keys.put(key.column().name(), key));
    }
    Map<String, TypeGuess> types = new LinkedHashMap<>();
    for (ColumnProfile column : table.columns()) {
      types.put(column.name(), of(column, keys.get(column.name()), habits));
    }
    return types;
  }

  private static TypeGuess of(ColumnProfile column, JsonProfile.@Nullable Key key, Habits habits) {
    if (key != null) {
      return JsonTypes.of(key, habits);
    }
    return column.sourceType().equals("VARCHAR")
        ? TextTypes.of(column, habits)
        : TypeGuess.of(SourceTypes.of(column.sourceType()));
  }
}
