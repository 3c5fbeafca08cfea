// SPDX-License-Identifier: Apache-2.0
package dev.sluice.scale;

import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.ManifestWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commits entries by which tables of a lake have very many files more: each file that is there, by
 * many names. So a lake is made in seconds for which runs would take days.
 */
final class ManyFiles {
  private static final int LINKS = 30_000;

  private final Path lake;
  private final Map<String, Integer> links = new HashMap<>();
  private final Map<String, Path> copies = new HashMap<>();

  ManyFiles(Path lake) {
    this.lake = lake;
  }

  /**
   * Commits one entry.
   *
   * @param tables which to add to
   * @param count how many files each has more
   * @param areThere whether the files are on disk, as hard links, for somebody who reads them
   */
  void add(Set<String> tables, int count, boolean areThere) throws IOException {
    Committed head = ManifestStore.head(lake.toString()).orElseThrow();
    Manifest before = head.manifest();
    List<TableState> states = new ArrayList<>();
    for (TableState state : before.tables()) {
      states.add(tables.contains(state.table()) ? grown(state, count, areThere) : state);
    }
    Manifest.Stamp run = before.run();
    Manifest next =
        new Manifest(
            Manifest.VERSION,
            before.number() + 1,
            before.pipeline(),
            new Manifest.Stamp(
                run.id() + "-" + before.number(),
                run.attempt(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.specDigest(),
                run.inputs(),
                ""),
            before.outcome(),
            states,
            before.verdicts(),
            head.digest());
    Manifest unused =
        ManifestWriter.commit(DocumentStore.of(lake.toString()), lake.toString(), next);
  }

  /** A file system takes only so many names of one file. */
  private void link(Path name, DataFile file) throws IOException {
    int count = links.merge(file.path(), 1, Integer::sum);
    if (count % LINKS == 1) {
      Files.copy(lake.resolve(file.path()), name);
      copies.put(file.path(), name);
    } else {
      Files.createLink(name, copies.get(file.path()));
    }
  }

  private TableState grown(TableState state, int count, boolean areThere) throws IOException {
    List<DataFile> there = state.files();
    List<DataFile> more = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DataFile file = there.get(i % there.size());
      int name = file.path().lastIndexOf('/') + 1;
      String path =
          "%s%06d-%s".formatted(file.path().substring(0, name), i, file.path().substring(name));
      more.add(
          new DataFile(
              file.table(),
              file.bucket(),
              path,
              file.content(),
              file.columns(),
              file.origin(),
              file.parts()));
      if (areThere) {
        link(lake.resolve(path), file);
      }
    }
    Data data = state.data().with(List.of(), more).settled();
    RowCounts counts = new RowCounts(0, 0, 0, 0, 0, data.rows());
    return new TableState(
        state.table(),
        state.kind(),
        state.schemaId(),
        state.schema(),
        counts,
        data,
        state.taken(),
        false);
  }
}
