// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tells by which run a source file was read whole with another content than before, so that no
 * record of the earlier content is there any more. Only committed manifests are asked: what an
 * attempt read that came to nothing does not count.
 */
final class SupersededFiles {
  private final RunLineage lineage;
  private final List<String> names;
  private final Map<Integer, Map<String, String>> digests = new HashMap<>();

  /**
   * The files of a table.
   *
   * @param names all names that it ever had
   */
  SupersededFiles(RunLineage lineage, List<String> names) {
    this.lineage = lineage;
    this.names = names;
  }

  /**
   * The run that read another content; empty when the content is the same or nobody can tell.
   *
   * @param read the ordinal of a run after which the file was as it is meant
   */
  OptionalInt by(String path, int read) {
    int newest = lineage.size();
    String before = digest(path, read);
    if (before.isEmpty() || !differs(path, newest, before)) {
      return OptionalInt.empty();
    }
    int same = read;
    int other = newest;
    while (other - same > 1) { // notes of few runs are read, however many there were
      int middle = (same + other) >>> 1;
      if (differs(path, middle, before)) {
        other = middle;
      } else {
        same = middle;
      }
    }
    return OptionalInt.of(other);
  }

  private boolean differs(String path, int ordinal, String before) {
    String digest = digest(path, ordinal);
    return !digest.isEmpty() && !digest.equals(before);
  }

  /** Empty for a file that was not read whole by then. */
  private String digest(String path, int ordinal) {
    return digests.computeIfAbsent(ordinal, this::read).getOrDefault(path, "");
  }

  private Map<String, String> read(int ordinal) {
    Map<String, String> all = new HashMap<>();
    names.forEach(name -> lineage.digests(name, ordinal).forEach(all::putIfAbsent));
    return all;
  }
}
