// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.shape;

import dev.sluice.source.files.parquet.encoding.ParquetBits;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.encoding.ParquetValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.function.Function;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/** Values as texts, where no vector's type holds them. */
final class ParquetTexts {
  private static final long EPOCH_DAY = 2_440_588;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  /** Digits of a decimal above which its text would take for ever. */
  private static final int MAX_BYTES = 4096;

  private ParquetTexts() {}

  /** Decimals, stored as numbers of 32 or 64 bits, or else as bytes. */
  static ParquetType.Setter decimal(int scale, int bits) {
    return setter(value -> new BigDecimal(whole(value, bits), scale).toPlainString());
  }

  private static BigInteger whole(ParquetValues value, int bits) {
    if (bits > 0) {
      return BigInteger.valueOf(bits == 32 ? value.int32() : value.int64());
    }
    ParquetBroken.require(
        value.length() <= MAX_BYTES, "it has a decimal of " + value.length() + " bytes");
    return ParquetSetters.integer(value);
  }

  /** Values of a type that does not hold one of them. */
  static ParquetType.Setter of(SchemaElement leaf, ParquetType type) {
    int bits = leaf.getType() == Type.INT32 ? 32 : leaf.getType() == Type.INT64 ? 64 : 0;
    if (leaf.getType() == Type.INT96) {
      return setter(ParquetTexts::time96);
    }
    if (type.arrow() instanceof ArrowType.Timestamp) {
      return setter(value -> time(value.int64(), 1000));
    }
    if (bits > 0 && !ParquetType.isDecimal(leaf)) {
      return setter(value -> String.valueOf(bits == 32 ? value.int32() : value.int64()));
    }
    return ParquetType.isDecimal(leaf) ? decimal(ParquetType.scale(leaf), bits) : type.setter();
  }

  private static ParquetType.Setter setter(Function<ParquetValues, String> text) {
    return (vector, place, value) -> {
      byte[] bytes = text.apply(value).getBytes(StandardCharsets.US_ASCII);
      ((VarCharVector) vector).setSafe(place, bytes);
      return true;
    };
  }

  private static String time96(ParquetValues value) {
    long nanos = ParquetBits.int64(value.bytes(), value.from());
    long day = ParquetBits.int32(value.bytes(), value.from() + 8) - EPOCH_DAY;
    return time(day, nanos);
  }

  private static String time(long units, int perSecond) {
    long perDay = 86_400L * perSecond;
    long nanos = Math.floorMod(units, perDay) * (DAY_NANOS / perDay);
    long day = Math.floorDiv(units, perDay);
    return Math.abs(day) < 300_000_000_000L ? time(day, nanos) : String.valueOf(units);
  }

  /** A day, and what has passed of it, which may be more than there is. */
  private static String time(long day, long nanos) {
    long within = Math.floorMod(nanos, DAY_NANOS);
    LocalDate date = LocalDate.ofEpochDay(day + Math.floorDiv(nanos, DAY_NANOS));
    long second = within / 1_000_000_000;
    StringBuilder text = new StringBuilder();
    text.append(
        "%s %02d:%02d:%02d".formatted(day(date), second / 3600, second / 60 % 60, second % 60));
    long fraction = within % 1_000_000_000;
    if (fraction > 0) {
      String digits = "%09d".formatted(fraction);
      text.append('.').append(digits.replaceFirst("(000){1,2}$", ""));
    }
    return text.toString();
  }

  /** Years before the first count from 1 backwards. */
  private static String day(LocalDate date) {
    int year = date.getYear();
    String text =
        "%04d-%02d-%02d"
            .formatted(year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth());
    return year > 0 ? text : text + " (BC)";
  }
}
