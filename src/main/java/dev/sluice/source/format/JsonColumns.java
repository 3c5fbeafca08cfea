// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names met so far in a file, in the order they were met. */
final class JsonColumns {
  /** More names than any table has: a file that brings a new one in each record is no table. */
  private static final int MAX = 4096;

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, String> folded = new HashMap<>();

  JsonColumns(List<String> known) {
    known.forEach(this::add);
  }

  int size() {
    return names.size();
  }

  List<String> names() {
    return List.copyOf(names);
  }

  /** The column of a name; a new one may be taken back by {@link #truncate}. */
  int indexOf(String name) {
    Integer index = indexes.get(name);
    return index != null ? index : add(name);
  }

  private int add(String name) {
    String taken = folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    if (taken != null) {
      throw new RecordRefused(
          ErrorCode.JSON_DUP_KEY, "has a key twice, or one that a column has in other letter case");
    }
    if (names.size() == MAX) {
      folded.remove(name.toLowerCase(Locale.ROOT));
      throw new RecordRefused(
          ErrorCode.ROW_TOO_LARGE, "has a key beyond the first " + MAX + " of its file");
    }
    names.add(name);
    indexes.put(name, names.size() - 1);
    return names.size() - 1;
  }

  /** Forgets the names a record brought that turned out to be bad. */
  void truncate(int size) {
    while (names.size() > size) {
      String name = names.remove(names.size() - 1);
      indexes.remove(name);
      folded.remove(name.toLowerCase(Locale.ROOT));
    }
  }
}
