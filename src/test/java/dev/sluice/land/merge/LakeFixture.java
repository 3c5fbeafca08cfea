// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.fact.Fact;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.BucketFolder;
import dev.sluice.table.key.BucketLayout;
import dev.sluice.table.key.BucketSurvey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A lake in a folder, and a kernel that may touch it. */
public final class LakeFixture implements AutoCloseable {
  /** By a run that reads sources, and whose tables somebody reads. */
  static final Merge.Asked ASKED = new Merge.Asked(null, true, "2026-03-01T10:00:00Z");

  public final Scope run;
  public final KernelSettings settings;
  public final Kernel kernel;

  public LakeFixture(Path folder) {
    this.run =
        new Scope(folder.toString(), "2026-03-01T10:00:00Z", "attempt1", new Concealment(Map.of()));
    this.settings =
        new KernelSettings(
            KernelSettings.DEFAULT_MEMORY, folder + "/scratch", List.of(folder.toString()));
    this.kernel = Kernel.open(settings);
  }

  /** Writes a statement's rows as one file of a table. */
  public DataFile file(String table, String select) throws StatementFailed {
    DataFile file =
        ParquetFiles.write(kernel, run, table, run.folder(table), ParquetFiles.Query.of(select));
    if (file == null) {
      throw new IllegalArgumentException("no rows: " + select);
    }
    return file;
  }

  /** A layout, for a table that may be cut otherwise. */
  static Merge.Cut cut(Merge.Before before, List<Column> key, BucketLayout layout) {
    BucketSurvey there = BucketFolder.of(key).survey();
    before.each(there::add);
    return new Merge.Cut(layout, !there.isCutAs(layout));
  }

  /** What facts make of a table's files. */
  static TableState.Data after(TableState.Data before, String table, Collection<?> told) {
    List<DataFile> gone = new ArrayList<>();
    List<DataFile> live = new ArrayList<>();
    for (Object fact : told) {
      if (fact instanceof Fact.Gone went && went.table().equals(table)) {
        gone.add(went.file());
      } else if (fact instanceof Fact.Live came && came.table().equals(table)) {
        live.add(came.file());
      }
    }
    return before.with(gone, live);
  }

  /** The rows of a statement, each as one text with columns parted by a bar. */
  public List<String> rows(String sql) throws StatementFailed {
    return kernel.rows(
        sql,
        row -> {
          StringBuilder text = new StringBuilder();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            text.append(i == 1 ? "" : "|").append(row.getString(i));
          }
          return text.toString();
        });
  }

  @Override
  public void close() {
    kernel.close();
  }
}
