// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.run.compact.SmallFiles.Extent;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.ColumnStats;
import dev.sluice.table.DataFile.Content;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.TableChange;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.iceberg.Tables;
import dev.sluice.table.notes.NoteBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of a table whose files nobody reads. */
class CandidatesTest {
  private static final TableSchema NONE = new TableSchema(List.of());

  /** Of those that are large. */
  private static final int FILES = Integer.getInteger("compact.files", 50);

  private @TempDir Path lake;
  private @Nullable TablePointer pointer;
  private long count;
  private int names;

  @BeforeEach
  void largeFiles() {
    List<DataFile> large = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      large.add(file(1_000_000, SmallFiles.LARGE));
    }
    commit(Set.of(), large);
  }

  private DataFile file(long rows, long bytes) {
    String name = "%064x".formatted(names);
    return new DataFile(
        "raw_t",
        -1,
        "staging/raw_t/created_at=20260131T000000Z/attempt=%08x/%s.parquet"
            .formatted(names++, name),
        new Content(rows, bytes, name),
        List.of(new ColumnStats("id", "VARCHAR", bytes, 0, "", "")),
        "");
  }

  private void commit(Set<String> removed, List<DataFile> added) {
    pointer =
        Tables.of(lake.toString())
            .change("raw_t", pointer, TableChange.rewrite(NONE, removed, added))
            .pointer();
    count += added.size() - removed.size();
  }

  private TableState state() {
    SnapshotFiles.State state =
        new SnapshotFiles.State(pointer, "", NoteBook.EMPTY, count, count, count);
    SnapshotFiles files = new SnapshotFiles(lake.toString(), "raw_t", state);
    return TableState.of("raw_t", Kind.RAW, NONE, RowCounts.ZERO, Data.of(files, List.of()));
  }

  private static Set<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::path).collect(Collectors.toSet());
  }

  @Test
  void knowsWhatCameAndWentSinceItLookedLast() {
    Candidates candidates = new Candidates();
    assertThat(look(candidates), is(List.of()));
    List<DataFile> came = new ArrayList<>();
    for (int epoch = 1; epoch < SmallFiles.MANY; epoch++) {
      came.add(file(10, 1_000));
      commit(Set.of(), came.subList(epoch - 1, epoch));
    }
    assertThat("seven are not many", look(candidates), is(List.of()));
    came.add(file(10, 1_000));
    commit(Set.of(), came.subList(7, 8));
    List<List<DataFile>> groups = look(candidates);
    assertThat(groups.stream().map(CandidatesTest::paths).toList(), is(List.of(paths(came))));
    commit(paths(came), List.of(file(80, 8_000)));
    assertThat(look(candidates), is(List.of()));
    assertThat("as one that was never asked", look(new Candidates()), is(List.of()));
  }

  private List<List<DataFile>> look(Candidates candidates) {
    long begin = System.nanoTime();
    List<List<DataFile>> groups = candidates.of(state(), Extent.MANY);
    System.out.printf("%d files: %.1f ms%n", count, (System.nanoTime() - begin) / 1e6);
    return groups;
  }
}
