// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;

import dev.sluice.fixture.HandMadeLake;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.log.Manifest.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two states of a table, and the files that one has and the other has not. */
class LackingFilesTest {
  private @TempDir Path folder;
  private HandMadeLake lake;
  private final List<DataFile> files = new ArrayList<>();

  @BeforeEach
  void write() throws Exception {
    lake = new HandMadeLake(folder);
    for (int i = 0; i < 4; i++) {
      files.add(lake.write("t", "staging/t/" + i, new byte[] {(byte) i}));
    }
  }

  private Data commit(int number, Data data) {
    TableState table =
        HandMadeLake.table("t", TableState.Kind.TYPED, HandMadeLake.schema("id BIGINT"));
    return lake.commit(HandMadeLake.manifest(number, Outcome.PUBLISHED, table.withData(data)))
        .manifest()
        .table("t")
        .orElseThrow()
        .data();
  }

  private static List<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::path).toList();
  }

  @Test
  void areThoseOfTheChange() {
    Data first = commit(1, new Data(files.subList(0, 2), List.of()));
    Data second = commit(2, first.with(List.of(), files.subList(2, 3)));
    Data third = commit(3, second.with(files.subList(0, 1), files.subList(3, 4)));
    Data last = commit(4, third.replacedBy(files.subList(1, 2)));
    assertThat(paths(second.lacking(first)), containsInAnyOrder(files.get(2).path()));
    assertThat(first.lacking(second), empty());
    assertThat(third.lacking(third), empty());
    assertThat(paths(first.lacking(third)), containsInAnyOrder(files.get(0).path()));
    assertThat(paths(third.lacking(second)), containsInAnyOrder(files.get(3).path()));
    assertThat(last.lacking(third), empty());
    assertThat(
        paths(third.lacking(last)), containsInAnyOrder(files.get(2).path(), files.get(3).path()));
    Data open = first.with(files.subList(0, 1), files.subList(3, 4));
    assertThat(paths(open.lacking(second)), containsInAnyOrder(files.get(3).path()));
    assertThat(
        paths(second.lacking(open)), containsInAnyOrder(files.get(0).path(), files.get(2).path()));
  }
}
