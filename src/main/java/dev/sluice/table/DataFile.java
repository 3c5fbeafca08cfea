// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/**
 * A file of the lake, complete and immutable. It exists for readers only once a manifest names it.
 *
 * @param table the table's name; {@code raw_}… for a raw partition
 * @param bucket the hash bucket of the key that the rows belong to, or -1 when not bucketed
 * @param path relative to the lake's root, with forward slashes
 * @param content size and checksum
 * @param columns what the file's footer says, by name
 * @param origin the source file whose rows it holds; empty when mixed or derived
 * @param parts of a typed table that is not merged: from which source files its rows were read, in
 *     their order; empty for others
 */
public record DataFile(
    String table,
    int bucket,
    String path,
    Content content,
    List<ColumnStats> columns,
    String origin,
    List<Part> parts)
    implements Serializable {
  /** Stands for a bucket or a shard without files, so that it is looked at too. */
  public static final DataFile NONE =
      new DataFile("", -1, "", new Content(0, 0, ""), List.of(), "");

  public DataFile {
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
  }

  /** A file of which nobody asks from where each row was read. */
  public DataFile(
      String table,
      int bucket,
      String path,
      Content content,
      List<ColumnStats> columns,
      String origin) {
    this(table, bucket, path, content, columns, origin, List.of());
  }

  /** The same file, with where its rows were read. */
  public DataFile withParts(List<Part> read) {
    return new DataFile(table, bucket, path, content, columns, origin, read);
  }

  /** The same file as one of a table of another name. */
  public DataFile of(String other) {
    return new DataFile(other, bucket, path, content, columns, origin, parts);
  }

  /**
   * Rows that stand together.
   *
   * @param source the path of the file they were read from
   */
  public record Part(String source, long rows) implements Serializable {
    /** Adds rows behind others, to the last part where they are of the same file. */
    public static void add(List<Part> parts, String source, long rows) {
      int last = parts.size() - 1;
      if (last >= 0 && parts.get(last).source().equals(source)) {
        parts.set(last, new Part(source, parts.get(last).rows() + rows));
      } else {
        parts.add(new Part(source, rows));
      }
    }
  }

  /**
   * A file's size and checksum.
   *
   * @param rows the file's rows
   * @param bytes the file's length
   * @param sha256 of the file's bytes, in lower-case hex
   */
  public record Content(long rows, long bytes, String sha256) implements Serializable {}

  /**
   * What the file's footer says of one column.
   *
   * @param type as it is stored, in the kernel's spelling; empty where that is not known
   * @param bytes that its values take in the file, all that is inside of it included
   * @param nulls how many values are null
   * @param min a value that none is less than, as Iceberg stores a single value, in hex; empty when
   *     there is none or it is not known
   * @param max a value that none is greater than, in the same way
   */
  public record ColumnStats(
      String name, String type, long bytes, long nulls, String min, String max)
      implements Serializable {
    /** Without the values. */
    ColumnStats concealed() {
      return new ColumnStats(name, type, bytes, nulls, "", "");
    }
  }

  /** What the footer says of a column that every row has. */
  public ColumnStats column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(path + " has no column " + name));
  }

  /** The same file without the least and greatest values of some columns. */
  public DataFile concealing(Predicate<String> hidden) {
    if (columns.stream().noneMatch(c -> hidden.test(c.name()))) {
      return this;
    }
    List<ColumnStats> shown =
        columns.stream().map(c -> hidden.test(c.name()) ? c.concealed() : c).toList();
    return new DataFile(table, bucket, path, content, shown, origin, parts);
  }

  public long rows() {
    return content.rows();
  }
}
