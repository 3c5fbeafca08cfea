// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import dev.sluice.schema.Column;
import dev.sluice.schema.iceberg.IdentifiedSchema;
import dev.sluice.table.DataFile.ColumnStats;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Spells what is known of a column's values in a file as the kernel reads it. */
public final class StoredBounds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private StoredBounds() {}

  /** A value that none of the column is less than; empty where none is known. */
  public static Optional<String> least(ColumnStats column) {
    return text(column, column.min());
  }

  /** A value that none of the column is greater than; empty where none is known. */
  public static Optional<String> greatest(ColumnStats column) {
    return text(column, column.max());
  }

  private static Optional<String> text(ColumnStats column, String hex) {
    if (hex.isEmpty() || column.type().isEmpty()) {
      return Optional.empty();
    }
    Type type =
        IdentifiedSchema.of(List.of(Column.of("c", column.type(), true))).columns().get(0).type();
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    Object value = Conversions.fromByteBuffer(type, bytes);
    return switch (type.typeId()) {
      case DATE -> Optional.of(LocalDate.ofEpochDay((Integer) value).toString());
      case TIMESTAMP ->
          Optional.of(
              TIME.format(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS))
                  + (((Types.TimestampType) type).shouldAdjustToUTC() ? "+00" : ""));
      case BOOLEAN, INTEGER, LONG, DECIMAL, STRING -> Optional.of(String.valueOf(value));
      default -> Optional.empty();
    };
  }
}
