// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.StoredFiles;
import dev.sluice.table.Verdict;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.SnapshotFiles.State;
import dev.sluice.table.notes.Cursor;
import dev.sluice.table.notes.NoteBook;
import dev.sluice.table.notes.NotedSources;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import dev.sluice.table.time.Watermark;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A manifest as it is written: of each table, where its state is, never what it consists of. So it
 * is as long for many files as for few.
 */
record EntryDocument(
    int version,
    long number,
    String pipeline,
    Manifest.Stamp run,
    Manifest.Outcome outcome,
    List<Table> tables,
    List<Verdict> verdicts,
    String previous) {

  /**
   * A table.
   *
   * @param state of the files that a commit names
   * @param landed files that no commit names, as evidence tells them
   * @param removed files of the state in whose place they are, as evidence tells them
   * @param taken source files that no commit notes, as evidence tells them
   * @param added the paths of what the run wrote
   * @param definition digests of the parts of what the spec says of it
   * @param evolved columns that the spec does not say, as lines
   * @param time of a raw table whose rows have an event time: how far it came
   */
  record Table(
      String table,
      TableState.Kind kind,
      String schemaId,
      TableSchema schema,
      RowCounts counts,
      State state,
      NoteBook sources,
      String spec,
      Cursor cursor,
      String computed,
      List<DataFile> landed,
      @JsonInclude(Include.NON_EMPTY) List<DataFile> removed,
      List<SourceFile> taken,
      List<String> added,
      boolean isLeft,
      Map<String, String> definition,
      @JsonInclude(Include.NON_EMPTY) List<String> evolved,
      @JsonInclude(Include.NON_EMPTY) List<Watermark> time) {

    static Table of(TableState state) {
      StoredFiles base = state.data().base();
      State named =
          !state.data().isReplaced() && base instanceof SnapshotFiles files
              ? files.state()
              : State.NONE;
      return new Table(
          state.table(),
          state.kind(),
          state.schemaId(),
          state.schema(),
          state.counts(),
          named,
          state.taken().base() instanceof NotedSources noted ? noted.book() : NoteBook.EMPTY,
          state.taken().spec(),
          state.taken().cursor(),
          state.taken().computed(),
          state.data().put(),
          state.data().removed(),
          state.taken().put().values().stream()
              .sorted(Comparator.comparing(SourceFile::path))
              .toList(),
          state.added(),
          state.isLeft(),
          new TreeMap<>(state.taken().definition()),
          state.taken().evolved(),
          Stream.of(state.taken().watermark())
              .filter(watermark -> !watermark.equals(Watermark.NONE))
              .toList());
    }

    TableState state(String root) {
      SnapshotFiles files = new SnapshotFiles(root, table, state);
      return new TableState(
          table,
          kind,
          schemaId,
          schema,
          counts,
          landed.isEmpty() && removed.isEmpty()
              ? Data.of(files, added)
              : Data.of(files, added).with(removed, landed),
          Taken.of(spec, new NotedSources(root, sources), cursor)
              .computing(computed)
              .defined(definition)
              .evolving(evolved)
              .passing(time.stream().findFirst().orElse(Watermark.NONE))
              .with(List.of(), taken),
          isLeft);
    }
  }

  /**
   * Puts in what is left out of most: a run of all tables, of a spec without targets, that stands;
   * sources that are files.
   */
  static void complete(JsonNode document) {
    if (document.path("run").path("inputs") instanceof ObjectNode inputs) {
      if (!inputs.has("target")) {
        inputs.put("target", "");
      }
      if (!inputs.has("selected")) {
        inputs.putArray("selected");
      }
      if (!inputs.has("deferred")) {
        inputs.putArray("deferred");
      }
    }
    for (JsonNode table : document.path("tables")) {
      if (table instanceof ObjectNode fields) {
        for (String list : List.of("removed", "evolved", "time")) {
          if (!fields.has(list)) {
            fields.putArray(list);
          }
        }
        for (JsonNode source : fields.path("taken")) {
          if (source instanceof ObjectNode file && !file.has("from")) {
            file.put("from", SourceFile.NO_LOG);
          }
        }
      }
    }
  }

  static EntryDocument of(Manifest manifest) {
    return new EntryDocument(
        manifest.version(),
        manifest.number(),
        manifest.pipeline(),
        manifest.run(),
        manifest.outcome(),
        manifest.tables().stream().map(Table::of).toList(),
        manifest.verdicts(),
        manifest.previous());
  }

  /**
   * The manifest, whose tables look into the lake.
   *
   * @param root the lake's
   */
  Manifest manifest(String root) {
    return new Manifest(
        version,
        number,
        pipeline,
        run,
        outcome,
        tables.stream().map(table -> table.state(root)).toList(),
        verdicts,
        previous);
  }
}
