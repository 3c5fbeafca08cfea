// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.filter;

import dev.sluice.schema.Column;
import java.util.Optional;

/** Works out what constants are among the values of columns. */
public interface ConstantValues {
  /**
   * The value of a column with which a constant compares as equal, so that comparing with it is the
   * same; empty where there is none or nobody can tell.
   *
   * @param sql the constant as it is written
   * @param isText whether it is a text that takes the type of what it is compared with
   */
  Optional<Object> of(String sql, boolean isText, Column column);
}
