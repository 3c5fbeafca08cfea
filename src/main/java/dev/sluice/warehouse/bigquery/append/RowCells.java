// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import com.google.protobuf.CodedOutputStream;
import dev.sluice.schema.bigquery.BigQueryColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Writes the values of vectors into rows, each as its column's type wants it. */
final class RowCells {
  private static final long MICROS = 1_000_000L;
  private static final long NANOS_OF_MICRO = 1_000L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter DATETIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

  private RowCells() {}

  /** Writes the value of a row, or nothing where it is null. */
  interface Cell {
    void write(CodedOutputStream out, int row) throws IOException;
  }

  /** A value that is not null. */
  private interface Value {
    void write(CodedOutputStream out, int row) throws IOException;
  }

  /** What writes the values of a vector into a field. */
  static Cell of(BigQueryColumn column, int number, FieldVector vector) {
    if (column.isRepeated()) {
      return repeated(column, number, vector);
    }
    Value value = value(column, number, vector);
    return (out, row) -> {
      if (!vector.isNull(row)) {
        value.write(out, row);
      }
    };
  }

  /** The cells of columns that a vector of that name has; others are null. */
  static List<Cell> of(
      List<BigQueryColumn> columns, java.util.function.Function<String, FieldVector> vectors) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      FieldVector vector = vectors.apply(columns.get(i).name());
      if (vector != null) {
        cells.add(of(columns.get(i), i + 1, vector));
      }
    }
    return cells;
  }

  private static Cell repeated(BigQueryColumn column, int number, FieldVector vector) {
    if (!(vector instanceof ListVector list)) {
      throw unlike(column, vector);
    }
    FieldVector items = list.getDataVector();
    Value value = value(column, number, items);
    return (out, row) -> {
      if (list.isNull(row)) {
        return;
      }
      for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
        if (items.isNull(i)) {
          throw new NotAppendableException(
              "a list in `%s` holds a null, which rows do not carry".formatted(column.name()));
        }
        value.write(out, i);
      }
    };
  }

  private static Value value(BigQueryColumn column, int number, FieldVector vector) {
    return switch (column.type()) {
      case "BOOL" -> bool(column, number, vector);
      case "INT64" -> {
        Whole whole = whole(column, vector);
        yield (out, row) -> out.writeInt64(number, whole.at(row));
      }
      case "FLOAT64" -> number(column, number, vector);
      case "NUMERIC", "BIGNUMERIC" -> decimal(column, number, vector);
      case "STRING" -> text(column, number, vector);
      case "BYTES" -> bytes(column, number, vector);
      case "DATE", "TIME", "DATETIME", "TIMESTAMP" -> time(column, number, vector);
      case RowSchema.STRUCT -> struct(column, number, vector);
      default -> throw unlike(column, vector);
    };
  }

  private static Value bool(BigQueryColumn column, int number, FieldVector vector) {
    if (vector instanceof BitVector bits) {
      return (out, row) -> out.writeBool(number, bits.get(row) == 1);
    }
    throw unlike(column, vector);
  }

  /** A whole number. */
  private interface Whole {
    long at(int row);
  }

  private static Whole whole(BigQueryColumn column, FieldVector vector) {
    if (vector instanceof UInt1Vector small) {
      return row -> small.get(row) & 0xFFL;
    }
    if (vector instanceof UInt2Vector small) {
      return small::get;
    }
    if (vector instanceof UInt4Vector large) {
      return row -> large.get(row) & 0xFFFF_FFFFL;
    }
    if (vector instanceof BaseIntVector signed && !(vector instanceof UInt8Vector)) {
      return signed::getValueAsLong;
    }
    throw unlike(column, vector);
  }

  private static Value number(BigQueryColumn column, int number, FieldVector vector) {
    if (vector instanceof FloatingPointVector floating) {
      return (out, row) -> out.writeDouble(number, floating.getValueAsDouble(row));
    }
    throw unlike(column, vector);
  }

  private static Value decimal(BigQueryColumn column, int number, FieldVector vector) {
    if (vector instanceof DecimalVector decimals) {
      return (out, row) -> out.writeString(number, digits(decimals.getObjectNotNull(row)));
    }
    if (vector instanceof Decimal256Vector decimals) {
      return (out, row) -> out.writeString(number, digits(decimals.getObjectNotNull(row)));
    }
    Whole whole = whole(column, vector);
    return (out, row) -> out.writeString(number, Long.toString(whole.at(row)));
  }

  private static String digits(BigDecimal decimal) {
    return decimal.toPlainString();
  }

  private static Value text(BigQueryColumn column, int number, FieldVector vector) {
    if (vector instanceof VarCharVector texts) {
      return (out, row) -> out.writeByteArray(number, texts.get(row));
    }
    if (vector instanceof LargeVarCharVector texts) {
      return (out, row) -> out.writeByteArray(number, texts.get(row));
    }
    throw unlike(column, vector);
  }

  private static Value bytes(BigQueryColumn column, int number, FieldVector vector) {
    if (vector instanceof VarBinaryVector all) {
      return (out, row) -> out.writeByteArray(number, all.get(row));
    }
    if (vector instanceof LargeVarBinaryVector all) {
      return (out, row) -> out.writeByteArray(number, all.get(row));
    }
    if (vector instanceof FixedSizeBinaryVector all) {
      return (out, row) -> out.writeByteArray(number, all.get(row));
    }
    throw unlike(column, vector);
  }

  private static Value time(BigQueryColumn column, int number, FieldVector vector) {
    if (column.type().equals("DATE") && vector instanceof DateDayVector days) {
      return (out, row) -> out.writeInt32(number, days.get(row));
    }
    if (column.type().equals("TIME") && vector instanceof TimeMicroVector micros) {
      return (out, row) ->
          out.writeString(
              number, TIME.format(LocalTime.ofNanoOfDay(micros.get(row) * NANOS_OF_MICRO)));
    }
    if (column.type().equals("DATETIME") && vector instanceof TimeStampMicroVector micros) {
      return (out, row) -> out.writeString(number, DATETIME.format(civil(micros.get(row))));
    }
    if (column.type().equals("TIMESTAMP") && vector instanceof TimeStampMicroTZVector micros) {
      return (out, row) -> out.writeInt64(number, micros.get(row));
    }
    throw unlike(column, vector);
  }

  private static LocalDateTime civil(long micros) {
    int nanos = (int) (Math.floorMod(micros, MICROS) * NANOS_OF_MICRO);
    return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS), nanos, ZoneOffset.UTC);
  }

  private static Value struct(BigQueryColumn column, int number, FieldVector vector) {
    if (!(vector instanceof StructVector struct)) {
      throw unlike(column, vector);
    }
    List<Cell> cells = of(column.fields(), name -> struct.getChild(name, FieldVector.class));
    return (out, row) -> {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream inner = CodedOutputStream.newInstance(bytes);
      for (Cell cell : cells) {
        cell.write(inner, row);
      }
      inner.flush();
      out.writeByteArray(number, bytes.toByteArray());
    };
  }

  private static NotAppendableException unlike(BigQueryColumn column, FieldVector vector) {
    return new NotAppendableException(
        "a file has values of type %s in `%s`, which is %s"
            .formatted(vector.getField().getType(), column.name(), column.spelled()));
  }
}
