// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A decimal of more digits than the kernel has, as Parquet stores it: two's complement bytes. */
final class WideDecimal {
  private WideDecimal() {}

  /** Its text; {@code hex} are its bytes, the greatest first. */
  static String text(String hex, int scale) {
    if (hex.isEmpty()) {
      return "0";
    }
    BigInteger value = new BigInteger(hex, 16);
    boolean isNegative = Character.digit(hex.charAt(0), 16) >= 8;
    BigInteger signed =
        isNegative ? value.subtract(BigInteger.ONE.shiftLeft(hex.length() * 4)) : value;
    return new BigDecimal(signed, scale).toPlainString();
  }
}
