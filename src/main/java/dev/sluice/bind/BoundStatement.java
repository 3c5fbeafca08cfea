// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.schema.TableSchema;
import java.util.List;
import java.util.Set;

/**
 * A statement bound to its inputs.
 *
 * @param columns of the result, all nullable; empty when there are problems
 * @param tables the declared tables the statement reads
 * @param problems empty when the statement is valid
 */
public record BoundStatement(TableSchema columns, Set<String> tables, List<SqlProblem> problems) {
  public BoundStatement {
    tables = Set.copyOf(tables);
    problems = List.copyOf(problems);
  }

  public boolean isValid() {
    return problems.isEmpty();
  }
}
