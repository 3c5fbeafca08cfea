// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.sign;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A private Ed25519 key; never serialised, never printed. */
final class SigningKey {
  /** The environment variable that holds the key, or the path of the file that does. */
  static final String VARIABLE = "SLUICE_SIGNING_KEY";

  static final String ALGORITHM = "Ed25519";

  /** What stands before the 32 bytes of a key in PKCS#8, as RFC 8410 says. */
  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private static final int SEED = 32;

  private final PrivateKey key;

  private SigningKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * Reads a key: PEM, Base64 of PKCS#8 or of the 32 bytes alone, or the path of a file with one.
   *
   * @throws PipelineException ENV_UNSET when there is none, INVALID_VALUE when it is malformed
   */
  static SigningKey of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new PipelineException(
              ErrorCode.ENV_UNSET,
              "The spec lists signers, so decisions and releases are signed with the Ed25519 key in %s, which is not set. Set it to the key, or to the path of its file."
                  .formatted(VARIABLE))
          .about("publish", "signers");
    }
    byte[] bytes = decode(text.strip());
    if (bytes.length == 0) {
      bytes = decode(file(text.strip()));
    }
    if (bytes.length == SEED) {
      byte[] whole = java.util.Arrays.copyOf(PKCS8, PKCS8.length + SEED);
      System.arraycopy(bytes, 0, whole, PKCS8.length, SEED);
      bytes = whole;
    }
    try {
      return new SigningKey(
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      throw malformed();
    }
  }

  private static String file(String path) {
    try {
      return Files.readString(Path.of(path), StandardCharsets.US_ASCII).strip();
    } catch (IOException | InvalidPathException e) {
      throw malformed();
    }
  }

  /** Empty when it is neither PEM nor Base64. */
  private static byte[] decode(String text) {
    String body =
        text.replaceFirst("-----BEGIN [A-Z ]+-----", "").replaceFirst("-----END [A-Z ]+-----", "");
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static PipelineException malformed() {
    return new PipelineException(
        ErrorCode.INVALID_VALUE,
        "%s holds neither an Ed25519 key nor the path of a file with one. `openssl genpkey -algorithm ed25519 -out my.pem` makes such a file."
            .formatted(VARIABLE));
  }

  byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot sign a document", e);
    }
  }
}
