// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.shape;

import java.util.Map;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/**
 * What stored values mean, which a schema may say in two ways: most writers say both, and the newer
 * one wins.
 */
final class ParquetMeaning {
  private static final Map<LogicalType._Fields, ConvertedType> OLDER =
      Map.of(
          LogicalType._Fields.STRING, ConvertedType.UTF8,
          LogicalType._Fields.ENUM, ConvertedType.ENUM,
          LogicalType._Fields.JSON, ConvertedType.JSON,
          LogicalType._Fields.BSON, ConvertedType.BSON,
          LogicalType._Fields.DATE, ConvertedType.DATE);

  private ParquetMeaning() {}

  /** In the older way; null when nothing is said that it has a word for. */
  static @Nullable ConvertedType of(SchemaElement element) {
    LogicalType type = element.getLogicalType();
    if (type == null || !type.isSet()) {
      return element.getConverted_type();
    }
    return type.isSetINTEGER() ? of(type.getINTEGER()) : OLDER.get(type.getSetField());
  }

  private static @Nullable ConvertedType of(IntType type) {
    return switch (type.getBitWidth()) {
      case 8 -> type.isIsSigned() ? ConvertedType.INT_8 : ConvertedType.UINT_8;
      case 16 -> type.isIsSigned() ? ConvertedType.INT_16 : ConvertedType.UINT_16;
      case 32 -> type.isIsSigned() ? ConvertedType.INT_32 : ConvertedType.UINT_32;
      case 64 -> type.isIsSigned() ? ConvertedType.INT_64 : ConvertedType.UINT_64;
      default -> null;
    };
  }
}
