// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.batch.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** SHA-256 in lower-case hex. */
public final class Checksums {
  private Checksums() {}

  public static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  /** Of what is left of a stream. */
  public static String sha256(InputStream in) throws IOException {
    return Sha256.of(in);
  }

  /** Whether a file of a lake is there and is what was noted of it. */
  public static boolean matches(String root, DataFile file) {
    return Damage.of(root, file) == null;
  }

  public static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
