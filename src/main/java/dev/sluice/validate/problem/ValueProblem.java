// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.problem;

import dev.sluice.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a value.
 *
 * @param path the column, and where in it
 * @param shown the value in short; null when there is none
 * @param wanted the type, or the symbols
 */
public record ValueProblem(String path, ErrorCode code, @Nullable String shown, String wanted) {
  /** The problems that a list of {@code ColumnCast} names in a row. */
  public static List<ValueProblem> of(@Nullable FieldVector lists, int row) {
    List<ValueProblem> problems = new ArrayList<>();
    if (lists instanceof ListVector vector && !vector.isNull(row)) {
      for (Object item : vector.getObject(row)) {
        Map<?, ?> fields = (Map<?, ?>) item;
        Object shown = fields.get("shown");
        problems.add(
            new ValueProblem(
                String.valueOf(fields.get("path")),
                ErrorCode.valueOf(String.valueOf(fields.get("code"))),
                shown == null ? null : shown.toString(),
                String.valueOf(fields.get("wanted"))));
      }
    }
    return problems;
  }

  public ValueProblem showing(@Nullable String value) {
    return new ValueProblem(path, code, value, wanted);
  }
}
