// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Reads Avro values that hold no others. */
final class AvroScalars {
  private AvroScalars() {}

  static AvroValue of(Schema schema, FieldVector vector) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return decimal(schema, decimal, vector);
    }
    return switch (schema.getType()) {
      case BOOLEAN -> (in, at) -> ((BitVector) vector).setSafe(at, in.readBoolean() ? 1 : 0);
      case FLOAT -> (in, at) -> ((Float4Vector) vector).setSafe(at, in.readFloat());
      case DOUBLE -> (in, at) -> ((Float8Vector) vector).setSafe(at, in.readDouble());
      case INT -> integer(vector);
      case LONG -> number(schema, vector);
      case BYTES, FIXED -> bytes(schema, vector);
      default -> text(schema, (VarCharVector) vector);
    };
  }

  private static AvroValue integer(FieldVector vector) {
    if (vector instanceof DateDayVector day) {
      return (in, at) -> day.setSafe(at, in.readInt());
    }
    if (vector instanceof TimeMicroVector time) {
      return (in, at) -> time.setSafe(at, in.readInt() * 1000L);
    }
    return (in, at) -> ((IntVector) vector).setSafe(at, in.readInt());
  }

  private static AvroValue number(Schema schema, FieldVector vector) {
    if (vector instanceof TimeMicroVector time) {
      return (in, at) -> time.setSafe(at, in.readLong());
    }
    if (vector instanceof TimeStampVector time) {
      boolean isMillis = schema.getLogicalType().getName().endsWith("-millis");
      return (in, at) -> time.setSafe(at, isMillis ? micros(in.readLong()) : in.readLong());
    }
    return (in, at) -> ((BigIntVector) vector).setSafe(at, in.readLong());
  }

  /**
   * What lies beyond microseconds is beyond every year too: it becomes infinity, and its row dies.
   */
  private static long micros(long millis) {
    if (millis > Long.MAX_VALUE / 1000) {
      return Long.MAX_VALUE;
    }
    return millis < Long.MIN_VALUE / 1000 ? -Long.MAX_VALUE : millis * 1000;
  }

  private static AvroValue bytes(Schema schema, FieldVector vector) {
    int fixed = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    if (vector instanceof VarCharVector text) {
      return (in, at) -> {
        ByteBuffer id = ByteBuffer.wrap(in.readBytes(fixed));
        text.setSafe(at, utf8(new UUID(id.getLong(), id.getLong()).toString()));
      };
    }
    VarBinaryVector binary = (VarBinaryVector) vector;
    return (in, at) -> {
      int length = fixed >= 0 ? fixed : in.readLength();
      binary.setSafe(at, in.array(), in.skip(length), length);
    };
  }

  private static AvroValue text(Schema schema, VarCharVector text) {
    return switch (schema.getType()) {
      case NULL -> (in, at) -> text.setNull(at);
      case STRING ->
          (in, at) -> {
            int length = in.readLength();
            text.setSafe(at, in.array(), in.skipText(length), length);
          };
      case ENUM -> {
        byte[][] symbols =
            schema.getEnumSymbols().stream().map(AvroScalars::utf8).toArray(byte[][]::new);
        yield (in, at) -> text.setSafe(at, symbols[in.readIndex(symbols.length)]);
      }
      default -> {
        AvroJson json = new AvroJson(schema);
        yield (in, at) -> text.setSafe(at, json.read(in));
      }
    };
  }

  private static AvroValue decimal(Schema schema, LogicalTypes.Decimal type, FieldVector vector) {
    int fixed = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    return (in, at) -> {
      int length = fixed >= 0 ? fixed : in.readLength();
      BigDecimal number = new BigDecimal(in.readUnscaled(length), type.getScale());
      if (number.precision() > type.getPrecision()) {
        throw new AvroBytes.Malformed("a decimal is " + number + ", beyond its precision");
      }
      if (vector instanceof DecimalVector exact) {
        exact.setSafe(at, number);
      } else {
        ((VarCharVector) vector).setSafe(at, utf8(number.toPlainString()));
      }
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
