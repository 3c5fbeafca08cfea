// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.error.issue.Position;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows as an author wrote them.
 *
 * @param position where they begin
 * @param rows in their order; empty where a source's own reader reads the file
 * @param file that a source's own reader reads; null for rows
 */
public record GivenRows(Position position, List<Row> rows, @Nullable Path file) {
  public GivenRows {
    rows = List.copyOf(rows);
  }

  /** A row: of each column that it names, the value. */
  public record Row(Position position, Map<String, Cell> cells) {
    public Row {
      cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }
  }

  /**
   * A value.
   *
   * @param text as a source would hold it, JSON for lists and maps; null for null
   * @param json the same as JSON
   */
  public record Cell(Position position, @Nullable String text, String json) {}

  /** Every column that some row names. */
  public List<String> columns() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.cells().keySet()));
    return List.copyOf(names);
  }
}
