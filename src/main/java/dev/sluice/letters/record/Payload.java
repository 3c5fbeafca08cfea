// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A dead record: its first bytes, and the length and the SHA-256 of all of it. */
public final class Payload {
  /** Most bytes that are kept of a record. */
  public static final int MAX_KEPT = 64 << 10;

  private final byte[] kept;
  private final long length;
  private final String sha256;
  private final String format;
  private final @Nullable String header;

  private Payload(byte[] kept, long length, String sha256, String format, @Nullable String header) {
    this.kept = kept;
    this.length = length;
    this.sha256 = sha256;
    this.format = format;
    this.header = header;
  }

  /**
   * The payload of a whole record.
   *
   * @param format {@code csv}, {@code json}, or {@code row} for the JSON of typed values
   * @param header what is needed to read the record alone: the file's header record, or the types
   *     of a row
   */
  public static Payload of(byte[] record, String format, @Nullable String header) {
    Growing growing = new Growing(format, header);
    growing.add(record);
    return growing.end();
  }

  byte[] kept() {
    return kept;
  }

  boolean isCut() {
    return length > kept.length;
  }

  long length() {
    return length;
  }

  String sha256() {
    return sha256;
  }

  String format() {
    return format;
  }

  @Nullable String header() {
    return header;
  }

  /**
   * Equal for the same record of the same place, whatever is wrong with it: the first 32 digits of
   * a SHA-256 over the table, the origin, the row's number there and the record.
   */
  String letterId(String table, String origin, long row) {
    String identity = String.join("\0", table, origin, Long.toString(row), sha256);
    byte[] digest = digest().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, 32);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** A payload made piece by piece, of a record that memory should not hold as a whole. */
  public static final class Growing {
    private final MessageDigest digest = digest();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final String format;
    private final @Nullable String header;
    private long length;

    public Growing(String format, @Nullable String header) {
      this.format = format;
      this.header = header;
    }

    /** Goes on with the next bytes of the record. */
    public void add(byte[] piece) {
      digest.update(piece);
      length += piece.length;
      int room = MAX_KEPT + 1 - kept.size();
      kept.write(piece, 0, Math.min(room, piece.length));
    }

    public Payload end() {
      byte[] first = kept.toByteArray();
      String sha256 = HexFormat.of().formatHex(digest.digest());
      return new Payload(
          first.length <= MAX_KEPT ? first : Arrays.copyOf(first, characterEnd(first)),
          length,
          sha256,
          format,
          header);
    }

    /** The last place up to the limit that does not lie inside a character of UTF-8. */
    private static int characterEnd(byte[] bytes) {
      int end = MAX_KEPT;
      while (end > MAX_KEPT - 4 && (bytes[end] & 0xc0) == 0x80) {
        end--;
      }
      return end;
    }
  }
}
