// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import java.io.Serializable;

/**
 * What a check, a warning rule or a tolerance found; recorded whether it passed or not.
 *
 * @param table the table or model judged
 * @param check its name, such as {@code unique: [order_id]}
 * @param severity {@code warn} or {@code fail}
 * @param passed false holds the run back when the severity is {@code fail}
 * @param observed the measured value, as text
 * @param expected the threshold, as text
 */
public record Verdict(
    String table, String check, String severity, boolean passed, String observed, String expected)
    implements Serializable {
  /** Whether this verdict alone holds the run back. */
  public boolean blocks() {
    return !passed && severity.equals("fail");
  }
}
