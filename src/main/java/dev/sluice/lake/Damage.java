// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.lake.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what happened to a file of the lake since it was landed. */
final class Damage {
  private Damage() {}

  private static @Nullable String ofLength(DataFile file, Optional<ObjectStore.Item> item) {
    if (item.isEmpty() || !item.get().isPlain()) {
      return "disappeared after it was landed";
    }
    long bytes = item.get().bytes();
    return bytes == file.content().bytes()
        ? null
        : "has %d bytes, but %d were landed".formatted(bytes, file.content().bytes());
  }

  /** What a look at many files tells, of those that are not there in their full length. */
  static Map<DataFile, String> ofLengths(String root, Collection<DataFile> files) {
    Map<DataFile, String> damaged = new LinkedHashMap<>();
    try {
      Map<String, ObjectStore.Item> items =
          ObjectStore.of(root).look(files.stream().map(DataFile::path).distinct().toList());
      for (DataFile file : files) {
        String damage = ofLength(file, Optional.ofNullable(items.get(file.path())));
        if (damage != null) {
          damaged.put(file, damage);
        }
      }
    } catch (IOException e) {
      files.forEach(file -> damaged.put(file, "cannot be read: " + e));
    }
    return damaged;
  }

  /** What reading a file tells; null when it is what was landed. */
  static @Nullable String of(String root, DataFile file) {
    String length = ofLengths(root, List.of(file)).get(file);
    if (length != null) {
      return length;
    }
    try (InputStream in = ObjectStore.of(root).open(file.path())) {
      return Checksums.sha256(in).equals(file.content().sha256())
          ? null
          : "does not have the checksum with which it was landed";
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }
}
