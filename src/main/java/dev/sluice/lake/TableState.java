// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.schema.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * One table of a snapshot.
 *
 * @param table its name; {@code raw_}… for raw partitions, {@code dead_letters} for the letters
 * @param kind what it is
 * @param schemaId digest of the columns' names and types; empty where there is no contract
 * @param schema the columns of its files; those of a raw table may differ from file to file
 * @param counts where this run's rows went; all zero for raw tables and dead letters except read,
 *     published and live
 * @param data its files
 * @param sources of a raw table: the source files this run read, and with a cursor those that
 *     earlier runs read and that did not change since
 * @param cursor of a raw table: how far its source was taken in
 */
public record TableState(
    String table,
    Kind kind,
    String schemaId,
    TableSchema schema,
    RowCounts counts,
    Data data,
    List<SourceFile> sources,
    Cursor cursor)
    implements Serializable {
  public TableState {
    sources = List.copyOf(sources);
  }

  /** A table without a cursor. */
  public static TableState of(
      String table, Kind kind, TableSchema schema, RowCounts counts, Data data) {
    TableSchema stored = schema.stored();
    return new TableState(table, kind, idOf(stored), stored, counts, data, List.of(), Cursor.NONE);
  }

  /** Digest of a contract's columns. */
  public static String idOf(TableSchema schema) {
    return schema.columns().isEmpty()
        ? ""
        : Checksums.sha256(schema.stored().columns().toString()).substring(0, 16);
  }

  public TableState withSources(List<SourceFile> read) {
    return new TableState(table, kind, schemaId, schema, counts, data, read, cursor);
  }

  public TableState withCursor(Cursor value) {
    return new TableState(table, kind, schemaId, schema, counts, data, sources, value);
  }

  public TableState withData(Data files) {
    return new TableState(table, kind, schemaId, schema, counts, files, sources, cursor);
  }

  /** Every live file, earlier runs' included. */
  public List<DataFile> files() {
    return data.files();
  }

  /** The paths among {@link #files()} that this run wrote. */
  public List<String> added() {
    return data.added();
  }

  /** The files that this run wrote. */
  public List<DataFile> landed() {
    Set<String> paths = Set.copyOf(added());
    return files().stream().filter(file -> paths.contains(file.path())).toList();
  }

  /**
   * The greatest value of a column among the valid rows taken in so far.
   *
   * @param column empty when the table has no cursor
   * @param value as text; empty when no row was taken in yet
   */
  public record Cursor(String column, String value) implements Serializable {
    public static final Cursor NONE = new Cursor("", "");
  }

  /**
   * A table's files.
   *
   * @param files every live file, earlier runs' included
   * @param added the paths among {@code files} that this run wrote
   */
  public record Data(List<DataFile> files, List<String> added) implements Serializable {
    public Data {
      files = List.copyOf(files);
      added = List.copyOf(added);
    }
  }

  /** Whether production shows the table. */
  public boolean isPublished() {
    return kind == Kind.TYPED || kind == Kind.MODEL;
  }

  /** What a table of the lake is. */
  public enum Kind {
    /** Values exactly as the source said; partitions are only ever added. */
    RAW,
    /** The validated rows of an extracted table. */
    TYPED,
    /** The rows of a model. */
    MODEL,
    /** Every dead letter of the pipeline, and which of them were replayed. */
    DEAD
  }

  /**
   * A source file as it was when it was read.
   *
   * @param path as Beam spells it
   * @param bytes its length
   * @param modified milliseconds since 1970; 0 where the file system does not say
   * @param records how many records it gave, malformed ones included
   */
  public record SourceFile(String path, long bytes, long modified, long records)
      implements Serializable {}
}
