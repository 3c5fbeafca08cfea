// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records a batch's rows were read from, byte for byte and without their line ends.
 *
 * <p>They travel beside the batch's columns, not among them: no statement sees them, and a batch
 * that a statement returns has none. Immutable by convention, as its batch.
 */
public final class RecordBytes {
  private final byte[] bytes;
  private final int[] starts;
  private final String format;
  private final @Nullable String header;

  /** Of each record, what is said beside it; empty where the header is that of all. */
  private final List<String> own;

  private RecordBytes(byte[] bytes, int[] starts, String format, @Nullable String header) {
    this(bytes, starts, format, header, List.of());
  }

  private RecordBytes(
      byte[] bytes, int[] starts, String format, @Nullable String header, List<String> own) {
    this.bytes = bytes;
    this.starts = starts;
    this.format = format;
    this.header = header;
    this.own = own;
  }

  /** As decoded from its parts; record {@code i} ends where the next one starts. */
  static RecordBytes of(
      byte[] bytes, int[] starts, String format, @Nullable String header, List<String> own) {
    return new RecordBytes(bytes, starts, format, header, own);
  }

  /** The same with a header for each record, in place of one for all. */
  public RecordBytes headed(List<String> headers) {
    if (headers.size() != rows()) {
      throw new IllegalArgumentException(headers.size() + " headers of " + rows() + " records");
    }
    return new RecordBytes(bytes, starts, format, null, List.copyOf(headers));
  }

  /** How many records there are: one for each row. */
  public int rows() {
    return starts.length - 1;
  }

  /** What the records are: {@code csv} or {@code json}. */
  public String format() {
    return format;
  }

  /** What is needed to read a record alone (0-based); null for formats that need nothing. */
  public @Nullable String header(int row) {
    return own.isEmpty() ? header : own.get(row);
  }

  /** The header that all records share; null for none. */
  @Nullable String header() {
    return header;
  }

  List<String> own() {
    return own;
  }

  /** One record (0-based). */
  public byte[] get(int row) {
    return Arrays.copyOfRange(bytes, starts[row], starts[row + 1]);
  }

  /** The length of all records together. */
  public int length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  int[] starts() {
    return starts;
  }

  /** The {@code count} records that begin with record {@code from}. */
  public RecordBytes slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows());
    int first = starts[from];
    int[] moved = Arrays.copyOfRange(starts, from, from + count + 1);
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= first;
    }
    byte[] part = Arrays.copyOfRange(bytes, first, starts[from + count]);
    List<String> headers = own.isEmpty() ? own : own.subList(from, from + count);
    return new RecordBytes(part, moved, format, header, List.copyOf(headers));
  }

  /** The given records, in the given order. */
  public RecordBytes pick(int[] rows) {
    Builder picked = new Builder(format, header);
    for (int row : rows) {
      picked.add(bytes, starts[row], starts[row + 1]);
    }
    RecordBytes all = picked.build();
    return own.isEmpty() ? all : all.headed(Arrays.stream(rows).mapToObj(own::get).toList());
  }

  /** The records of several batches of one file, one after the other. */
  public static RecordBytes join(List<RecordBytes> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Builder all = new Builder(parts.get(0).format, parts.get(0).header);
    List<String> headers = new ArrayList<>();
    for (RecordBytes part : parts) {
      headers.addAll(part.own);
      for (int i = 0; i < part.rows(); i++) {
        all.add(part.bytes, part.starts[i], part.starts[i + 1]);
      }
    }
    return headers.isEmpty() ? all.build() : all.build().headed(headers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordBytes that
        && Arrays.equals(bytes, that.bytes)
        && Arrays.equals(starts, that.starts)
        && format.equals(that.format)
        && Objects.equals(header, that.header)
        && own.equals(that.own);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(bytes), Arrays.hashCode(starts), format, header, own);
  }

  /** Collects records; reusable after {@link #build}. */
  public static final class Builder {
    private final String format;
    private final @Nullable String header;
    private byte[] bytes = new byte[1 << 14];
    private int[] starts = new int[1 << 10];
    private int rows;

    public Builder(String format, @Nullable String header) {
      this.format = format;
      this.header = header;
    }

    public void add(byte[] source, int from, int to) {
      int start = starts[rows];
      int end = start + (to - from);
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end));
      }
      System.arraycopy(source, from, bytes, start, to - from);
      if (++rows == starts.length) {
        starts = Arrays.copyOf(starts, rows * 2);
      }
      starts[rows] = end;
    }

    public int length() {
      return starts[rows];
    }

    public RecordBytes build() {
      RecordBytes built =
          new RecordBytes(
              Arrays.copyOf(bytes, length()), Arrays.copyOf(starts, rows + 1), format, header);
      rows = 0;
      return built;
    }
  }
}
