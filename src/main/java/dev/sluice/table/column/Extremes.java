// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.BinaryUtil;
import org.apache.iceberg.util.UnicodeUtil;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The least and greatest value of a column in a file, as Iceberg stores them.
 *
 * <p>The kernel leaves the bounds of a chunk with NaN out of the footer, so that there are none. Of
 * UUIDs there are none either: not every reader orders them as the kernel does.
 *
 * @param upper null where the greatest value is too long to be shortened
 */
record Extremes(ByteBuffer lower, @Nullable ByteBuffer upper) {
  private static final int LONGEST = 16;

  /** The bounds over all row groups; null when one of them does not tell, or there is no value. */
  static @Nullable Extremes of(Type.PrimitiveType type, List<ColumnMetaData> chunks) {
    if (type.typeId() == Type.TypeID.UUID) {
      return null;
    }
    Comparator<Object> order = Comparators.forType(type);
    Object least = null;
    Object greatest = null;
    for (ColumnMetaData chunk : chunks) {
      Statistics says = chunk.getStatistics();
      if (says.getNull_count() == chunk.getNum_values()) {
        continue;
      }
      if (!says.isSetMin_value() || !says.isSetMax_value()) {
        return null;
      }
      Object min = value(type, says.getMin_value());
      Object max = value(type, says.getMax_value());
      least = least == null || order.compare(min, least) < 0 ? min : least;
      greatest = greatest == null || order.compare(max, greatest) > 0 ? max : greatest;
    }
    return least == null || greatest == null ? null : of(type, least, greatest);
  }

  private static Extremes of(Type.PrimitiveType type, Object least, Object greatest) {
    return switch (type.typeId()) {
      case STRING -> {
        Literal<CharSequence> longest =
            UnicodeUtil.truncateStringMax(Literal.of((CharSequence) greatest), LONGEST);
        yield new Extremes(
            bytes(
                type,
                UnicodeUtil.truncateStringMin(Literal.of((CharSequence) least), LONGEST).value()),
            longest == null ? null : bytes(type, longest.value()));
      }
      case BINARY -> {
        Literal<ByteBuffer> longest =
            BinaryUtil.truncateBinaryMax(Literal.of((ByteBuffer) greatest), LONGEST);
        yield new Extremes(
            bytes(
                type,
                BinaryUtil.truncateBinaryMin(Literal.of((ByteBuffer) least), LONGEST).value()),
            longest == null ? null : bytes(type, longest.value()));
      }
      // Where one zero is a bound, the other may be a value.
      case FLOAT ->
          new Extremes(
              bytes(type, (Float) least == 0 ? -0.0f : least),
              bytes(type, (Float) greatest == 0 ? 0.0f : greatest));
      case DOUBLE ->
          new Extremes(
              bytes(type, (Double) least == 0 ? -0.0 : least),
              bytes(type, (Double) greatest == 0 ? 0.0 : greatest));
      default -> new Extremes(bytes(type, least), bytes(type, greatest));
    };
  }

  private static ByteBuffer bytes(Type type, Object value) {
    return Conversions.toByteBuffer(type, value);
  }

  private static Object value(Type.PrimitiveType type, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type.typeId()) {
      case BOOLEAN -> bytes[0] != 0;
      case INTEGER, DATE -> buffer.getInt();
      case LONG, TIME, TIMESTAMP ->
          bytes.length == Integer.BYTES ? buffer.getInt() : buffer.getLong();
      case FLOAT -> buffer.getFloat();
      case DOUBLE -> bytes.length == Float.BYTES ? (double) buffer.getFloat() : buffer.getDouble();
      case STRING -> new String(bytes, StandardCharsets.UTF_8);
      case BINARY -> ByteBuffer.wrap(bytes);
      case DECIMAL -> new BigDecimal(digits(bytes, buffer), ((Types.DecimalType) type).scale());
      default -> throw new IllegalArgumentException("No bounds of " + type);
    };
  }

  /** Short ones are whole numbers, long ones big-endian bytes. */
  private static BigInteger digits(byte[] bytes, ByteBuffer buffer) {
    return switch (bytes.length) {
      case Integer.BYTES -> BigInteger.valueOf(buffer.getInt());
      case Long.BYTES -> BigInteger.valueOf(buffer.getLong());
      default -> new BigInteger(bytes);
    };
  }
}
