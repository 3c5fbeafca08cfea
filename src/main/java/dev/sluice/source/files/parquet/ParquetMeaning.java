// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import java.util.Map;
import java.util.Objects;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * What stored values mean, which a schema may say in two ways: most writers say both.
 *
 * <p>The kernel reads some meanings in the older way alone. Where a file has only the newer one, it
 * would give unsigned numbers as negative ones, dates as numbers, and texts as bytes.
 */
final class ParquetMeaning {
  private static final Map<LogicalType._Fields, ConvertedType> OLDER =
      Map.of(
          LogicalType._Fields.STRING, ConvertedType.UTF8,
          LogicalType._Fields.ENUM, ConvertedType.ENUM,
          LogicalType._Fields.JSON, ConvertedType.JSON,
          LogicalType._Fields.DATE, ConvertedType.DATE,
          LogicalType._Fields.LIST, ConvertedType.LIST,
          LogicalType._Fields.MAP, ConvertedType.MAP,
          LogicalType._Fields.DECIMAL, ConvertedType.DECIMAL);

  private ParquetMeaning() {}

  /** Whether a meaning is said in the newer way alone, and there is an older one. */
  static boolean isUntold(SchemaElement element) {
    return isOldMap(element) || (!element.isSetConverted_type() && older(element) != null);
  }

  /** Says it in the older way too, or as of a map. */
  static void tell(SchemaElement element) {
    element.setConverted_type(
        isOldMap(element) ? ConvertedType.MAP : Objects.requireNonNull(older(element)));
    if (element.isSetLogicalType() && element.getLogicalType().isSetDECIMAL()) {
      element.setScale(element.getLogicalType().getDECIMAL().getScale());
      element.setPrecision(element.getLogicalType().getDECIMAL().getPrecision());
    }
  }

  /** The entries of a map may be called so, and the map itself as old writers do. */
  private static boolean isOldMap(SchemaElement element) {
    return element.getConverted_type() == ConvertedType.MAP_KEY_VALUE
        && element.getRepetition_type() != FieldRepetitionType.REPEATED;
  }

  private static @Nullable ConvertedType older(SchemaElement element) {
    LogicalType type = element.getLogicalType();
    if (type == null || !type.isSet()) {
      return null;
    }
    return type.isSetINTEGER()
        ? older(type.getINTEGER(), element.getType())
        : OLDER.get(type.getSetField());
  }

  private static @Nullable ConvertedType older(IntType type, @Nullable Type stored) {
    boolean isStoredSo = stored == (type.getBitWidth() == 64 ? Type.INT64 : Type.INT32);
    if (!isStoredSo) {
      return null;
    }
    return switch (type.getBitWidth()) {
      case 8 -> type.isIsSigned() ? ConvertedType.INT_8 : ConvertedType.UINT_8;
      case 16 -> type.isIsSigned() ? ConvertedType.INT_16 : ConvertedType.UINT_16;
      case 32 -> type.isIsSigned() ? ConvertedType.INT_32 : ConvertedType.UINT_32;
      case 64 -> type.isIsSigned() ? ConvertedType.INT_64 : ConvertedType.UINT_64;
      default -> null;
    };
  }
}
