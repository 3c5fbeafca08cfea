// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import dev.sluice.table.iceberg.SnapshotFiles.Difference;
import dev.sluice.table.iceberg.SnapshotFiles.State;
import dev.sluice.table.notes.NoteBook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The difference between two states; of their files only the metadata is there. */
class SnapshotFilesTest {
  private static final TableSchema SCHEMA =
      new TableSchema(List.of(Column.of("id", "INTEGER", true)));

  @TempDir Path folder;
  private final List<TablePointer> states = new ArrayList<>();
  private int made;

  private List<DataFile> files(int count) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String digest = Sha256.of(("file " + made++).getBytes(StandardCharsets.UTF_8));
      files.add(
          new DataFile(
              "t",
              -1,
              "staging/t/" + digest + ".parquet",
              new DataFile.Content(made, 10L * made, digest),
              List.of(),
              ""));
    }
    return files;
  }

  /** The number of the state that a change leads to. */
  private int apply(TableChange change) {
    TablePointer before = states.isEmpty() ? null : states.get(states.size() - 1);
    states.add(Tables.of(folder.toString()).change("t", before, change).pointer());
    return states.size() - 1;
  }

  private int append(int count) {
    return apply(TableChange.append(SCHEMA, files(count)));
  }

  private SnapshotFiles at(int state) {
    State is = new State(states.get(state), "", NoteBook.EMPTY, 0, 0, 0);
    return new SnapshotFiles(folder.toString(), "t", is);
  }

  private static List<DataFile> without(SnapshotFiles files, SnapshotFiles others) {
    List<DataFile> rest = new ArrayList<>(files.files());
    rest.removeAll(others.files());
    return rest;
  }

  /** In whatever order the two were written, and however many changes lie between. */
  @Test
  void tellsWhatTwoStatesHaveThatTheOtherHasNot() {
    Random random = new Random(20261129);
    append(5);
    for (int i = 0; i < 60; i++) {
      List<DataFile> live = at(states.size() - 1).files();
      Set<String> leaving = new HashSet<>();
      live.stream().filter(file -> random.nextInt(9) == 0).forEach(f -> leaving.add(f.path()));
      switch (random.nextInt(12)) {
        case 0 -> apply(TableChange.replace(SCHEMA, files(random.nextInt(4))));
        case 1, 2 -> apply(TableChange.rewrite(SCHEMA, leaving, files(random.nextInt(3))));
        default -> append(1 + random.nextInt(2));
      }
    }
    int different = 0;
    for (int i = 0; i < 60; i++) {
      SnapshotFiles one = at(random.nextInt(states.size()));
      SnapshotFiles other = at(random.nextInt(states.size()));
      Difference since = one.since(other);
      assertThat(since.added(), is(without(one, other)));
      assertThat(since.removed(), is(without(other, one)));
      different += since.added().isEmpty() && since.removed().isEmpty() ? 0 : 1;
    }
    assertThat(different, greaterThan(40));
  }

  @Test
  void readsNoPartOfTheListThatBothStatesShare() throws Exception {
    for (int i = 0; i < 40; i++) {
      append(3);
    }
    int before = states.size() - 1;
    List<DataFile> more = files(2);
    int after = apply(TableChange.append(SCHEMA, more));
    Set<String> shared = parts(before);
    shared.retainAll(parts(after));
    assertThat(shared.size(), is(40));
    for (String path : shared) {
      Files.delete(folder.resolve(path));
    }

    Difference since = at(after).since(at(before));
    assertThat(since.added().stream().map(DataFile::path).sorted().toList(), is(paths(more)));
    assertThat(since.removed(), is(empty()));
    assertThrows(PipelineException.class, () -> at(after).files());
  }

  @Test
  void asksTheFilesThatCameLastFirstAndNoneAfterOneOfWhichItHolds() throws Exception {
    for (int i = 0; i < 40; i++) {
      append(3);
    }
    Set<String> before = parts(states.size() - 1);
    List<DataFile> last = files(2);
    int state = apply(TableChange.append(SCHEMA, last));
    for (String path : before) {
      Files.delete(folder.resolve(path));
    }
    List<String> asked = new ArrayList<>();
    assertThat(at(state).any(file -> asked.add(file.path())), is(true));
    assertThat(asked, is(List.of(last.get(0).path())));
    assertThat(at(state).any(file -> file.path().equals(last.get(1).path())), is(true));
  }

  /** Of forty parts of the list, a change of one file makes one anew. */
  @Test
  void readsTheOnePartFromWhichAFileWasTaken() throws Exception {
    for (int i = 0; i < 40; i++) {
      append(3);
    }
    int before = states.size() - 1;
    DataFile gone = at(before).files().get(17);
    List<DataFile> instead = files(1);
    int after = apply(TableChange.rewrite(SCHEMA, Set.of(gone.path()), instead));
    Set<String> shared = parts(before);
    shared.retainAll(parts(after));
    assertThat(shared.size(), is(39));
    for (String path : shared) {
      Files.delete(folder.resolve(path));
    }

    Difference since = at(after).since(at(before));
    assertThat(since.added(), is(instead));
    assertThat(since.removed(), is(List.of(gone)));
    assertThat(at(before).since(at(after)), is(new Difference(List.of(gone), instead)));
  }

  @Test
  void tellsOfATableThatBeginsAndOfOneThatIsAsItWas() {
    List<DataFile> first = files(2);
    int begin = apply(TableChange.append(SCHEMA, first));
    int grown =
        apply(
            TableChange.append(
                new TableSchema(
                    List.of(Column.of("id", "INTEGER", true), Column.of("more", "VARCHAR", true))),
                List.of()));
    SnapshotFiles nothing = new SnapshotFiles(folder.toString(), "t", State.NONE);

    assertThat(paths(at(begin).since(nothing).added()), is(paths(first)));
    assertThat(paths(nothing.since(at(begin)).removed()), is(paths(first)));
    assertThat(at(begin).since(at(begin)), is(new Difference(List.of(), List.of())));
    assertThat(at(grown).since(at(begin)), is(new Difference(List.of(), List.of())));
  }

  @Test
  void refusesAPartThatWasChanged() throws Exception {
    append(1);
    int before = states.size() - 1;
    int after = append(1);
    Set<String> own = parts(after);
    own.removeAll(parts(before));
    assertThat(own.size(), is(1));
    String path = own.iterator().next();
    byte[] bytes = Files.readAllBytes(folder.resolve(path));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve(path), bytes);

    PipelineException failure =
        assertThrows(PipelineException.class, () -> at(after).since(at(before)));
    assertThat(failure.code(), is(ErrorCode.LAKE_READ));
    assertThat(failure.getMessage(), containsString(path));
  }

  private Set<String> parts(int state) {
    return new HashSet<>(Tables.of(folder.toString()).at(states.get(state)).manifests());
  }

  private static List<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::path).sorted().toList();
  }
}
