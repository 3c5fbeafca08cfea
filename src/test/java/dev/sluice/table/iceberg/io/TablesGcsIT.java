// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg.io;

import static dev.sluice.table.iceberg.TableLab.column;
import static dev.sluice.table.iceberg.TableLab.contract;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.fixture.Buckets;
import dev.sluice.fixture.Emulators;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.iceberg.TableChange;
import dev.sluice.table.iceberg.TableLab;
import dev.sluice.table.iceberg.TablePointer;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables in a bucket of a real server. */
class TablesGcsIT {
  @BeforeAll
  static void reach() {
    String unused = Emulators.gcs();
    FileSystems.setDefaultPipelineOptions(RemoteFiles.configure(PipelineOptionsFactory.create()));
  }

  @Test
  void keepsEveryStateInABucket() throws Exception {
    String root = "gs://" + Buckets.make() + "/lake/deeper";
    try (TableLab lab = new TableLab(root)) {
      TableSchema evolved = contract(column("id", "INTEGER"));
      DataFile one = lab.file(evolved, "SELECT 1::INTEGER AS id");
      TablePointer first =
          lab.tables.change("t", null, TableChange.append(evolved, List.of(one))).pointer();
      DataFile live = lab.files(first).get(0);
      DataFile two = lab.file(evolved, "SELECT 2::INTEGER AS id");
      TableChange change = TableChange.rewrite(evolved, Set.of(live.path()), List.of(two));
      TablePointer second = lab.tables.change("t", first, change).pointer();
      assertThat(lab.rows(first), contains("{'id': 1}"));
      assertThat(lab.rows(second), contains("{'id': 2}"));
      assertThat(lab.tables.at(second).location(), startsWith(root + "/tables/t"));
      assertThat(lab.tables.at(second).parts().size(), is(3));
    }
  }

  @Test
  void neverWritesOverAFile() throws Exception {
    String root = "gs://" + Buckets.make() + "/lake";
    StoreIO io = new StoreIO(root, LakePaths.of(root, ""));
    String location = io.paths().location("tables/x");
    io.newOutputFile(location).create().close();
    assertThrows(
        AlreadyExistsException.class, () -> io.newOutputFile(location).createOrOverwrite());
    io.deleteFile(location);
    assertThat(io.newInputFile(location).exists(), is(false));
  }
}
