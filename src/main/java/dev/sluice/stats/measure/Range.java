// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest value. Exact, save that of long texts only the beginning is kept.
 *
 * @param order by which values are compared
 * @param min null where there is no value
 * @param max null where there is no value
 */
public record Range(Order order, @Nullable String min, @Nullable String max) {
  public static final Range NONE = new Range(Order.TEXT, null, null);

  /** As many characters of a text are kept. */
  public static final int LONGEST = 256;

  /** How values are compared. */
  public enum Order {
    /** Decimal numbers of any length; times as microseconds since 1970. */
    NUMBER {
      @Override
      int compare(String left, String right) {
        return new BigDecimal(left).compareTo(new BigDecimal(right));
      }
    },
    /** By the bytes of UTF-8, as the kernel does it. */
    TEXT {
      @Override
      int compare(String left, String right) {
        return Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
      }
    };

    abstract int compare(String left, String right);
  }

  public Range {
    min = cut(order, min);
    max = cut(order, max);
  }

  private static @Nullable String cut(Order order, @Nullable String value) {
    if (order == Order.NUMBER || value == null || value.length() <= LONGEST) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return value.substring(0, end);
  }

  /** Whether there is no value. */
  public boolean isEmpty() {
    return min == null;
  }

  public Range plus(Range other) {
    if (min == null || max == null || other.min == null || other.max == null) {
      return isEmpty() ? other : this;
    }
    if (order != other.order) {
      throw new IllegalArgumentException("Numbers and texts have no range in common");
    }
    return new Range(
        order,
        order.compare(min, other.min) <= 0 ? min : other.min,
        order.compare(max, other.max) >= 0 ? max : other.max);
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(isEmpty() ? -1 : order == Order.NUMBER ? 0 : 1);
    if (min != null && max != null) {
      out.writeUTF(min);
      out.writeUTF(max);
    }
  }

  public static Range read(DataInput in) throws IOException {
    int order = in.readByte();
    return order < 0
        ? NONE
        : new Range(order == 0 ? Order.NUMBER : Order.TEXT, in.readUTF(), in.readUTF());
  }
}
