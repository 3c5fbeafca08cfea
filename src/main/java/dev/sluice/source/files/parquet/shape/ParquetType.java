// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.shape;

import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.encoding.ParquetValues;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * What stored values mean: the type of their vector, and how they get into it.
 *
 * @param arrow the vector's type
 * @param setter of values in such a vector
 */
public record ParquetType(ArrowType arrow, Setter setter) {
  static final int MAX_DIGITS = 38;
  static final ArrowType TEXT = new ArrowType.Utf8();

  /** Puts values into a vector. */
  public interface Setter {
    /**
     * Puts the value that was gone to at a place.
     *
     * @return false when the type cannot hold it; only as a text can it be given
     */
    boolean set(FieldVector vector, int place, ParquetValues value);
  }

  /** Says how each leaf is given. */
  public interface Choice {
    ParquetType of(ParquetShape leaf);
  }

  private static final Map<ConvertedType, ArrowType> PLAIN =
      Map.ofEntries(
          Map.entry(ConvertedType.UTF8, TEXT),
          Map.entry(ConvertedType.ENUM, TEXT),
          Map.entry(ConvertedType.JSON, TEXT),
          Map.entry(ConvertedType.BSON, new ArrowType.Binary()),
          Map.entry(ConvertedType.DATE, new ArrowType.Date(DateUnit.DAY)),
          Map.entry(ConvertedType.INT_8, new ArrowType.Int(8, true)),
          Map.entry(ConvertedType.INT_16, new ArrowType.Int(16, true)),
          Map.entry(ConvertedType.INT_32, new ArrowType.Int(32, true)),
          Map.entry(ConvertedType.INT_64, new ArrowType.Int(64, true)),
          Map.entry(ConvertedType.UINT_8, new ArrowType.Int(8, false)),
          Map.entry(ConvertedType.UINT_16, new ArrowType.Int(16, false)),
          Map.entry(ConvertedType.UINT_32, new ArrowType.Int(32, false)),
          Map.entry(ConvertedType.UINT_64, new ArrowType.Int(64, false)));

  /** As values are when nothing is amiss. */
  public static ParquetType of(ParquetShape leaf) {
    SchemaElement element = leaf.element();
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    if (logical != null && logical.isSetUNKNOWN()) {
      return new ParquetType(TEXT, ParquetSetters.NOTHING);
    }
    Type stored = element.getType();
    return switch (stored) {
      case BOOLEAN -> new ParquetType(new ArrowType.Bool(), ParquetSetters.BOOL);
      case FLOAT ->
          new ParquetType(
              new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), ParquetSetters.FLOAT);
      case DOUBLE ->
          new ParquetType(
              new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), ParquetSetters.DOUBLE);
      case INT96 -> timestamp(TimeUnit.MICROSECOND, false, ParquetSetters.INT96);
      case INT32, INT64 -> number(element, stored == Type.INT32 ? 32 : 64);
      case BYTE_ARRAY -> bytes(element);
      case FIXED_LEN_BYTE_ARRAY -> fixed(element);
    };
  }

  /** As a text, for rows in which something is. */
  public static ParquetType text(ParquetShape leaf) {
    return new ParquetType(TEXT, ParquetTexts.of(leaf.element(), of(leaf)));
  }

  private static ParquetType timestamp(TimeUnit unit, boolean isInstant, Setter setter) {
    return new ParquetType(new ArrowType.Timestamp(unit, isInstant ? "UTC" : null), setter);
  }

  private static ParquetType number(SchemaElement element, int bits) {
    if (isDecimal(element)) {
      return decimal(element, bits);
    }
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    if (logical != null && logical.isSetTIMESTAMP() && bits == 64) {
      boolean isInstant = logical.getTIMESTAMP().isIsAdjustedToUTC();
      org.apache.parquet.format.TimeUnit unit = logical.getTIMESTAMP().getUnit();
      return unit.isSetNANOS()
          ? timestamp(TimeUnit.NANOSECOND, isInstant, ParquetSetters.INT64)
          : timestamp(
              TimeUnit.MICROSECOND,
              isInstant,
              unit.isSetMILLIS() ? ParquetSetters.MILLIS : ParquetSetters.INT64);
    }
    if (logical != null && logical.isSetTIME()) {
      org.apache.parquet.format.TimeUnit unit = logical.getTIME().getUnit();
      if (unit.isSetMILLIS() == (bits == 32)) {
        return time(unit.isSetNANOS(), bits);
      }
    }
    return older(element, bits);
  }

  private static ParquetType time(boolean isNanos, int bits) {
    Setter setter = isNanos ? ParquetSetters.NANO_TIME : ParquetSetters.time(bits == 32);
    TimeUnit unit = isNanos ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND;
    return new ParquetType(new ArrowType.Time(unit, 64), setter);
  }

  private static ParquetType older(SchemaElement element, int bits) {
    ConvertedType meaning = ParquetMeaning.of(element);
    if (meaning == ConvertedType.TIMESTAMP_MICROS && bits == 64) {
      return timestamp(TimeUnit.MICROSECOND, false, ParquetSetters.INT64);
    }
    if (meaning == ConvertedType.TIMESTAMP_MILLIS && bits == 64) {
      return timestamp(TimeUnit.MICROSECOND, false, ParquetSetters.MILLIS);
    }
    if (meaning == (bits == 32 ? ConvertedType.TIME_MILLIS : ConvertedType.TIME_MICROS)) {
      return time(false, bits);
    }
    ArrowType type = meaning == null ? null : PLAIN.get(meaning);
    if (type instanceof ArrowType.Date && bits == 32) {
      return new ParquetType(type, ParquetSetters.DATE);
    }
    if (type instanceof ArrowType.Int integer && (integer.getBitWidth() == 64) == (bits == 64)) {
      return new ParquetType(type, ParquetSetters.integer(integer));
    }
    ArrowType.Int plain = new ArrowType.Int(bits, true);
    return new ParquetType(plain, ParquetSetters.integer(plain));
  }

  private static ParquetType bytes(SchemaElement element) {
    if (isDecimal(element)) {
      return decimal(element, 0);
    }
    ConvertedType meaning = ParquetMeaning.of(element);
    return meaning != null && TEXT.equals(PLAIN.get(meaning))
        ? new ParquetType(TEXT, ParquetSetters.TEXT)
        : new ParquetType(new ArrowType.Binary(), ParquetSetters.BINARY);
  }

  private static ParquetType fixed(SchemaElement element) {
    int length = element.getType_length();
    ParquetBroken.require(length >= 0, "a type of it has a negative length");
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    if (logical != null && logical.isSetUUID() && length == 16) {
      return new ParquetType(TEXT, ParquetSetters.UUID);
    }
    if (logical != null && logical.isSetFLOAT16() && length == 2) {
      return new ParquetType(
          new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), ParquetSetters.HALF);
    }
    if (element.getConverted_type() == ConvertedType.INTERVAL && length == 12) {
      return new ParquetType(
          new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO), ParquetSetters.INTERVAL);
    }
    return bytes(element);
  }

  private static ParquetType decimal(SchemaElement element, int bits) {
    int precision = precision(element);
    int scale = scale(element);
    boolean isPossible = precision > 0 && scale >= 0 && scale <= precision;
    ParquetBroken.require(
        isPossible, "decimals of %d digits, %d behind the point".formatted(precision, scale));
    return precision > MAX_DIGITS
        ? new ParquetType(TEXT, ParquetTexts.decimal(scale, bits))
        : new ParquetType(
            new ArrowType.Decimal(precision, scale, 128),
            bits == 0
                ? ParquetSetters.decimal(precision)
                : ParquetSetters.decimal(precision, bits));
  }

  static boolean isDecimal(SchemaElement leaf) {
    return leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL()
        || leaf.getConverted_type() == ConvertedType.DECIMAL;
  }

  private static int precision(SchemaElement leaf) {
    boolean isLogical = leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL();
    return isLogical ? leaf.getLogicalType().getDECIMAL().getPrecision() : leaf.getPrecision();
  }

  static int scale(SchemaElement leaf) {
    boolean isLogical = leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL();
    return isLogical ? leaf.getLogicalType().getDECIMAL().getScale() : leaf.getScale();
  }
}
