// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The state a run builds on, under the names that things have now. */
final class EarlierState {
  private EarlierState() {}

  /**
   * With the present paths of source files.
   *
   * @param changes by table
   */
  static Manifest underPaths(Manifest base, Map<String, FileChanges> changes) {
    List<TableState> tables = new ArrayList<>();
    for (TableState state : base.tables()) {
      boolean isRaw = state.kind() == TableState.Kind.RAW;
      String table = isRaw ? LakeTables.ofRaw(state.table()) : state.table();
      FileChanges own = changes.get(table);
      if (own == null || own.names().isEmpty()) {
        tables.add(state);
      } else {
        tables.add(isRaw ? sources(state, own.names()) : parts(state, own.names()));
      }
    }
    return base.withTables(tables);
  }

  private static TableState sources(TableState raw, Map<String, String> names) {
    Taken taken = raw.taken();
    List<SourceFile> known =
        taken.sources().stream().filter(file -> names.containsKey(file.path())).toList();
    List<SourceFile> renamed =
        known.stream()
            .map(f -> f.found(names.getOrDefault(f.path(), f.path()), f.modified()))
            .toList();
    return raw.withTaken(taken.with(known.stream().map(SourceFile::path).toList(), renamed));
  }

  private static TableState parts(TableState typed, Map<String, String> names) {
    List<DataFile> touched =
        typed
            .data()
            .where(file -> file.parts().stream().anyMatch(p -> names.containsKey(p.source())));
    List<DataFile> renamed = touched.stream().map(file -> parts(file, names)).toList();
    return typed.withData(typed.data().with(touched, renamed));
  }

  private static DataFile parts(DataFile file, Map<String, String> names) {
    return file.withParts(
        file.parts().stream()
            .map(p -> new Part(names.getOrDefault(p.source(), p.source()), p.rows()))
            .toList());
  }
}
