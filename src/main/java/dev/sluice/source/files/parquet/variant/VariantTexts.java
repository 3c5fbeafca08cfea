// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.variant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import dev.sluice.source.files.parquet.shape.ParquetShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Variants as texts: a value as it would stand in a text file, an object or an array as JSON.
 *
 * <p>A variant may be stored whole, or with some of it in columns of their own.
 */
public final class VariantTexts {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_DEPTH = 100;
  private static final int MAX_LENGTH = 16 << 20;

  private final byte[] names;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator out;

  private VariantTexts(byte[] names) throws IOException {
    this.names = names;
    this.out = JSON.createGenerator(bytes);
    out.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  /** Whether a column has variants. */
  public static boolean isOf(ParquetShape shape) {
    return shape.kind() == ParquetShape.Kind.STRUCT
        && shape.element().isSetLogicalType()
        && shape.element().getLogicalType().isSetVARIANT()
        && shape.parts().stream().anyMatch(part -> part.name().equals("metadata"));
  }

  /** The texts of a column's variants. */
  public static FieldVector of(FieldVector variants) {
    StructVector struct = (StructVector) variants;
    VarCharVector texts = new VarCharVector(variants.getName(), variants.getAllocator());
    try {
      VarBinaryVector names = (VarBinaryVector) struct.getChild("metadata");
      for (int i = 0; i < variants.getValueCount(); i++) {
        byte[] text = struct.isNull(i) || names.isNull(i) ? null : text(names.get(i), struct, i);
        if (text == null) {
          texts.setNull(i);
        } else {
          texts.setSafe(i, text);
        }
      }
      texts.setValueCount(variants.getValueCount());
      return texts;
    } catch (IndexOutOfBoundsException
        | ArithmeticException
        | ClassCastException
        | DateTimeException e) {
      texts.close();
      throw new ParquetBroken("a variant of column " + variants.getName() + " cannot be read");
    } catch (IOException e) {
      texts.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      texts.close();
      throw e;
    }
  }

  private static byte @Nullable [] text(byte[] names, StructVector variant, int row)
      throws IOException {
    VariantTexts text = new VariantTexts(names);
    if (!text.write(variant, row, 0)) {
      return null;
    }
    text.out.close();
    byte[] json = text.bytes.toByteArray();
    if (json.length > 0 && json[0] == '"') {
      String plain = Scalars.unquoted(json);
      return plain.getBytes(StandardCharsets.UTF_8);
    }
    return new String(json, StandardCharsets.UTF_8).equals("null") ? null : json;
  }

  /** Writes a variant from its columns; whether there is one. */
  private boolean write(StructVector variant, int row, int depth) throws IOException {
    requireRoom(depth);
    FieldVector typed = variant.getChild("typed_value");
    VarBinaryVector value = (VarBinaryVector) variant.getChild("value");
    boolean hasValue = value != null && !value.isNull(row);
    if (typed == null || typed.isNull(row)) {
      if (hasValue) {
        write(stored(value, row), depth);
      }
      return hasValue;
    }
    ParquetBroken.require(
        !hasValue || typed instanceof StructVector, "a variant has two values at once");
    if (typed instanceof StructVector fields) {
      object(fields, hasValue ? stored(value, row) : null, row, depth);
    } else if (typed instanceof ListVector list) {
      array(list, row, depth);
    } else {
      scalar(Scalars.of(typed, row));
    }
    return true;
  }

  private VariantBytes stored(VarBinaryVector value, int row) {
    byte[] stored = value.get(row);
    ParquetBroken.require(stored.length > 0, "a variant ends too early");
    return new VariantBytes(names, stored, 0, stored.length);
  }

  private void requireRoom(int depth) throws IOException {
    out.flush();
    ParquetBroken.require(
        depth < MAX_DEPTH && bytes.size() < MAX_LENGTH, "a variant is too deep or too long");
  }

  private void object(StructVector fields, @Nullable VariantBytes rest, int row, int depth)
      throws IOException {
    out.writeStartObject();
    Set<String> names = new HashSet<>();
    for (FieldVector field : fields.getChildrenFromFields()) {
      StructVector part = (StructVector) field;
      names.add(part.getName());
      if (isThere(part, row)) {
        out.writeFieldName(part.getName());
        boolean unused = write(part, row, depth + 1);
      }
    }
    if (rest != null) {
      ParquetBroken.require(rest.isObject(), "a variant has two values at once");
      fields(rest, names, depth);
    }
    out.writeEndObject();
  }

  private static boolean isThere(StructVector part, int row) {
    return !part.isNull(row)
        && part.getChildrenFromFields().stream().anyMatch(child -> !child.isNull(row));
  }

  private void array(ListVector list, int row, int depth) throws IOException {
    out.writeStartArray();
    StructVector items = (StructVector) list.getDataVector();
    for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
      if (items.isNull(i) || !write(items, i, depth + 1)) {
        out.writeNull();
      }
    }
    out.writeEndArray();
  }

  private void write(VariantBytes value, int depth) throws IOException {
    requireRoom(depth);
    if (value.isObject()) {
      out.writeStartObject();
      fields(value, Set.of(), depth);
      out.writeEndObject();
    } else if (value.isArray()) {
      out.writeStartArray();
      VariantBytes.Parts parts = value.parts();
      for (int i = 0; i < parts.count(); i++) {
        write(value.part(parts, i), depth + 1);
      }
      out.writeEndArray();
    } else {
      scalar(value.scalar());
    }
  }

  private void fields(VariantBytes object, Set<String> but, int depth) throws IOException {
    VariantBytes.Parts parts = object.parts();
    for (int i = 0; i < parts.count(); i++) {
      String name = object.name(parts, i);
      if (!but.contains(name)) {
        out.writeFieldName(name);
        write(object.part(parts, i), depth + 1);
      }
    }
  }

  private void scalar(@Nullable Object value) throws IOException {
    if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Float number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }

  /** Values that have columns of their own. */
  private static final class Scalars {
    static @Nullable Object of(FieldVector vector, int row) {
      if (vector instanceof TimeStampVector times
          && vector.getField().getType() instanceof ArrowType.Timestamp type) {
        long perSecond = type.getUnit() == TimeUnit.NANOSECOND ? 1_000_000_000 : 1_000_000;
        return VariantBytes.time(times.get(row), perSecond, type.getTimezone() != null);
      }
      if (vector instanceof DateDayVector days) {
        return LocalDate.ofEpochDay(days.get(row)).toString();
      }
      if (vector instanceof TimeMicroVector times) {
        return LocalTime.ofNanoOfDay(times.get(row) * 1000).toString();
      }
      if (vector instanceof TimeNanoVector times) {
        return LocalTime.ofNanoOfDay(times.get(row)).toString();
      }
      Object value = vector.getObject(row);
      boolean isShort = value instanceof Byte || value instanceof Short || value instanceof Integer;
      if (isShort) {
        return ((Number) value).longValue();
      }
      return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
    }

    static String unquoted(byte[] json) throws IOException {
      try (com.fasterxml.jackson.core.JsonParser parser = JSON.createParser(json)) {
        return String.valueOf(parser.nextTextValue());
      }
    }
  }
}
