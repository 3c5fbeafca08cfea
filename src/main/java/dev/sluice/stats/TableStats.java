// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Describes the rows of a table, or of a file of it, column by column. What two of them describe,
 * their sum describes, in any order and however rows were cut.
 *
 * @param rows how many there are
 * @param columns by name, in the table's order
 */
public record TableStats(long rows, Map<String, ColumnStats> columns) {
  /** No rows of no columns: adds nothing. */
  public static final TableStats NONE = new TableStats(0, Map.of());

  private static final int VERSION = 2;

  public TableStats {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** What is known of a column; empty where there is none of that name. */
  public Optional<ColumnStats> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /** Both tables' rows. A column that one of them lacks is null in its rows. */
  public TableStats plus(TableStats other) {
    Map<String, ColumnStats> sum = new LinkedHashMap<>();
    columns.forEach((name, column) -> sum.put(name, column.plus(other.orNulls(name, column))));
    other.columns.forEach(
        (name, column) -> sum.putIfAbsent(name, orNulls(name, column).plus(column)));
    return new TableStats(rows + other.rows, sum);
  }

  private ColumnStats orNulls(String name, ColumnStats like) {
    ColumnStats own = columns.get(name);
    return own == null ? ColumnStats.nulls(like.type(), rows) : own;
  }

  /** The state in few bytes, the first of which says their format. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeLong(rows);
      out.writeInt(columns.size());
      for (Map.Entry<String, ColumnStats> each : columns.entrySet()) {
        out.writeUTF(each.getKey());
        each.getValue().write(out);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Memory takes what is written to it", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /**
   * The state of which these are the bytes.
   *
   * @throws IOException when they are no such bytes, or of a newer format
   */
  public static TableStats of(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes[0] < 1 || bytes[0] > VERSION) {
      throw new IOException(
          "statistics of format %d, this release reads %d"
              .formatted(bytes.length == 0 ? 0 : bytes[0], VERSION));
    }
    ByteArrayInputStream rest = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    try (DataInputStream in = new DataInputStream(new InflaterInputStream(rest))) {
      long rows = in.readLong();
      int size = in.readInt();
      Map<String, ColumnStats> columns = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        columns.put(in.readUTF(), ColumnStats.read(in, bytes[0]));
      }
      return new TableStats(rows, columns);
    } catch (RuntimeException e) {
      // A library that is given other bytes than its own says so in words of its own.
      throw new IOException("statistics that are damaged: " + e.getMessage(), e);
    }
  }
}
