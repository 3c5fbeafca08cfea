// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says what happened to a file of the lake since it was landed. */
final class Damage {
  private Damage() {}

  /** What a look at a file's length tells; null when it is there in its full length. */
  static @Nullable String ofLength(String root, DataFile file) {
    Path path = Path.of(root, file.path());
    try {
      if (!Files.isRegularFile(path)) {
        return "disappeared after it was landed";
      }
      long bytes = Files.size(path);
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
    try {
      return Checksums.sha256(Path.of(root, file.path())).equals(file.content().sha256())
          ? null
          : "does not have the checksum with which it was landed";
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }
}
