// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.record;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the payloads of dead letters: AES-256-GCM, a random nonce for each letter,
 * bound to the letter's id.
 *
 * <p>Never serialised: each worker reads the key from its own environment.
 */
public final class LetterCipher {
  /** The environment variable that holds the key: 32 bytes in base64. */
  public static final String VARIABLE = "SLUICE_LETTER_KEY";

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  private LetterCipher(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * With the key of this process's environment.
   *
   * @throws PipelineException when there is none, or it is malformed
   */
  public static LetterCipher fromEnvironment() {
    return of(System.getenv(VARIABLE));
  }

  /** With a key in base64; null when it is not set. */
  public static LetterCipher of(@Nullable String key) {
    if (key == null || key.isBlank()) {
      throw new PipelineException(
              ErrorCode.ENV_UNSET,
              "The environment variable "
                  + VARIABLE
                  + " is not set; encrypted dead letters need it. Set it to 32 random bytes in base64,"
                  + " as `openssl rand -base64 32` makes them, and keep it: without it the letters"
                  + " cannot be read again.")
          .about("dead_letters");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(key.strip());
      if (bytes.length == KEY_BYTES) {
        return new LetterCipher(bytes);
      }
      throw malformed("it holds " + bytes.length + " bytes");
    } catch (IllegalArgumentException e) {
      throw malformed("it is not base64");
    }
  }

  private static PipelineException malformed(String what) {
    return new PipelineException(
        ErrorCode.INVALID_VALUE,
        "The environment variable "
            + VARIABLE
            + " must be 32 bytes in base64, but "
            + what
            + ". `openssl rand -base64 32` makes such a key.");
  }

  /** Encrypts a payload; no two results are equal. */
  String seal(String letterId, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, letterId).doFinal(plain);
      ByteBuffer whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed);
      return Base64.getEncoder().encodeToString(whole.array());
    } catch (GeneralSecurityException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot encrypt a dead letter", e);
    }
  }

  /**
   * Decrypts the payload of a letter.
   *
   * @throws PipelineException when it is not the payload of this letter, or was encrypted with
   *     another key
   */
  public byte[] open(String letterId, String payload) {
    try {
      byte[] whole = Base64.getDecoder().decode(payload);
      byte[] nonce = java.util.Arrays.copyOf(whole, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, nonce, letterId)
          .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letter "
              + letterId
              + " cannot be decrypted: "
              + VARIABLE
              + " is not the key it was encrypted with, or the letter was changed. Set the key of"
              + " the run that wrote it.",
          e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String letterId) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(letterId.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
