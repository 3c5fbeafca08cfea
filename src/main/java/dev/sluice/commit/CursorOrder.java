// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import java.math.BigDecimal;
import java.util.Comparator;

/** Orders a cursor's values, which are kept as DuckDB spells them. */
final class CursorOrder {
  private CursorOrder() {}

  /** The order of a type's values: by number, else by text, which for times is the same. */
  static Comparator<String> of(String type) {
    return isNumber(type) ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder();
  }

  private static boolean isNumber(String type) {
    return type.endsWith("INT") || type.equals("INTEGER") || type.startsWith("DECIMAL");
  }
}
