// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.measure.Moments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How numbers of a type are read as longs in the order of the numbers, hashed as Iceberg stores
 * them, and spelled.
 */
sealed interface NumberForm {
  /** What is read, over a quoted name. */
  String item(String name);

  /** How many longs a value has in a vector. */
  default int width() {
    return 1;
  }

  /** What stands in a vector, as a long in the order of the numbers. */
  default long ordered(long stored) {
    return stored;
  }

  double number(long ordered);

  /**
   * A number as moments are made of it: its distance from another one, in units of the last digit,
   * where these are exact; else the number itself.
   */
  default double apart(long ordered, long from) {
    long exact = ordered - from;
    boolean isBeyond = ((ordered ^ from) & (ordered ^ exact)) < 0;
    return isBeyond ? (double) ordered - from : exact;
  }

  /** The moments of numbers of which these are those as {@link #apart} gives them. */
  Moments moments(Moments apart, long from);

  String text(long ordered);

  void hash(long ordered, Hashes hashes);

  static NumberForm of(String type) {
    Matcher decimal = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)").matcher(type);
    if (decimal.matches()) {
      int scale = Integer.parseInt(decimal.group(2));
      return new Decimals(scale, Math.pow(10, scale));
    }
    return switch (type) {
      case "FLOAT", "REAL" -> new Floating(true);
      case "DOUBLE" -> new Floating(false);
      case "BIGINT", "UINTEGER" -> new Whole(true);
      default -> new Whole(false);
    };
  }

  /**
   * Whole numbers.
   *
   * @param isLong whether Iceberg stores one in eight bytes
   */
  record Whole(boolean isLong) implements NumberForm {
    @Override
    public String item(String name) {
      return name + "::BIGINT";
    }

    @Override
    public double number(long ordered) {
      return ordered;
    }

    @Override
    public Moments moments(Moments apart, long from) {
      return apart.from(BigDecimal.valueOf(from));
    }

    @Override
    public String text(long ordered) {
      return Long.toString(ordered);
    }

    @Override
    public void hash(long ordered, Hashes hashes) {
      if (isLong) {
        hashes.add(ordered);
      } else {
        hashes.addInt((int) ordered);
      }
    }
  }

  /** Decimal numbers of no more digits than a long has. */
  record Decimals(int scale, double unit) implements NumberForm {
    @Override
    public String item(String name) {
      // So that it has 128 bits, whatever its precision is.
      return "%s::DECIMAL(38, %d)".formatted(name, scale);
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public double number(long ordered) {
      return ordered / unit;
    }

    @Override
    public Moments moments(Moments apart, long from) {
      return apart.from(BigDecimal.valueOf(from, scale));
    }

    @Override
    public String text(long ordered) {
      return BigDecimal.valueOf(ordered, scale).toPlainString();
    }

    /** The highest byte first, as few as there can be. */
    @Override
    public void hash(long ordered, Hashes hashes) {
      hashes.add(BigInteger.valueOf(ordered).toByteArray());
    }
  }

  /**
   * Floating-point numbers; there is one zero and one NaN, which comes last.
   *
   * @param isSingle whether they have 32 bits
   */
  record Floating(boolean isSingle) implements NumberForm {
    @Override
    public String item(String name) {
      return name + "::DOUBLE";
    }

    @Override
    public long ordered(long stored) {
      long bits = Double.doubleToLongBits(Double.longBitsToDouble(stored) + 0.0);
      return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double at(long ordered) {
      return Double.longBitsToDouble(ordered ^ ((ordered >> 63) & Long.MAX_VALUE));
    }

    @Override
    public double number(long ordered) {
      return at(ordered);
    }

    @Override
    public double apart(long ordered, long from) {
      return at(ordered);
    }

    @Override
    public Moments moments(Moments apart, long from) {
      return apart;
    }

    @Override
    public String text(long ordered) {
      return isSingle ? Float.toString((float) at(ordered)) : Double.toString(at(ordered));
    }

    @Override
    public void hash(long ordered, Hashes hashes) {
      if (isSingle) {
        hashes.addInt(Float.floatToIntBits((float) at(ordered)));
      } else {
        hashes.add(Double.doubleToLongBits(at(ordered)));
      }
    }
  }
}
