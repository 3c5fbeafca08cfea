// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.source.files.bytes.ByteWindow;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.avro.Schema;

/** Reads one value of an Avro type into a place of its vector. */
interface AvroValue {
  void read(AvroBytes in, int at);

  /** The way of a schema into the vector that {@link AvroArrowTypes} gives it. */
  static AvroValue of(Schema schema, FieldVector vector) {
    if (schema.isUnion()) {
      return union(schema, vector);
    }
    if (schema.getType() == Schema.Type.RECORD && vector instanceof StructVector struct) {
      return record(schema, struct);
    }
    if (vector instanceof MapVector map) {
      return map(schema, map);
    }
    if (vector instanceof ListVector list) {
      return list(schema, list);
    }
    return AvroScalars.of(schema, vector);
  }

  private static AvroValue union(Schema schema, FieldVector vector) {
    List<Schema> types = schema.getTypes();
    List<Schema> branches = AvroArrowTypes.branches(schema);
    AvroValue[] values = new AvroValue[types.size()];
    for (int i = 0; i < values.length; i++) {
      Schema type = types.get(i);
      if (AvroArrowTypes.isNull(type)) {
        values[i] = (in, at) -> vector.setNull(at);
      } else if (branches.size() == 1) {
        values[i] = of(type, vector);
      } else {
        StructVector struct = (StructVector) vector;
        int own = branches.indexOf(type);
        AvroValue value = of(type, (FieldVector) struct.getChildByOrdinal(own));
        values[i] = (in, at) -> branch(struct, value, in, at);
      }
    }
    return (in, at) -> values[in.readIndex(values.length)].read(in, at);
  }

  private static void branch(StructVector struct, AvroValue value, AvroBytes in, int at) {
    struct.setIndexDefined(at);
    value.read(in, at);
  }

  private static AvroValue record(Schema schema, StructVector struct) {
    List<Schema.Field> fields = schema.getFields();
    AvroValue[] values = new AvroValue[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = of(fields.get(i).schema(), (FieldVector) struct.getChildByOrdinal(i));
    }
    return (in, at) -> {
      struct.setIndexDefined(at);
      for (AvroValue value : values) {
        value.read(in, at);
      }
    };
  }

  private static AvroValue list(Schema schema, ListVector list) {
    AvroValue item = of(schema.getElementType(), list.getDataVector());
    return (in, at) -> {
      int start = list.startNewValue(at);
      int next = start;
      for (long count = in.readCount(); count != 0; count = in.readCount()) {
        for (long i = 0; i < count; i++) {
          item.read(in, checked(start, next));
          next++;
        }
      }
      list.endValue(at, next - start);
    };
  }

  private static AvroValue map(Schema schema, MapVector map) {
    StructVector entries = (StructVector) map.getDataVector();
    VarCharVector keys = (VarCharVector) entries.getChildByOrdinal(0);
    AvroValue value = of(schema.getValueType(), (FieldVector) entries.getChildByOrdinal(1));
    return (in, at) -> {
      int start = map.startNewValue(at);
      int next = start;
      Set<String> seen = new HashSet<>();
      for (long count = in.readCount(); count != 0; count = in.readCount()) {
        for (long i = 0; i < count; i++) {
          String key = in.readString();
          if (!seen.add(key)) {
            throw new AvroBytes.Malformed("a map has a key twice");
          }
          entries.setIndexDefined(checked(start, next));
          keys.setSafe(next, key.getBytes(StandardCharsets.UTF_8));
          value.read(in, next);
          next++;
        }
      }
      map.endValue(at, next - start);
    };
  }

  /** Items may have no bytes at all, so that their number needs a limit of its own. */
  private static int checked(int start, int next) {
    if (next - start >= ByteWindow.MAX_RECORD) {
      throw new AvroBytes.Malformed(
          "a collection has more than " + ByteWindow.MAX_RECORD + " items");
    }
    return next;
  }
}
