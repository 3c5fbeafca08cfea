// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Maps the kernel's types that are not nested to Iceberg's and back. */
final class IcebergTypes {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

  private static final Map<String, Type.PrimitiveType> PLAIN =
      Map.ofEntries(
          Map.entry("BOOLEAN", Types.BooleanType.get()),
          Map.entry("TINYINT", Types.IntegerType.get()),
          Map.entry("SMALLINT", Types.IntegerType.get()),
          Map.entry("INTEGER", Types.IntegerType.get()),
          Map.entry("UTINYINT", Types.IntegerType.get()),
          Map.entry("USMALLINT", Types.IntegerType.get()),
          Map.entry("BIGINT", Types.LongType.get()),
          Map.entry("UINTEGER", Types.LongType.get()),
          Map.entry("UBIGINT", Types.DecimalType.of(20, 0)),
          Map.entry("HUGEINT", Types.DecimalType.of(38, 0)),
          Map.entry("FLOAT", Types.FloatType.get()),
          Map.entry("DOUBLE", Types.DoubleType.get()),
          Map.entry("VARCHAR", Types.StringType.get()),
          Map.entry("JSON", Types.StringType.get()),
          Map.entry("BLOB", Types.BinaryType.get()),
          Map.entry("UUID", Types.UUIDType.get()),
          Map.entry("DATE", Types.DateType.get()),
          Map.entry("TIME", Types.TimeType.get()),
          Map.entry("TIMESTAMP", Types.TimestampType.withoutZone()),
          Map.entry("TIMESTAMP_S", Types.TimestampType.withoutZone()),
          Map.entry("TIMESTAMP_MS", Types.TimestampType.withoutZone()),
          Map.entry("TIMESTAMP WITH TIME ZONE", Types.TimestampType.withZone()));

  private IcebergTypes() {}

  /** The type that holds every value of one of the kernel's; null when there is none. */
  static Type.@Nullable PrimitiveType of(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches()
        ? Types.DecimalType.of(
            Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)))
        : PLAIN.get(type);
  }

  /** What to do about a type that has no equal. */
  static String instead(String type) {
    return switch (type) {
      case "\"NULL\"" -> "write CAST(NULL AS VARCHAR), or another type";
      case "TIMESTAMP_NS" -> "cast it to TIMESTAMP: the lake's times end at microseconds";
      case "TIMESTAMPTZ_NS" -> "cast it to TIMESTAMPTZ: the lake's times end at microseconds";
      case "TIME_NS" -> "cast it to TIME: the lake's times end at microseconds";
      case "TIME WITH TIME ZONE" -> "cast it to TIME, or to VARCHAR with its offset";
      case "UHUGEINT" -> "cast it to DECIMAL(38,0), which has 38 digits, or to VARCHAR";
      case "STRUCT" -> "leave it out, or give it a field";
      case "UNION" -> "cast it to VARCHAR, or take out a member with union_extract";
      default -> "cast it, to VARCHAR for instance";
    };
  }

  /** The kernel's type whose files an Iceberg reader takes for this one. */
  static String kernel(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case STRING -> "VARCHAR";
      case BINARY, FIXED -> "BLOB";
      case UUID -> "UUID";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC()
              ? "TIMESTAMP WITH TIME ZONE"
              : "TIMESTAMP";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
      }
      default -> throw new IllegalArgumentException("No type of the kernel is like " + type);
    };
  }

  /** Whether files of one type are read as another, value for value. */
  static boolean promotes(Type from, Type to) {
    if (from.equals(to)) {
      return true;
    }
    return switch (from.typeId()) {
      case INTEGER -> to.typeId() == Type.TypeID.LONG;
      case FLOAT -> to.typeId() == Type.TypeID.DOUBLE;
      case DECIMAL ->
          to instanceof Types.DecimalType wider
              && wider.scale() == ((Types.DecimalType) from).scale()
              && wider.precision() >= ((Types.DecimalType) from).precision();
      default -> false;
    };
  }
}
