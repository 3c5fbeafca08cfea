// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.lake.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what happened to a file of the lake since it was landed. */
final class Damage {
  private Damage() {}

  /** What a look at a file's length tells; null when it is there in its full length. */
  static @Nullable String ofLength(String root, DataFile file) {
    try {
      Optional<ObjectStore.Item> item = ObjectStore.of(root).look(file.path());
      if (item.isEmpty() || !item.get().isPlain()) {
        return "disappeared after it was landed";
      }
      long bytes = item.get().bytes();
      return bytes == file.content().bytes()
          ? null
          : "has %d bytes, but %d were landed".formatted(bytes, file.content().bytes());
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }

  /** What reading a file tells; null when it is what was landed. */
  static @Nullable String of(String root, DataFile file) {
    String length = ofLength(root, file);
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
