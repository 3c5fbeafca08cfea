// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.batch.ArrowMemory;
import dev.sluice.batch.RawNames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One field of an Avro record on its way into an Arrow vector of its own type.
 *
 * <p>Arrays, maps, records and unions of several types become JSON text. Timestamps become
 * microseconds; those in nanoseconds stay the number they are.
 */
final class AvroColumn {
  private final FieldVector vector;
  private final Value value;
  private final int nullBranch;

  /** Reads one value into a row of the vector. */
  private interface Value {
    void read(AvroBytes in, int row);
  }

  private record Typed(FieldVector vector, Value value) {}

  AvroColumn(Schema.Field field) {
    Schema schema = field.schema();
    List<Schema> branches = schema.isUnion() ? schema.getTypes() : List.of(schema);
    int nulls = branches.stream().map(Schema::getType).toList().indexOf(Schema.Type.NULL);
    boolean isOptional = branches.size() == 2 && nulls >= 0;
    this.nullBranch = isOptional ? nulls : -1;
    Typed typed = typed(RawNames.of(field.name()), isOptional ? branches.get(1 - nulls) : schema);
    this.vector = typed.vector();
    this.value = typed.value();
  }

  FieldVector vector() {
    return vector;
  }

  void read(AvroBytes in, int row) {
    if (nullBranch >= 0 && in.readIndex(2) == nullBranch) {
      vector.setNull(row);
    } else {
      value.read(in, row);
    }
  }

  private static Typed typed(String name, Schema schema) {
    BufferAllocator memory = ArrowMemory.root();
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return decimal(name, schema, decimal);
    }
    if (logical != null && logical.getName().equals("duration")) {
      throw new AvroBytes.Malformed("field " + name + " is a duration, which no column can hold");
    }
    return switch (schema.getType()) {
      case BOOLEAN, FLOAT, DOUBLE -> simple(name, schema, memory);
      case INT -> integer(name, logical, memory);
      case LONG -> number(name, logical, memory);
      case BYTES, FIXED -> bytes(name, schema, memory);
      default -> text(name, schema, memory);
    };
  }

  private static Typed simple(String name, Schema schema, BufferAllocator memory) {
    if (schema.getType() == Schema.Type.BOOLEAN) {
      BitVector bit = new BitVector(name, memory);
      return new Typed(bit, (in, row) -> bit.setSafe(row, in.readBoolean() ? 1 : 0));
    }
    if (schema.getType() == Schema.Type.FLOAT) {
      Float4Vector single = new Float4Vector(name, memory);
      return new Typed(single, (in, row) -> single.setSafe(row, in.readFloat()));
    }
    Float8Vector twice = new Float8Vector(name, memory);
    return new Typed(twice, (in, row) -> twice.setSafe(row, in.readDouble()));
  }

  private static Typed integer(String name, @Nullable LogicalType logical, BufferAllocator memory) {
    if (logical instanceof LogicalTypes.Date) {
      DateDayVector day = new DateDayVector(name, memory);
      return new Typed(day, (in, row) -> day.setSafe(row, in.readInt()));
    }
    if (logical instanceof LogicalTypes.TimeMillis) {
      TimeMicroVector time = new TimeMicroVector(name, memory);
      return new Typed(time, (in, row) -> time.setSafe(row, in.readInt() * 1000L));
    }
    IntVector plain = new IntVector(name, memory);
    return new Typed(plain, (in, row) -> plain.setSafe(row, in.readInt()));
  }

  private static Typed number(String name, @Nullable LogicalType logical, BufferAllocator memory) {
    if (logical instanceof LogicalTypes.TimeMicros) {
      TimeMicroVector time = new TimeMicroVector(name, memory);
      return new Typed(time, (in, row) -> time.setSafe(row, in.readLong()));
    }
    if (logical instanceof LogicalTypes.TimestampMillis
        || logical instanceof LogicalTypes.TimestampMicros) {
      long scale = logical instanceof LogicalTypes.TimestampMillis ? 1000 : 1;
      TimeStampMicroTZVector time = new TimeStampMicroTZVector(name, memory, "UTC");
      return new Typed(time, (in, row) -> time.setSafe(row, scaled(in.readLong(), scale)));
    }
    if (logical instanceof LogicalTypes.LocalTimestampMillis
        || logical instanceof LogicalTypes.LocalTimestampMicros) {
      long scale = logical instanceof LogicalTypes.LocalTimestampMillis ? 1000 : 1;
      TimeStampMicroVector time = new TimeStampMicroVector(name, memory);
      return new Typed(time, (in, row) -> time.setSafe(row, scaled(in.readLong(), scale)));
    }
    BigIntVector plain = new BigIntVector(name, memory);
    return new Typed(plain, (in, row) -> plain.setSafe(row, in.readLong()));
  }

  private static long scaled(long value, long scale) {
    if (value > Long.MAX_VALUE / scale || value < Long.MIN_VALUE / scale) {
      throw new AvroBytes.Malformed("a timestamp is " + value);
    }
    return value * scale;
  }

  private static Typed bytes(String name, Schema schema, BufferAllocator memory) {
    VarBinaryVector binary = new VarBinaryVector(name, memory);
    int fixed = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    return new Typed(
        binary,
        (in, row) -> {
          int length = fixed >= 0 ? fixed : in.readLength();
          binary.setSafe(row, in.array(), in.skip(length), length);
        });
  }

  private static Typed text(String name, Schema schema, BufferAllocator memory) {
    VarCharVector text = new VarCharVector(name, memory);
    return switch (schema.getType()) {
      case NULL -> new Typed(text, (in, row) -> text.setNull(row));
      case STRING ->
          new Typed(
              text,
              (in, row) -> {
                int length = in.readLength();
                text.setSafe(row, in.array(), in.skipText(length), length);
              });
      case ENUM -> {
        byte[][] symbols =
            schema.getEnumSymbols().stream()
                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        yield new Typed(
            text, (in, row) -> text.setSafe(row, symbols[in.readIndex(symbols.length)]));
      }
      default -> {
        AvroJson json = new AvroJson(schema);
        yield new Typed(text, (in, row) -> text.setSafe(row, json.read(in)));
      }
    };
  }

  private static Typed decimal(String name, Schema schema, LogicalTypes.Decimal type) {
    if (type.getPrecision() > 38) {
      throw new AvroBytes.Malformed(
          "field " + name + " has " + type.getPrecision() + " digits; a column holds 38");
    }
    DecimalVector vector =
        new DecimalVector(name, ArrowMemory.root(), type.getPrecision(), type.getScale());
    int fixed = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    return new Typed(
        vector,
        (in, row) -> {
          int length = fixed >= 0 ? fixed : in.readLength();
          BigDecimal number = new BigDecimal(in.readUnscaled(length), type.getScale());
          if (number.precision() > type.getPrecision()) {
            throw new AvroBytes.Malformed("a decimal is " + number + ", beyond its precision");
          }
          vector.setSafe(row, number);
        });
  }
}
