// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;
import org.conscrypt.Conscrypt;

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
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether a file of a lake is there and is what was noted of it. */
  public static boolean matches(String root, DataFile file) {
    return Damage.of(root, file) == null;
  }

  public static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** BoringSSL's, when the platform has it: Java's own is slow until its last compiler has run. */
  private static MessageDigest sha256() {
    try {
      return Conscrypt.isAvailable()
          ? MessageDigest.getInstance("SHA-256", Native.PROVIDER)
          : MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static final class Native {
    static final Provider PROVIDER = Conscrypt.newProvider();
  }
}
