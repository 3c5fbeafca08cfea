// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.batch.RawNames;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The Arrow types of Avro's, lists, maps and records included.
 *
 * <p>A union of several types becomes a struct that has a field for each, one of which has the
 * value. What no type of columns can hold becomes text: a decimal of more than 38 digits, and, as
 * JSON, a record inside itself or without fields.
 */
final class AvroArrowTypes {
  static final int MAX_PRECISION = 38;

  private final Set<String> open = new HashSet<>();

  private AvroArrowTypes() {}

  /** The field of a record, or of a table. */
  static Field field(Schema.Field field) {
    return new AvroArrowTypes().field(RawNames.of(field.name()), field.schema());
  }

  /** The types of a union that are not null. */
  static List<Schema> branches(Schema union) {
    return union.getTypes().stream().filter(branch -> !isNull(branch)).toList();
  }

  static boolean isNull(Schema schema) {
    return schema.getType() == Schema.Type.NULL;
  }

  private Field field(String name, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> union(name, branches(schema));
      case RECORD -> record(name, schema);
      case ARRAY -> nested(name, new ArrowType.List(), field("item", schema.getElementType()));
      case MAP -> map(name, schema);
      default -> plain(name, scalar(schema));
    };
  }

  private Field union(String name, List<Schema> branches) {
    if (branches.isEmpty()) {
      return plain(name, new ArrowType.Utf8());
    }
    if (branches.size() == 1) {
      return field(name, branches.get(0));
    }
    return nested(
        name,
        new ArrowType.Struct(),
        branches.stream()
            .map(branch -> field(Column.BRANCH + branch.getFullName(), branch))
            .toArray(Field[]::new));
  }

  private Field record(String name, Schema schema) {
    if (!canBeStruct(schema) || !open.add(schema.getFullName())) {
      return plain(name, new ArrowType.Utf8());
    }
    Field[] fields =
        schema.getFields().stream()
            .map(field -> field(field.name(), field.schema()))
            .toArray(Field[]::new);
    open.remove(schema.getFullName());
    return nested(name, new ArrowType.Struct(), fields);
  }

  private static boolean canBeStruct(Schema schema) {
    List<String> names =
        schema.getFields().stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList();
    return !names.isEmpty()
        && names.stream().distinct().count() == names.size()
        && names.stream().noneMatch(String::isBlank);
  }

  private Field map(String name, Schema schema) {
    Field key = new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null);
    Field value = field("value", schema.getValueType());
    FieldType entry = FieldType.notNullable(new ArrowType.Struct());
    return nested(
        name,
        new ArrowType.Map(false),
        new Field(MapVector.DATA_VECTOR_NAME, entry, List.of(key, value)));
  }

  private static Field plain(String name, ArrowType type) {
    return new Field(name, FieldType.nullable(type), null);
  }

  private static Field nested(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), new ArrayList<>(List.of(children)));
  }

  private static ArrowType scalar(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return decimal.getPrecision() > MAX_PRECISION
          ? new ArrowType.Utf8()
          : new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), 128);
    }
    return switch (schema.getType()) {
      case BOOLEAN -> new ArrowType.Bool();
      case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case INT -> integer(logical);
      case LONG -> number(logical);
      case BYTES -> new ArrowType.Binary();
      case FIXED ->
          logical instanceof LogicalTypes.Uuid ? new ArrowType.Utf8() : new ArrowType.Binary();
      default -> new ArrowType.Utf8();
    };
  }

  private static ArrowType integer(@Nullable LogicalType logical) {
    if (logical instanceof LogicalTypes.Date) {
      return new ArrowType.Date(DateUnit.DAY);
    }
    return logical instanceof LogicalTypes.TimeMillis ? time() : new ArrowType.Int(32, true);
  }

  private static ArrowType number(@Nullable LogicalType logical) {
    if (logical == null) {
      return new ArrowType.Int(64, true);
    }
    return switch (logical.getName()) {
      case "time-micros" -> time();
      case "timestamp-millis", "timestamp-micros" ->
          new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case "local-timestamp-millis", "local-timestamp-micros" ->
          new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case "timestamp-nanos" -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC");
      case "local-timestamp-nanos" -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
      default -> new ArrowType.Int(64, true);
    };
  }

  private static ArrowType time() {
    return new ArrowType.Time(TimeUnit.MICROSECOND, 64);
  }
}
