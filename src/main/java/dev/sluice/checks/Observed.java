// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.table.Verdict.Row;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one file, or one shard, shows of a check. All that is observed of a check, taken together,
 * decides it.
 *
 * @param rows how many rows there are
 * @param found how many of them, or of their values, are against the check
 * @param sum of a column, as text; null for none
 * @param other the sum that it is compared with
 * @param against some of those rows
 */
record Observed(
    long rows, long found, @Nullable String sum, @Nullable String other, List<Row> against)
    implements Serializable {
  /** Nothing, so that a check of a table without files is judged too. */
  static final Observed NOTHING = new Observed(0, 0, null, null, List.of());

  Observed {
    against = List.copyOf(against);
  }

  static Observed counts(long rows, long found) {
    return new Observed(rows, found, null, null, List.of());
  }

  /** The same with some of the rows. */
  Observed showing(List<Row> some) {
    return new Observed(rows, found, sum, other, some);
  }
}
