// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.TableState.StoredFiles;
import dev.sluice.table.notes.NoteBook;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * The files of a table's state, read from its metadata where they are asked for. Travels as a
 * reference.
 */
public final class SnapshotFiles implements StoredFiles {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final String table;
  private final State state;
  private transient @Nullable List<DataFile> read;

  /**
   * What a commit notes of a table's files.
   *
   * @param pointer to the table's metadata; {@link TablePointer#NONE} for a table without any
   * @param schemaId digest of the contract whose columns the metadata has
   * @param parts from which source files the rows of a file were read, by its path
   * @param files how many there are
   * @param rows of all of them
   * @param bytes of all of them
   */
  public record State(
      TablePointer pointer, String schemaId, NoteBook parts, long files, long rows, long bytes)
      implements Serializable {
    public static final State NONE = new State(TablePointer.NONE, "", NoteBook.EMPTY, 0, 0, 0);
  }

  public SnapshotFiles(String root, String table, State state) {
    this.root = root;
    this.table = table;
    this.state = state;
  }

  public State state() {
    return state;
  }

  /** The state as its metadata has it. */
  public TableSnapshot snapshot() {
    return Tables.of(root).at(state.pointer());
  }

  @Override
  public synchronized List<DataFile> files() {
    if (read == null) {
      read = state.pointer().equals(TablePointer.NONE) ? List.of() : readAll();
    }
    return read;
  }

  /**
   * What differs between two states of a table.
   *
   * @param added files that only the later one has, in the order of their paths
   * @param removed files that only the earlier one has
   */
  public record Difference(List<DataFile> added, List<DataFile> removed) {
    private static final Difference NONE = new Difference(List.of(), List.of());

    public Difference {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /**
   * What this state has and another of the same table does not, and the other way round. Parts of
   * the list of files that both share are not read: it costs what was changed between them. From
   * which source files rows were read is left out.
   */
  public Difference since(SnapshotFiles earlier) {
    if (earlier.state.pointer().equals(state.pointer())) {
      return Difference.NONE;
    }
    Optional<TableSnapshot> now = known();
    Optional<TableSnapshot> before = earlier.known();
    SortedMap<String, DataFile> added = apart(now, before);
    SortedMap<String, DataFile> removed = apart(before, now);
    // A file that stayed may be noted in another part of the list than before.
    Set<String> both = new HashSet<>(added.keySet());
    both.retainAll(removed.keySet());
    added.keySet().removeAll(both);
    removed.keySet().removeAll(both);
    return new Difference(List.copyOf(added.values()), List.copyOf(removed.values()));
  }

  /** Some of the files, with from which source files their rows were read; costs those notes. */
  public List<DataFile> noting(Collection<DataFile> files) {
    Map<String, Part[]> sources = state.parts().read(root, Part[].class);
    return files.stream().map(file -> noted(file, sources)).toList();
  }

  private static DataFile noted(DataFile file, Map<String, Part[]> sources) {
    Part[] own = sources.get(file.path());
    return own == null ? file : file.withParts(List.of(own));
  }

  private Optional<TableSnapshot> known() {
    return state.pointer().equals(TablePointer.NONE) ? Optional.empty() : Optional.of(snapshot());
  }

  private SortedMap<String, DataFile> apart(
      Optional<TableSnapshot> of, Optional<TableSnapshot> from) {
    SortedMap<String, DataFile> files = new TreeMap<>();
    if (of.isPresent()) {
      List<NestedField> columns = of.get().everyColumn();
      Set<String> shared = from.map(TableSnapshot::manifests).orElse(Set.of());
      try (CloseableIterable<TableFile> all = of.get().files(shared)) {
        all.forEach(file -> files.put(file.path(), file.described(table, columns)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private List<DataFile> readAll() {
    List<DataFile> files = new ArrayList<>();
    boolean unused =
        stream(
            file -> {
              files.add(file);
              return false;
            });
    files.sort(Comparator.comparing(DataFile::path));
    return List.copyOf(files);
  }

  @Override
  public boolean any(Predicate<DataFile> condition) {
    List<DataFile> known;
    synchronized (this) {
      known = read;
    }
    return known == null
        ? !state.pointer().equals(TablePointer.NONE) && stream(condition)
        : known.stream().anyMatch(condition);
  }

  @Override
  public List<DataFile> unlike(StoredFiles other) {
    if (!(other instanceof SnapshotFiles its) || !its.root.equals(root)) {
      return files();
    }
    return state.pointer().equals(its.state.pointer())
        ? List.of()
        : List.copyOf(apart(known(), its.known()).values());
  }

  /** The parts of the list that were written last come first. */
  private boolean stream(Predicate<DataFile> condition) {
    TableSnapshot snapshot = snapshot();
    List<NestedField> columns = snapshot.everyColumn();
    Map<String, Part[]> sources = state.parts().read(root, Part[].class);
    try (CloseableIterable<TableFile> all = snapshot.files(Set.of())) {
      for (TableFile each : all) {
        if (condition.test(noted(each.described(table, columns), sources))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long rows() {
    return state.rows();
  }

  @Override
  public long bytes() {
    return state.bytes();
  }

  @Override
  public long count() {
    return state.files();
  }

  @Override
  public StoredFiles of(String other) {
    return new SnapshotFiles(root, other, state);
  }
}
