// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import java.io.Serializable;

/**
 * Where a run's rows of one table went: {@code read = published + dead + deduplicated + filtered}.
 *
 * @param read records the source gave (tables), or rows the statement saw or made (models)
 * @param published rows whose content is live because of this run
 * @param dead rows in the dead letters
 * @param deduplicated rows that lost to another row of their key
 * @param filtered rows that a row-level model's WHERE left out, or that a table's cursor had passed
 * @param live rows the table has after this run, earlier ones included
 */
public record RowCounts(
    long read, long published, long dead, long deduplicated, long filtered, long live)
    implements Serializable {
  public static final RowCounts ZERO = new RowCounts(0, 0, 0, 0, 0, 0);

  /** Whether no row is unaccounted for. */
  public boolean isBalanced() {
    return read == published + dead + deduplicated + filtered;
  }

  public RowCounts plus(RowCounts other) {
    return new RowCounts(
        read + other.read,
        published + other.published,
        dead + other.dead,
        deduplicated + other.deduplicated,
        filtered + other.filtered,
        live + other.live);
  }
}
