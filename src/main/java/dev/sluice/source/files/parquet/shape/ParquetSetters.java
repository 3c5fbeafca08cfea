// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.shape;

import dev.sluice.source.files.bytes.Utf8;
import dev.sluice.source.files.parquet.encoding.ParquetBits;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.encoding.ParquetValues;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** How values of each type get into its vector. */
final class ParquetSetters {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long EPOCH_DAY = 2_440_588;
  private static final long FIRST_DAY = -719_162;
  private static final long LAST_DAY = 2_932_896;

  static final ParquetType.Setter NOTHING =
      (vector, place, value) -> {
        ((VarCharVector) vector).setNull(place);
        return true;
      };

  static final ParquetType.Setter BOOL =
      (vector, place, value) -> {
        ((BitVector) vector).setSafe(place, value.bool() ? 1 : 0);
        return true;
      };

  static final ParquetType.Setter FLOAT =
      (vector, place, value) -> {
        ((Float4Vector) vector).setSafe(place, Float.intBitsToFloat(value.int32()));
        return true;
      };

  static final ParquetType.Setter DOUBLE =
      (vector, place, value) -> {
        ((Float8Vector) vector).setSafe(place, Double.longBitsToDouble(value.int64()));
        return true;
      };

  /** Timestamps that are stored as the vector has them. */
  static final ParquetType.Setter INT64 =
      (vector, place, value) -> {
        ((TimeStampVector) vector).setSafe(place, value.int64());
        return true;
      };

  static final ParquetType.Setter MILLIS =
      (vector, place, value) -> {
        long millis = value.int64();
        boolean holds = Math.abs(millis) <= Long.MAX_VALUE / 1000;
        ((TimeStampVector) vector).setSafe(place, holds ? millis * 1000 : 0);
        return holds && millis != Long.MIN_VALUE;
      };

  static final ParquetType.Setter DATE =
      (vector, place, value) -> {
        ((DateDayVector) vector).setSafe(place, value.int32());
        return true;
      };

  static final ParquetType.Setter NANO_TIME =
      (vector, place, value) -> {
        long nanos = value.int64();
        ((TimeNanoVector) vector).setSafe(place, nanos);
        return nanos >= 0 && nanos < DAY_MICROS * 1000;
      };

  /** Timestamps of whole microseconds in the years 1 to 9999. */
  static final ParquetType.Setter INT96 =
      (vector, place, value) -> {
        long nanos = ParquetBits.int64(value.bytes(), value.from());
        long day = ParquetBits.int32(value.bytes(), value.from() + 8) - EPOCH_DAY;
        boolean isDay = day >= FIRST_DAY && day <= LAST_DAY;
        boolean isTime = nanos >= 0 && nanos < DAY_MICROS * 1000 && nanos % 1000 == 0;
        long micros = isDay && isTime ? day * DAY_MICROS + nanos / 1000 : 0;
        ((TimeStampVector) vector).setSafe(place, micros);
        return isDay && isTime;
      };

  static final ParquetType.Setter TEXT =
      (vector, place, value) -> {
        int to = value.from() + value.length();
        ParquetBroken.require(
            Utf8.firstInvalid(value.bytes(), value.from(), to) < 0,
            "it has a text that is not UTF-8");
        ((VarCharVector) vector).setSafe(place, value.bytes(), value.from(), value.length());
        return true;
      };

  static final ParquetType.Setter BINARY =
      (vector, place, value) -> {
        ((VarBinaryVector) vector).setSafe(place, value.bytes(), value.from(), value.length());
        return true;
      };

  static final ParquetType.Setter UUID =
      (vector, place, value) -> {
        long high = Long.reverseBytes(ParquetBits.int64(value.bytes(), value.from()));
        long low = Long.reverseBytes(ParquetBits.int64(value.bytes(), value.from() + 8));
        String text = new java.util.UUID(high, low).toString();
        ((VarCharVector) vector).setSafe(place, text.getBytes(StandardCharsets.US_ASCII));
        return true;
      };

  static final ParquetType.Setter HALF =
      (vector, place, value) -> {
        int bits = (value.bytes()[value.from()] & 0xff) | value.bytes()[value.from() + 1] << 8;
        ((Float4Vector) vector).setSafe(place, half(bits));
        return true;
      };

  static final ParquetType.Setter INTERVAL =
      (vector, place, value) -> {
        int months = ParquetBits.int32(value.bytes(), value.from());
        int days = ParquetBits.int32(value.bytes(), value.from() + 4);
        long millis = ParquetBits.int32(value.bytes(), value.from() + 8) & 0xffff_ffffL;
        ((IntervalMonthDayNanoVector) vector).setSafe(place, months, days, millis * 1_000_000);
        return true;
      };

  private ParquetSetters() {}

  /** Times of a day. */
  static ParquetType.Setter time(boolean isMillis) {
    return (vector, place, value) -> {
      long micros = isMillis ? value.int32() * 1000L : value.int64();
      ((TimeMicroVector) vector).setSafe(place, micros);
      return micros >= 0 && micros < DAY_MICROS;
    };
  }

  private static float half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1f + fraction * 0x1p-10f, exponent - 15);
        };
    return (bits & 0x8000) == 0 ? size : -size;
  }

  /** Whole numbers of a type, stored with 32 bits, or with 64 where it has as many. */
  static ParquetType.Setter integer(ArrowType.Int type) {
    boolean isSigned = type.getIsSigned();
    return switch (type.getBitWidth()) {
      case 8 -> isSigned ? ParquetSetters::int8 : ParquetSetters::uint8;
      case 16 -> isSigned ? ParquetSetters::int16 : ParquetSetters::uint16;
      case 32 -> isSigned ? ParquetSetters::int32 : ParquetSetters::uint32;
      default -> isSigned ? ParquetSetters::int64 : ParquetSetters::uint64;
    };
  }

  private static boolean int8(FieldVector vector, int place, ParquetValues value) {
    ((TinyIntVector) vector).setSafe(place, value.int32());
    return value.int32() == (byte) value.int32();
  }

  private static boolean uint8(FieldVector vector, int place, ParquetValues value) {
    ((UInt1Vector) vector).setSafe(place, value.int32());
    return value.int32() == (value.int32() & 0xff);
  }

  private static boolean int16(FieldVector vector, int place, ParquetValues value) {
    ((SmallIntVector) vector).setSafe(place, value.int32());
    return value.int32() == (short) value.int32();
  }

  private static boolean uint16(FieldVector vector, int place, ParquetValues value) {
    ((UInt2Vector) vector).setSafe(place, value.int32());
    return value.int32() == (value.int32() & 0xffff);
  }

  private static boolean int32(FieldVector vector, int place, ParquetValues value) {
    ((IntVector) vector).setSafe(place, value.int32());
    return true;
  }

  private static boolean uint32(FieldVector vector, int place, ParquetValues value) {
    ((UInt4Vector) vector).setSafe(place, value.int32());
    return true;
  }

  private static boolean int64(FieldVector vector, int place, ParquetValues value) {
    ((BigIntVector) vector).setSafe(place, value.int64());
    return true;
  }

  private static boolean uint64(FieldVector vector, int place, ParquetValues value) {
    ((UInt8Vector) vector).setSafe(place, value.int64());
    return true;
  }

  /** Decimals of at most so many digits, stored as whole numbers. */
  static ParquetType.Setter decimal(int precision, int bits) {
    long bound =
        precision > 18 ? Long.MAX_VALUE : BigInteger.TEN.pow(precision).longValueExact() - 1;
    return (vector, place, value) -> {
      long unscaled = bits == 32 ? value.int32() : value.int64();
      ((DecimalVector) vector).setSafe(place, unscaled);
      return precision > 18 || unscaled <= bound && unscaled >= -bound;
    };
  }

  /** Decimals of at most so many digits, stored as bytes, the greatest first. */
  static ParquetType.Setter decimal(int precision) {
    BigInteger bound = BigInteger.TEN.pow(precision);
    byte[] number = new byte[16];
    return (vector, place, value) -> {
      DecimalVector decimals = (DecimalVector) vector;
      if (value.length() > 0 && value.length() <= 8) {
        long unscaled = big(value);
        decimals.setSafe(place, unscaled);
        return precision > 18 || Math.abs(unscaled) < bound.longValue();
      }
      BigInteger unscaled = integer(value);
      boolean holds = unscaled.abs().compareTo(bound) < 0;
      if (holds) {
        byte[] bytes = unscaled.toByteArray();
        java.util.Arrays.fill(number, (byte) (unscaled.signum() >> 1));
        System.arraycopy(bytes, 0, number, 16 - bytes.length, bytes.length);
        decimals.setBigEndianSafe(place, number);
      } else {
        decimals.setNull(place);
      }
      return holds;
    };
  }

  private static long big(ParquetValues value) {
    long number = value.bytes()[value.from()];
    for (int i = 1; i < value.length(); i++) {
      number = number << 8 | (value.bytes()[value.from() + i] & 0xff);
    }
    return number;
  }

  /** A whole number stored as bytes; none at all are 0. */
  static BigInteger integer(ParquetValues value) {
    return value.length() == 0
        ? BigInteger.ZERO
        : new BigInteger(value.bytes(), value.from(), value.length());
  }
}
