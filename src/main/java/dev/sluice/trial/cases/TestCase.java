// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.error.issue.Position;
import dev.sluice.trial.cases.GivenRows.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Given rows, and what is to become of them.
 *
 * @param name unique within its file
 * @param subject the table whose rules, or the model whose statement is tried
 * @param given of a model by input; of a table its raw rows, by its own name
 * @param logicalTime what {@code logical_time()} says, as an instant; null where nothing asks
 * @param vars variables of the spec that have another value here
 */
public record TestCase(
    String name,
    Position position,
    String subject,
    Map<String, GivenRows> given,
    @Nullable String logicalTime,
    Map<String, String> vars,
    Expected expected) {
  public TestCase {
    vars = Map.copyOf(vars);
    given = Map.copyOf(given);
  }

  /**
   * What is to come of the rows.
   *
   * @param rows the good ones; null where nobody says
   * @param dead the others; empty where all are to be good
   * @param warned how many good rows break each rule that only warns; null where nobody says
   * @param isOrdered whether the order counts; null to go by the statement
   */
  public record Expected(
      @Nullable GivenRows rows,
      List<Death> dead,
      @Nullable Map<String, Long> warned,
      @Nullable Boolean isOrdered) {
    public Expected {
      dead = List.copyOf(dead);
    }
  }

  /**
   * A row that dies.
   *
   * @param number of the given row, from 1; 0 where its values tell which
   * @param cells some of its values
   * @param reasons a code, a code and a column, or the name of a rule, each
   */
  public record Death(
      Position position, long number, Map<String, Cell> cells, List<String> reasons) {
    public Death {
      cells = new LinkedHashMap<>(cells);
      reasons = List.copyOf(reasons);
    }

    /** The row as a person tells it. */
    public String shown() {
      if (number > 0) {
        return "row " + number;
      }
      StringBuilder text = new StringBuilder("row");
      cells.forEach((name, cell) -> text.append(' ').append(name).append('=').append(cell.text()));
      return text.toString();
    }
  }
}
