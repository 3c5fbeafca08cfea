// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.file;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.TableState;
import java.util.ArrayList;
import java.util.List;

/**
 * The two columns every typed row carries: when its key first appeared and when its content last
 * changed. A table whose own schema has a column of such a name keeps its own.
 */
public final class AuditColumns {
  public static final String CREATED = "created_at";
  public static final String UPDATED = "updated_at";
  private static final String TYPE = "TIMESTAMP WITH TIME ZONE";

  private AuditColumns() {}

  /** Whether a column that no contract knows is one of them. */
  static boolean isOne(String name) {
    return name.equals(CREATED) || name.equals(UPDATED);
  }

  /** The names that Sluice adds to a table with this schema. */
  public static List<String> addedTo(TableSchema schema) {
    List<String> added = new ArrayList<>();
    for (String name : List.of(CREATED, UPDATED)) {
      // To the kernel, names that differ by letter case alone are one.
      if (schema.names().stream().noneMatch(name::equalsIgnoreCase)) {
        added.add(name);
      }
    }
    return added;
  }

  /** The schema of the stored files: the contract's columns and the added ones. */
  public static TableSchema stored(TableSchema schema) {
    List<Column> columns = new ArrayList<>(schema.columns());
    addedTo(schema).forEach(name -> columns.add(Column.of(name, TYPE, false)));
    return new TableSchema(columns);
  }

  /**
   * The columns of a table's files that somebody declared; none for a table that has what its files
   * have.
   */
  public static TableSchema declared(TableState state) {
    return switch (state.kind()) {
      case RAW, DEAD -> new TableSchema(List.of());
      case TYPED, MODEL, DELETED -> stored(state.schema());
    };
  }

  /**
   * The added columns as select items that are the run's logical time: {@code , … AS created_at}.
   */
  public static String stamp(TableSchema schema, Scope run) {
    StringBuilder sql = new StringBuilder();
    for (String name : addedTo(schema)) {
      sql.append(", TIMESTAMPTZ ")
          .append(SqlName.literal(run.createdAt()))
          .append(" AS ")
          .append(name);
    }
    return sql.toString();
  }
}
