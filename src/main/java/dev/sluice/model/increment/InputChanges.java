// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which files a run has of a model's inputs that the run before had not, and the other way round.
 */
record InputChanges(List<DataFile> removed, List<DataFile> added) {
  static InputChanges between(Collection<DataFile> before, Collection<DataFile> now) {
    return new InputChanges(without(before, now), without(now, before));
  }

  private static List<DataFile> without(Collection<DataFile> files, Collection<DataFile> others) {
    Set<String> paths = others.stream().map(DataFile::path).collect(Collectors.toSet());
    return files.stream().filter(file -> !paths.contains(file.path())).toList();
  }

  /** The tables of which files differ. */
  Set<String> tables() {
    List<DataFile> all = new ArrayList<>(removed);
    all.addAll(added);
    return all.stream().map(DataFile::table).collect(Collectors.toCollection(TreeSet::new));
  }

  InputChanges of(String table) {
    return new InputChanges(only(removed, table), only(added, table));
  }

  static List<DataFile> only(Collection<DataFile> files, String table) {
    return files.stream().filter(file -> file.table().equals(table)).toList();
  }
}
