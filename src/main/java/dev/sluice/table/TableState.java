// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import dev.sluice.schema.TableSchema;
import dev.sluice.store.Sha256;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
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
 * @param taken what was taken in to make it
 * @param isLeft whether the spec no longer has it
 */
public record TableState(
    String table,
    Kind kind,
    String schemaId,
    TableSchema schema,
    RowCounts counts,
    Data data,
    Taken taken,
    boolean isLeft)
    implements Serializable {
  /** A table of which nobody asks what was taken in. */
  public static TableState of(
      String table, Kind kind, TableSchema schema, RowCounts counts, Data data) {
    TableSchema stored = schema.stored();
    return new TableState(table, kind, idOf(stored), stored, counts, data, Taken.NOTHING, false);
  }

  /** Digest of a contract's columns. */
  public static String idOf(TableSchema schema) {
    return schema.columns().isEmpty()
        ? ""
        : Sha256.of(schema.stored().columns().toString()).substring(0, 16);
  }

  public TableState withTaken(Taken in) {
    return new TableState(table, kind, schemaId, schema, counts, data, in, isLeft);
  }

  public TableState withData(Data files) {
    return new TableState(table, kind, schemaId, schema, counts, files, taken, isLeft);
  }

  /** The same table with columns of other names. */
  public TableState withSchema(TableSchema other) {
    return new TableState(table, kind, idOf(other), other, counts, data, taken, isLeft);
  }

  /** The table as a run leaves it that does not know it any more. */
  public TableState left() {
    return new TableState(
        table,
        kind,
        schemaId,
        schema,
        new RowCounts(0, 0, 0, 0, 0, counts.live()),
        new Data(data.files(), List.of()),
        taken,
        true);
  }

  /** The same table under another name. */
  public TableState named(String other) {
    List<DataFile> files = data.files().stream().map(file -> file.of(other)).toList();
    return new TableState(
        other, kind, schemaId, schema, counts, new Data(files, data.added()), taken, false);
  }

  /** Of a raw table: the source files that are taken in. */
  public List<SourceFile> sources() {
    return taken.sources();
  }

  /** Of a raw table: how far its source was taken in. */
  public Cursor cursor() {
    return taken.cursor();
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
    /** The rows by which keys of an extracted table were deleted; no reader is shown them. */
    DELETED,
    /** Every dead letter of the pipeline, and which of them were replayed. */
    DEAD
  }

  /**
   * What was taken in.
   *
   * @param spec digest of what the spec says of how rows are made; empty where nobody asks
   * @param sources of a raw table: the source files whose rows are there, as they were when they
   *     were read
   * @param cursor of a raw table: how far its source was taken in
   * @param computed of an incremental model: how much of it the run computed and why, as people
   *     read it; empty for others
   */
  public record Taken(String spec, List<SourceFile> sources, Cursor cursor, String computed)
      implements Serializable {
    public static final Taken NOTHING = new Taken("", List.of(), Cursor.NONE);

    public Taken {
      sources = List.copyOf(sources);
    }

    public Taken(String spec, List<SourceFile> sources, Cursor cursor) {
      this(spec, sources, cursor, "");
    }

    /** The same with the present name of the cursor's column, by the earlier ones. */
    public Taken naming(Map<String, String> names) {
      String column = names.getOrDefault(cursor.column(), cursor.column());
      return new Taken(spec, sources, new Cursor(column, cursor.value()), computed);
    }
  }

  /**
   * A source file as it was when it was read.
   *
   * @param path as Beam spells it
   * @param bytes its length
   * @param modified milliseconds since 1970; 0 where the file system does not say
   * @param records how many records it gave, malformed ones included
   * @param digest SHA-256 of its bytes as stored
   * @param reached the greatest cursor value of its valid rows; empty when there is none
   */
  public record SourceFile(
      String path, long bytes, long modified, long records, String digest, String reached)
      implements Serializable {
    /** The same content, as it is found now. */
    public SourceFile found(String where, long when) {
      return new SourceFile(where, bytes, when, records, digest, reached);
    }

    public SourceFile upTo(String cursor) {
      return new SourceFile(path, bytes, modified, records, digest, cursor);
    }
  }
}
