// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.record;

import dev.sluice.table.LetterColumns;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the payload of a letter is, as {@link LetterColumns#FORMAT} says it: a kind, then what was
 * done to it, parted by semicolons.
 *
 * @param kind {@code csv}, {@code json} or {@code row}
 */
public record PayloadFormat(String kind, List<String> marks) {
  /** The bytes are not UTF-8, and stand there in base64. */
  static final String BASE64 = "base64";

  /** Only the beginning of the record is there. */
  static final String CUT = "cut";

  /** Encrypted with AES-256-GCM, in base64. */
  static final String ENCRYPTED = "aes256gcm";

  /** Nothing is there. */
  static final String DROPPED = "dropped";

  /** A SQL condition on a letter: its whole record is there, so it can be read again. */
  public static final String IS_WHOLE =
      "(payload IS NOT NULL AND NOT list_has_any(string_split(payload_format, ';'), ['cut', 'dropped']))";

  public PayloadFormat {
    marks = List.copyOf(marks);
  }

  public static PayloadFormat of(String text) {
    List<String> parts = List.of(text.split(";", -1));
    return new PayloadFormat(parts.get(0), parts.subList(1, parts.size()));
  }

  /** Whether the whole record is there, so that it can be read again. */
  public boolean isWhole() {
    return !marks.contains(CUT) && !marks.contains(DROPPED);
  }

  public boolean isEncrypted() {
    return marks.contains(ENCRYPTED);
  }

  /** The record's bytes, as far as they were kept. */
  public byte[] bytes(String payload, String letterId, Supplier<LetterCipher> cipher) {
    if (isEncrypted()) {
      return cipher.get().open(letterId, payload);
    }
    return marks.contains(BASE64)
        ? Base64.getDecoder().decode(payload)
        : payload.getBytes(StandardCharsets.UTF_8);
  }

  /** A record in the clear, and how it stands there. */
  public record Clear(String text, PayloadFormat format) {}

  /** An encrypted record in the clear: as text, or in base64 where it is not UTF-8. */
  public Clear clear(String payload, String letterId, Supplier<LetterCipher> cipher) {
    byte[] bytes = bytes(payload, letterId, cipher);
    List<String> kept = marks.stream().filter(mark -> !mark.equals(ENCRYPTED)).toList();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) && text.indexOf(0) < 0) {
      return new Clear(text, new PayloadFormat(kind, kept));
    }
    return new Clear(
        Base64.getEncoder().encodeToString(bytes),
        new PayloadFormat(kind, Stream.concat(kept.stream(), Stream.of(BASE64)).toList()));
  }

  /** The format of the same payload once it is encrypted. */
  PayloadFormat encrypted() {
    List<String> kept = marks.stream().filter(mark -> !mark.equals(BASE64)).toList();
    return new PayloadFormat(kind, Stream.concat(kept.stream(), Stream.of(ENCRYPTED)).toList());
  }

  /** The format of the same letter without its payload. */
  PayloadFormat dropped() {
    return new PayloadFormat(kind, List.of(DROPPED));
  }

  @Override
  public String toString() {
    return marks.isEmpty() ? kind : kind + ";" + String.join(";", marks);
  }
}
