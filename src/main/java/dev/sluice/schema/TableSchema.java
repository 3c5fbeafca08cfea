// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a table, in order. */
public record TableSchema(List<Column> columns) implements Serializable {
  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** The columns as they are stored, whatever a source calls them. */
  public TableSchema stored() {
    return new TableSchema(columns.stream().map(Column::stored).toList());
  }

  /**
   * The columns as they are found in a source.
   *
   * @param isExact whether letter case and blanks at either end of its names count
   */
  public TableSchema sourced(boolean isExact) {
    return new TableSchema(
        columns.stream()
            .map(c -> c.isExtra() ? c : c.sourced(c.sourcing().exact(isExact)))
            .toList());
  }

  /** The columns as they are found in rows that people write down: by their own names too. */
  public TableSchema byOwnNames() {
    return new TableSchema(columns.stream().map(c -> c.sourced(c.sourcing().byOwnName())).toList());
  }

  /** The columns under their present names, by the earlier ones. */
  public TableSchema naming(Map<String, String> names) {
    return new TableSchema(
        columns.stream().map(c -> c.named(names.getOrDefault(c.name(), c.name()))).toList());
  }

  /** The columns without the one that no source has. */
  public TableSchema declared() {
    return columns.stream().noneMatch(Column::isExtra)
        ? this
        : new TableSchema(columns.stream().filter(column -> !column.isExtra()).toList());
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The columns of some names, in their order; every one must be there. */
  public List<Column> columnsOf(List<String> names) {
    return names.stream().map(name -> column(name).orElseThrow()).toList();
  }

  /** Whether any column holds personal data. */
  public boolean hasPii() {
    return columns.stream().anyMatch(Column::pii);
  }

  public Optional<Column> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
