// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a model's result against the schema it declares. */
final class OutputColumns {
  private final String model;
  private final Position position;
  private final Problems problems;

  /**
   * Judges one model.
   *
   * @param position where its statement begins
   */
  OutputColumns(String model, Position position, Problems problems) {
    this.model = model;
    this.position = position;
    this.problems = problems;
  }

  /** The declared columns in the order of the result; without a schema the result itself. */
  TableSchema of(TableSchema result, @Nullable TableSchema declared) {
    reportNames(result);
    if (declared == null) {
      return result;
    }
    List<Column> columns = new ArrayList<>();
    for (Column column : result.columns()) {
      Column wanted = declared.column(column.name()).orElse(null);
      if (wanted == null) {
        mismatch(
            "the result has the column `" + column.name() + "`, which the schema does not",
            Suggestion.nearestOr(column.name(), "the schema has ", declared.names()));
      } else {
        compare(column, wanted);
        columns.add(wanted);
      }
    }
    for (Column wanted : declared.columns()) {
      if (result.column(wanted.name()).isEmpty()) {
        mismatch(
            "the schema has the column `" + wanted.name() + "`, which the result does not",
            "add `CAST(… AS " + wanted.type() + ") AS " + wanted.name() + "` to the SELECT");
      }
    }
    return new TableSchema(columns);
  }

  private void compare(Column found, Column wanted) {
    if (!found.type().equals(wanted.type())) {
      String name = found.name();
      mismatch(
          "`%s` is of type %s in the result, but of type %s in the schema"
              .formatted(name, found.type(), wanted.type()),
          "write `CAST(" + name + " AS " + wanted.type() + ") AS " + name + "`");
    }
  }

  private void mismatch(String message, String suggestion) {
    problems.error(
        ErrorCode.SCHEMA_MISMATCH, position, "model `" + model + "`: " + message, suggestion);
  }

  private void reportNames(TableSchema result) {
    for (String name : result.names()) {
      if (!SqlName.isLegalTable(name) || name.startsWith("__")) {
        problems.error(
            ErrorCode.NAME_INVALID,
            position,
            "model `" + model + "`: the result's column `" + name + "` cannot keep that name",
            "name it with AS: letters, digits and underscores, not a digit or two underscores first");
      }
    }
  }
}
