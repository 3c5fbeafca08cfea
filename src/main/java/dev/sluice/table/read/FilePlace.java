// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.table.DataFile;

/**
 * Where a file lies that a run reads: in its own lake, or in another one.
 *
 * @param root of the lake
 * @param path relative to it
 */
record FilePlace(String root, String path) {
  /** Between the root of another lake and the path in it; no path of a lake holds it. */
  private static final String MARK = "/./";

  /** The place of a path, seen from a lake. */
  static FilePlace of(String own, String path) {
    int mark = path.indexOf(MARK);
    return mark < 0
        ? new FilePlace(own, path)
        : new FilePlace(path.substring(0, mark), path.substring(mark + MARK.length()));
  }

  /** A file of another lake as a run names it. */
  static DataFile elsewhere(String root, DataFile file) {
    return at(root + MARK + file.path(), file);
  }

  /** The file as its own lake names it. */
  DataFile own(DataFile file) {
    return file.path().equals(path) ? file : at(path, file);
  }

  private static DataFile at(String path, DataFile file) {
    return new DataFile(
        file.table(),
        file.bucket(),
        path,
        file.content(),
        file.columns(),
        file.origin(),
        file.parts());
  }
}
