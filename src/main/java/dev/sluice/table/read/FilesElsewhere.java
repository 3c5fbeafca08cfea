// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.StoredFiles;
import java.util.List;
import java.util.function.Predicate;

/** The files of a table of another lake, for reading alone: no state of this lake names them. */
public final class FilesElsewhere implements StoredFiles {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final StoredFiles files;

  private FilesElsewhere(String root, StoredFiles files) {
    this.root = root;
    this.files = files;
  }

  /**
   * A table of another lake.
   *
   * @param root that lake's
   * @param data as a commit there names it
   */
  public static Data of(String root, Data data) {
    StoredFiles stored = data.base();
    return stored == null
        ? new Data(List.of(), List.of())
        : Data.of(new FilesElsewhere(root, stored), List.of());
  }

  @Override
  public List<DataFile> files() {
    return files.files().stream().map(file -> FilePlace.elsewhere(root, file)).toList();
  }

  @Override
  public boolean any(Predicate<DataFile> condition) {
    return files.any(file -> condition.test(FilePlace.elsewhere(root, file)));
  }

  /** Nothing is shared with tables of this lake. */
  @Override
  public List<DataFile> unlike(StoredFiles other) {
    return files();
  }

  @Override
  public long rows() {
    return files.rows();
  }

  @Override
  public long bytes() {
    return files.bytes();
  }

  @Override
  public long count() {
    return files.count();
  }

  @Override
  public StoredFiles of(String table) {
    return new FilesElsewhere(root, files.of(table));
  }
}
