// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.batch.arrow.TextBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values of one schema, each by itself, into typed columns; a broken one costs the
 * others nothing. Reusable, not thread-safe.
 */
public final class AvroMessages implements AutoCloseable {
  private final BigIntVector numbers = new BigIntVector(TextBatchBuilder.ROW, ArrowMemory.root());
  private final List<AvroColumn> columns;

  /** One row, in which a value is tried that may be broken. */
  private final List<AvroColumn> trial;

  public AvroMessages(Schema schema) {
    this.columns = schema.getFields().stream().map(AvroColumn::new).toList();
    this.trial = schema.getFields().stream().map(AvroColumn::new).toList();
  }

  /**
   * A value.
   *
   * @param number of its row
   * @param value null for a row of nulls
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Value(long number, byte @Nullable [] value) {}

  /** What is wrong with a value, by its place among those given. */
  public record Broken(int index, String what) {}

  /**
   * What values gave.
   *
   * @param rows null when none is a row
   */
  public record Decoded(@Nullable RecordBatch rows, List<Broken> broken) {
    public Decoded {
      broken = List.copyOf(broken);
    }
  }

  /** Reads values; where one is broken, each is tried apart, so that no part of it stays. */
  public Decoded read(String origin, List<Value> values) {
    List<Broken> broken = new ArrayList<>();
    clear();
    int rows;
    try {
      rows = all(values);
    } catch (AvroBytes.Malformed e) {
      clear();
      rows = sound(values, broken);
    }
    return new Decoded(rows == 0 ? null : build(origin, rows), broken);
  }

  private int all(List<Value> values) {
    int rows = 0;
    for (Value value : values) {
      append(value, rows++);
    }
    return rows;
  }

  private int sound(List<Value> values, List<Broken> broken) {
    int rows = 0;
    for (int i = 0; i < values.size(); i++) {
      String what = problem(values.get(i).value());
      if (what == null) {
        append(values.get(i), rows++);
      } else {
        broken.add(new Broken(i, what));
      }
    }
    return rows;
  }

  private @Nullable String problem(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    trial.forEach(column -> column.vector().reset());
    try {
      read(trial, value, 0);
      return null;
    } catch (AvroBytes.Malformed e) {
      return e.getMessage();
    }
  }

  private void append(Value value, int row) {
    byte[] bytes = value.value();
    if (bytes == null) {
      columns.forEach(column -> column.vector().setNull(row));
    } else {
      read(columns, bytes, row);
    }
    numbers.setSafe(row, value.number());
  }

  private static void read(List<AvroColumn> columns, byte[] value, int row) {
    AvroBytes in = new AvroBytes(value);
    for (AvroColumn column : columns) {
      column.read(in, row);
    }
    if (!in.isAtEnd()) {
      throw new AvroBytes.Malformed("it goes on after its last field");
    }
  }

  private RecordBatch build(String origin, int rows) {
    try {
      return AvroBatch.of(numbers, columns, rows, origin);
    } finally {
      clear();
    }
  }

  private void clear() {
    numbers.reset();
    columns.forEach(column -> column.vector().reset());
  }

  @Override
  public void close() {
    numbers.close();
    columns.forEach(column -> column.vector().close());
    trial.forEach(column -> column.vector().close());
  }
}
