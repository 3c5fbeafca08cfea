// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

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

/** Makes SHA-256 digests, in lower-case hex. */
public final class Sha256 {
  private Sha256() {}

  /** Of what is left of a stream. */
  public static String of(InputStream in) throws IOException {
    return of(in, Long.MAX_VALUE);
  }

  /** Of so many of the next bytes of a stream; of what is left when there are fewer. */
  public static String of(InputStream in, long first) throws IOException {
    Growing digest = new Growing();
    byte[] buffer = new byte[1 << 16];
    long left = first;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        break;
      }
      digest.add(buffer, 0, n);
      left -= n;
    }
    return digest.end();
  }

  public static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(begin().digest(bytes));
  }

  /** Of bytes that come piece by piece; used up by {@link #end}. */
  public static final class Growing {
    private final MessageDigest digest = begin();

    /** Adds so many bytes of an array, from a place on. */
    public void add(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    public String end() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** BoringSSL's, when the platform has it: Java's own is slow until its last compiler has run. */
  public static MessageDigest begin() {
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
