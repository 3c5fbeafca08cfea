// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.Position;
import dev.sluice.trial.TrialKernel.Letter;
import dev.sluice.trial.TrialKernel.Why;
import dev.sluice.trial.cases.GivenRows;
import dev.sluice.trial.cases.GivenRows.Cell;
import dev.sluice.trial.cases.GivenRows.Row;

/** A value that an author wrote is not of its column's type. */
final class Untyped extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Issue issue;

  Untyped(String table, GivenRows given, Letter letter) {
    super(table);
    Row row = given.rows().get(Math.toIntExact(letter.row() - 1));
    Why why = letter.reasons().get(0);
    Cell cell = row.cells().get(why.column() == null ? "" : why.column());
    Position position = cell == null ? row.position() : cell.position();
    this.issue =
        Issue.error(
            ErrorCode.valueOf(why.code()),
            position,
            "a row of `%s`: %s".formatted(table, why.message()));
  }

  /** What is wrong, and where it stands. */
  Issue issue() {
    return issue;
  }
}
