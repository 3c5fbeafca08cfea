// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import dev.sluice.schema.TableSchema;
import dev.sluice.store.Sha256;
import dev.sluice.table.notes.Cursor;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** The same table, whose rows of a run went elsewhere. */
  public TableState counting(RowCounts other) {
    return new TableState(table, kind, schemaId, schema, other, data, taken, isLeft);
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
        data.settled(),
        taken,
        true);
  }

  /** The same table under another name. */
  public TableState named(String other) {
    return new TableState(other, kind, schemaId, schema, counts, data.of(other), taken, false);
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
    if (paths.isEmpty()) {
      return List.of();
    }
    return data.put().isEmpty()
        ? data.where(file -> paths.contains(file.path()))
        : data.put().stream().filter(file -> paths.contains(file.path())).toList();
  }

  /** Files that a commit names; they are looked up where somebody asks for them. */
  public interface StoredFiles extends Serializable {
    /** Every file, in the order of their paths. */
    List<DataFile> files();

    /**
     * Whether something holds of any file. Those that came last are asked first, as far as that is
     * known, and none after one of which it holds; none is kept in memory for that.
     */
    boolean any(Predicate<DataFile> condition);

    /** Gives every file to somebody, in no order; none is kept in memory for that. */
    default void each(Consumer<DataFile> use) {
      boolean unused =
          any(
              file -> {
                use.accept(file);
                return false;
              });
    }

    /**
     * The files that are not listed together with those of another state: all that the other lacks,
     * and some that it has. What both list is not read; from which source files rows were read may
     * be left out.
     */
    List<DataFile> unlike(StoredFiles other);

    long rows();

    long bytes();

    /** How many files there are. */
    long count();

    /** The same files as those of a table of another name. */
    StoredFiles of(String table);
  }

  /**
   * A table's files: those that an earlier commit names, without those that were taken away since,
   * and those that were added.
   */
  public static final class Data implements Serializable {
    private static final long serialVersionUID = 1L;

    private final @Nullable StoredFiles base;
    private final boolean isReplaced;
    private final List<DataFile> removed;
    private final List<DataFile> put;
    private final List<String> added;

    private Data(
        @Nullable StoredFiles base,
        boolean isReplaced,
        List<DataFile> removed,
        List<DataFile> put,
        List<String> added) {
      this.base = base;
      this.isReplaced = isReplaced;
      this.removed = List.copyOf(removed);
      this.put = List.copyOf(put);
      this.added = List.copyOf(added);
    }

    /**
     * Files that no commit names so far.
     *
     * @param added the paths among them that this run wrote
     */
    public Data(List<DataFile> files, List<String> added) {
      this(null, false, List.of(), files, added);
    }

    /** The files that a commit names. */
    public static Data of(StoredFiles stored, List<String> added) {
      return new Data(stored, false, List.of(), List.of(), added);
    }

    /** Other files in the place of all that are there; a run wrote them. */
    public Data replacedBy(List<DataFile> files) {
      return new Data(base, true, List.of(), files, files.stream().map(DataFile::path).toList());
    }

    /**
     * The same with files taken away and put in. What is put in was written by a run, unless it is
     * a file that is taken away, of which something is known anew.
     */
    public Data with(List<DataFile> taken, List<DataFile> more) {
      Set<String> going = taken.stream().map(DataFile::path).collect(Collectors.toSet());
      Set<String> known = put.stream().map(DataFile::path).collect(Collectors.toSet());
      List<DataFile> all = new ArrayList<>(removed);
      taken.stream().filter(file -> !known.contains(file.path())).forEach(all::add);
      List<DataFile> files = new ArrayList<>(put);
      files.removeIf(file -> going.contains(file.path()));
      files.addAll(more);
      Set<String> there = all.stream().map(DataFile::path).collect(Collectors.toSet());
      List<String> written =
          files.stream().map(DataFile::path).filter(path -> !there.contains(path)).toList();
      return new Data(base, isReplaced, isReplaced ? List.of() : all, files, written);
    }

    /** The same, of which no run wrote any just now. */
    public Data settled() {
      return new Data(base, isReplaced, removed, put, List.of());
    }

    Data of(String table) {
      return new Data(
          base == null ? null : base.of(table),
          isReplaced,
          removed,
          put.stream().map(file -> file.of(table)).toList(),
          added);
    }

    /** The same, with something changed of the files that no commit names so far. */
    public Data map(UnaryOperator<DataFile> change) {
      return new Data(base, isReplaced, removed, put.stream().map(change).toList(), added);
    }

    /** The files that an earlier commit names; null when there is none. */
    public @Nullable StoredFiles base() {
      return base;
    }

    /** Whether none of the files of {@link #base()} stays. */
    public boolean isReplaced() {
      return isReplaced;
    }

    /** The files of {@link #base()} that do not stay. */
    public List<DataFile> removed() {
      return removed;
    }

    /** The files beside those of {@link #base()}. */
    public List<DataFile> put() {
      return put;
    }

    /** The paths of the files that this run wrote. */
    public List<String> added() {
      return added;
    }

    private @Nullable StoredFiles staying() {
      return isReplaced ? null : base;
    }

    /** Every live file. Reads the table's state: a list of many is long. */
    public List<DataFile> files() {
      StoredFiles before = staying();
      if (before == null) {
        return put;
      }
      if (removed.isEmpty() && put.isEmpty()) {
        return before.files();
      }
      Set<String> going = removed.stream().map(DataFile::path).collect(Collectors.toSet());
      List<DataFile> files = new ArrayList<>();
      before.files().stream().filter(f -> !going.contains(f.path())).forEach(files::add);
      files.addAll(put);
      return List.copyOf(files);
    }

    /** Whether something holds of any live file; those that came last are asked first. */
    public boolean any(Predicate<DataFile> condition) {
      StoredFiles before = staying();
      Set<String> going = removed.stream().map(DataFile::path).collect(Collectors.toSet());
      return put.stream().anyMatch(condition)
          || (before != null
              && before.any(file -> !going.contains(file.path()) && condition.test(file)));
    }

    /** Gives every live file to somebody, in no order; none is kept in memory for that. */
    public void each(Consumer<DataFile> use) {
      StoredFiles before = staying();
      if (before != null) {
        Set<String> going = removed.stream().map(DataFile::path).collect(Collectors.toSet());
        before.each(
            file -> {
              if (!going.contains(file.path())) {
                use.accept(file);
              }
            });
      }
      put.forEach(use);
    }

    /** The live files of which something holds. */
    public List<DataFile> where(Predicate<DataFile> condition) {
      List<DataFile> some = new ArrayList<>();
      each(
          file -> {
            if (condition.test(file)) {
              some.add(file);
            }
          });
      return some;
    }

    /** The live files that another state of the table does not have; costs what differs. */
    public List<DataFile> lacking(Data other) {
      StoredFiles own = stored();
      StoredFiles its = other.stored();
      List<DataFile> there = own != null && its != null ? its.unlike(own) : other.files();
      List<DataFile> here = own != null && its != null ? own.unlike(its) : files();
      Set<String> paths = there.stream().map(DataFile::path).collect(Collectors.toSet());
      return here.stream().filter(file -> !paths.contains(file.path())).toList();
    }

    /** The files that a commit names; null where they are not just those. */
    private @Nullable StoredFiles stored() {
      return removed.isEmpty() && put.isEmpty() ? staying() : null;
    }

    public boolean isEmpty() {
      return count() == 0;
    }

    public long count() {
      StoredFiles before = staying();
      return (before == null ? 0 : before.count()) - removed.size() + put.size();
    }

    public long rows() {
      StoredFiles before = staying();
      return (before == null ? 0 : before.rows())
          - removed.stream().mapToLong(DataFile::rows).sum()
          + put.stream().mapToLong(DataFile::rows).sum();
    }

    public long bytes() {
      StoredFiles before = staying();
      return (before == null ? 0 : before.bytes())
          - removed.stream().mapToLong(file -> file.content().bytes()).sum()
          + put.stream().mapToLong(file -> file.content().bytes()).sum();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Data data && data.files().equals(files()) && data.added.equals(added);
    }

    @Override
    public int hashCode() {
      return added.hashCode();
    }

    @Override
    public String toString() {
      return "Data" + put;
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
    /**
     * What is kept of all tables together: every dead letter of the pipeline, which of them were
     * replayed, and rows that are against checks.
     */
    DEAD
  }
}
