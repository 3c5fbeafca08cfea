// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.error.Plural;
import dev.sluice.store.Sha256;
import dev.sluice.store.SideBySide;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what happened to a file of the lake since it was landed. */
public final class FileDamage {
  private static final VerifiedFiles READINGS = new VerifiedFiles();

  private FileDamage() {}

  private static @Nullable String ofLength(DataFile file, Optional<ObjectStore.Item> item) {
    if (item.isEmpty() || !item.get().isPlain()) {
      return "disappeared after it was landed";
    }
    long bytes = item.get().bytes();
    return bytes == file.content().bytes()
        ? null
        : "has %s, but %d were landed".formatted(Plural.of(bytes, "byte"), file.content().bytes());
  }

  /** What a look at many files tells, of those that are not there in their full length. */
  public static Map<DataFile, String> ofLengths(String root, Collection<DataFile> files) {
    Map<DataFile, String> damaged = new LinkedHashMap<>();
    try {
      Map<String, ObjectStore.Item> items = look(root, files);
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

  private static Map<String, ObjectStore.Item> look(String root, Collection<DataFile> files)
      throws IOException {
    return ObjectStore.of(root).look(files.stream().map(DataFile::path).distinct().toList());
  }

  /** What reading a file tells; null when it is what was landed. */
  public static @Nullable String of(String root, DataFile file) {
    try {
      Optional<ObjectStore.Item> item = ObjectStore.of(root).look(file.path());
      String length = ofLength(file, item);
      if (length != null) {
        return length;
      }
      Instant begin = Instant.now();
      try (InputStream in = ObjectStore.of(root).open(file.path())) {
        if (!Sha256.of(in).equals(file.content().sha256())) {
          return "does not have the checksum with which it was landed";
        }
      }
      item.ifPresent(is -> READINGS.add(root, file, is, begin));
      return null;
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }

  /**
   * What reading many files tells, of those that are not what was landed. A file is not read again
   * that this process found whole since a moment, and that nothing touched meanwhile.
   *
   * @param since when the command began that reads them
   */
  public static Map<DataFile, String> found(
      String root, Collection<DataFile> files, Instant since) {
    Map<DataFile, String> damaged = new LinkedHashMap<>();
    try {
      Map<String, ObjectStore.Item> items = look(root, files);
      List<DataFile> unread = new ArrayList<>();
      for (DataFile file : files) {
        ObjectStore.Item item = items.get(file.path());
        if (item == null || !READINGS.has(root, file, item, since)) {
          unread.add(file);
        }
      }
      List<Optional<String>> said =
          SideBySide.map(unread, file -> Optional.ofNullable(of(root, file)));
      for (int i = 0; i < unread.size(); i++) {
        if (said.get(i).isPresent()) {
          damaged.put(unread.get(i), said.get(i).get());
        }
      }
    } catch (IOException e) {
      files.forEach(file -> damaged.put(file, "cannot be read: " + e));
    }
    return damaged;
  }
}
