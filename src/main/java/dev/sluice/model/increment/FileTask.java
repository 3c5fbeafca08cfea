// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.table.DataFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files of one table that are looked through together.
 *
 * @param keys the file of the changed keys; null when no row of the files is to be told apart
 */
record FileTask(List<DataFile> files, @Nullable DataFile keys) implements Serializable {
  /** Small files become one, so that their number does not grow with the number of runs. */
  private static final long BYTES = 128L << 20;

  FileTask {
    files = List.copyOf(files);
  }

  String table() {
    return files.get(0).table();
  }

  /** Groups files of one table, in their order. */
  static List<FileTask> of(List<DataFile> files, @Nullable DataFile keys) {
    List<FileTask> tasks = new ArrayList<>();
    List<DataFile> group = new ArrayList<>();
    long bytes = 0;
    for (DataFile file : files) {
      if (!group.isEmpty() && bytes + file.content().bytes() > BYTES) {
        tasks.add(new FileTask(group, keys));
        group.clear();
        bytes = 0;
      }
      group.add(file);
      bytes += file.content().bytes();
    }
    if (!group.isEmpty()) {
      tasks.add(new FileTask(group, keys));
    }
    return tasks;
  }
}
