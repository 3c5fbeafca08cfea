// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How many dead letters a table may have before the run is held back; both limits apply.
 *
 * @param deadRatio of the rows read, 0 to 1; null means no limit of this kind
 * @param deadRows null means no limit of this kind
 */
public record Tolerance(@Nullable Double deadRatio, @Nullable Long deadRows)
    implements Serializable {
  /**
   * The default: the first dead letter holds the run back, until the author says what is normal.
   */
  public static final Tolerance NONE = new Tolerance(null, 0L);
}
