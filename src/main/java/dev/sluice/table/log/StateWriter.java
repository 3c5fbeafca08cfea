// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.SideBySide;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.StoredFiles;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.SnapshotFiles.State;
import dev.sluice.table.iceberg.TableChange;
import dev.sluice.table.iceberg.TableChange.Described;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.iceberg.Tables;
import dev.sluice.table.notes.NoteBook;
import dev.sluice.table.notes.NotedSources;
import dev.sluice.table.notes.Taken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the states of the tables that a run changes, so that a manifest can name them. What it
 * writes is as much as the run changes; a table that stays as it is costs nothing.
 *
 * <p>States of a run that is not committed exist for no reader.
 */
final class StateWriter {
  private final String root;
  private final Map<String, Described> described;
  private final List<String> written = new ArrayList<>();

  private StateWriter(String root, Map<String, Described> described) {
    this.root = root;
    this.described = described;
  }

  /** The same manifest with tables that are stored; they are on disk for good. */
  static Manifest store(String root, Manifest manifest, Map<String, Described> described) {
    StateWriter writer = new StateWriter(root, described);
    List<TableState> tables = SideBySide.map(manifest.tables(), writer::stored);
    writer.sync();
    return manifest.withTables(tables);
  }

  private void sync() {
    try {
      Failpoints.around(
          Failpoints.Step.STATES_SYNC, () -> ObjectStore.of(root).sync(List.copyOf(written)));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "The states of tables cannot be brought to disk in %s: %s. Nothing was committed; run again."
              .formatted(root, e),
          e);
    }
  }

  private synchronized void note(List<String> paths) {
    written.addAll(paths);
  }

  private TableState stored(TableState state) {
    Data data = state.data();
    SnapshotFiles files = files(state);
    return state
        .withData(Data.of(files, data.added()))
        .withTaken(sources(state.table(), state.taken()));
  }

  private SnapshotFiles files(TableState state) {
    Data data = state.data();
    StoredFiles base = data.base();
    SnapshotFiles before = base instanceof SnapshotFiles stored ? stored : null;
    TableSchema columns = AuditColumns.declared(state);
    boolean isSame = !data.isReplaced() && data.removed().isEmpty() && data.put().isEmpty();
    // Without columns there is nothing that a table of Iceberg's could say.
    boolean isEmpty = data.isEmpty() && columns.columns().isEmpty();
    State was = before == null ? State.NONE : before.state();
    boolean isKnown = isEmpty || !was.pointer().equals(TablePointer.NONE);
    if (before != null && isSame && isKnown && was.schemaId().equals(state.schemaId())) {
      return before;
    }
    TablePointer pointer = was.pointer();
    if (!isEmpty || !pointer.equals(TablePointer.NONE)) {
      Tables.Written change =
          Tables.of(root)
              .change(
                  state.table(),
                  pointer.equals(TablePointer.NONE) ? null : pointer,
                  change(columns, data).describedBy(described.get(state.table())));
      note(change.files());
      pointer = change.pointer();
    }
    return new SnapshotFiles(
        root,
        state.table(),
        new State(
            pointer,
            state.schemaId(),
            parts(state.table(), data, was.parts()),
            data.count(),
            data.rows(),
            data.bytes()));
  }

  private static TableChange change(TableSchema columns, Data data) {
    if (data.isReplaced() || data.base() == null) {
      return TableChange.replace(columns, data.put());
    }
    // A file of which only something is known anew stays as it is.
    Set<String> put = data.put().stream().map(DataFile::path).collect(Collectors.toSet());
    Set<String> removed = new HashSet<>();
    Set<String> staying = new HashSet<>();
    data.removed()
        .forEach(file -> (put.contains(file.path()) ? staying : removed).add(file.path()));
    List<DataFile> added =
        data.put().stream().filter(file -> !staying.contains(file.path())).toList();
    return TableChange.rewrite(columns, removed, added);
  }

  private NoteBook parts(String table, Data data, NoteBook before) {
    Map<String, Object> put = new HashMap<>();
    data.put().stream()
        .filter(file -> !file.parts().isEmpty())
        .forEach(file -> put.put(file.path(), file.parts()));
    if (data.isReplaced() || data.base() == null) {
      return noted(put.isEmpty() ? NoteBook.EMPTY : NoteBook.of(root, folder(table), put), before);
    }
    Set<String> gone = new HashSet<>();
    if (!before.isEmpty()) {
      data.removed().forEach(file -> gone.add(file.path()));
      gone.removeAll(put.keySet());
    }
    return noted(before.with(root, folder(table), put, gone), before);
  }

  private Taken sources(String table, Taken taken) {
    NoteBook before = taken.base() instanceof NotedSources noted ? noted.book() : NoteBook.EMPTY;
    NoteBook now =
        taken.isForgotten()
            ? NoteBook.of(root, folder(table), taken.put())
            : before.with(root, folder(table), taken.put(), taken.gone());
    return taken.noted(new NotedSources(root, noted(now, before)));
  }

  private NoteBook noted(NoteBook book, NoteBook before) {
    note(book.newSince(before).stream().map(NoteBook.Page::path).toList());
    return book;
  }

  private static String folder(String table) {
    return Tables.FOLDER + "/" + table + "/notes";
  }
}
