// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.error.ErrorCode;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.IcebergSchemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of a statement's result: each has its own name and a type that can be stored. */
record ResultColumns(TableSchema stored, List<SqlProblem> problems) {

  static ResultColumns of(SqlTree tree, List<Column> found) {
    List<Column> stored = new ArrayList<>();
    List<SqlProblem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      Column column = found.get(i);
      String name = column.name();
      int offset = offset(tree, i, found.size());
      String type = IcebergSchemas.stored(column.type()).orElse(null);
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(bind(offset, "The result has two columns " + name, "rename one with AS"));
      } else if (type == null) {
        problems.add(
            bind(
                offset,
                "Column " + name + " is of type " + column.type() + ", which cannot be stored",
                IcebergSchemas.instead(column.type())));
      } else {
        stored.add(Column.of(name, type, true));
      }
    }
    return new ResultColumns(
        problems.isEmpty() ? new TableSchema(stored) : new TableSchema(List.of()), problems);
  }

  private static SqlProblem bind(int offset, String message, String suggestion) {
    return new SqlProblem(ErrorCode.SQL_BIND, offset, message, suggestion);
  }

  /** Points at the select list's entry when it has one for each column, else at the first. */
  private static int offset(SqlTree tree, int column, int columns) {
    JsonNode node = tree.node();
    while (node != null && node.path("children").isArray()) {
      node = node.path("children").path(0);
    }
    JsonNode list = node == null ? null : node.path("select_list");
    if (list == null || list.isEmpty()) {
      return 0;
    }
    return tree.firstOffset(list.path(list.size() == columns ? column : 0));
  }
}
