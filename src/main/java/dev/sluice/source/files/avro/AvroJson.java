// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.bytes.ByteWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Writes a nested Avro value as JSON: decimals as exact numbers, bytes in base64, dates and times
 * as the numbers they are.
 */
final class AvroJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_DEPTH = 200;

  private final Schema schema;

  AvroJson(Schema schema) {
    this.schema = schema;
  }

  byte[] read(AvroBytes in) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(schema, in, out, 0);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot write JSON", e);
    }
    return text.toByteArray();
  }

  private static void write(Schema schema, AvroBytes in, JsonGenerator out, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new AvroBytes.Malformed("a value is nested too deeply");
    }
    switch (schema.getType()) {
      case RECORD -> {
        out.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
          out.writeFieldName(field.name());
          write(field.schema(), in, out, depth + 1);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        writeItems(schema.getElementType(), false, in, out, depth);
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        writeItems(schema.getValueType(), true, in, out, depth);
        out.writeEndObject();
      }
      case UNION ->
          write(schema.getTypes().get(in.readIndex(schema.getTypes().size())), in, out, depth + 1);
      default -> writeScalar(schema, in, out);
    }
  }

  private static void writeItems(
      Schema item, boolean isNamed, AvroBytes in, JsonGenerator out, int depth) throws IOException {
    long total = 0;
    for (long count = in.readCount(); count != 0; count = in.readCount()) {
      total += count;
      if (total > ByteWindow.MAX_RECORD) {
        throw new AvroBytes.Malformed("a collection has " + total + " items");
      }
      for (long i = 0; i < count; i++) {
        if (isNamed) {
          out.writeFieldName(in.readString());
        }
        write(item, in, out, depth + 1);
      }
    }
  }

  private static void writeScalar(Schema schema, AvroBytes in, JsonGenerator out)
      throws IOException {
    switch (schema.getType()) {
      case NULL -> out.writeNull();
      case BOOLEAN -> out.writeBoolean(in.readBoolean());
      case INT -> out.writeNumber(in.readInt());
      case LONG -> out.writeNumber(in.readLong());
      case FLOAT -> out.writeNumber(in.readFloat());
      case DOUBLE -> out.writeNumber(in.readDouble());
      case STRING -> out.writeString(in.readString());
      case ENUM ->
          out.writeString(
              schema.getEnumSymbols().get(in.readIndex(schema.getEnumSymbols().size())));
      default -> writeBytes(schema, in, out);
    }
  }

  private static void writeBytes(Schema schema, AvroBytes in, JsonGenerator out)
      throws IOException {
    int length = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : in.readLength();
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      out.writeNumber(new BigDecimal(in.readUnscaled(length), decimal.getScale()).toPlainString());
    } else {
      out.writeBinary(in.readBytes(length));
    }
  }
}
