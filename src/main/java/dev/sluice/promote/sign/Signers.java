// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.sign;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Chain;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.document.Documents;
import dev.sluice.store.document.Documents.Signed;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose signatures decisions and releases need: those of the public Ed25519 keys in the spec. A
 * signature covers the document's path and all of its text, and with the digest of the document
 * before it all that went before. Without signers nothing is signed, and nothing is asked for.
 */
public final class Signers implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nobody signs. */
  public static final Signers NONE = new Signers(Map.of(), null);

  /** The environment variable that holds the private key, or the path of the file that does. */
  public static final String VARIABLE = SigningKey.VARIABLE;

  /** How keys and signatures begin. */
  private static final String PREFIX = "ed25519:";

  /** What stands before the 32 bytes of a public key in X.509, as RFC 8410 says. */
  private static final String X509 = "302a300506032b6570032100";

  private final TreeMap<String, String> keys;
  private final transient @Nullable String given;

  private Signers(Map<String, String> keys, @Nullable String given) {
    this.keys = new TreeMap<>(keys);
    this.given = given;
  }

  /**
   * The signers of a spec, who sign with the key in the environment.
   *
   * @param keys public keys by name, each {@code ed25519:} and 32 bytes in Base64
   */
  public static Signers of(Map<String, String> keys) {
    return keys.isEmpty() ? NONE : new Signers(keys, null);
  }

  /** The same signers, of whom one signs with a key that is given. */
  Signers with(String key) {
    return new Signers(keys, key);
  }

  /** Whether documents need a signature. */
  public boolean areListed() {
    return !keys.isEmpty();
  }

  /**
   * Looks whether this process could sign; does nothing where nobody signs.
   *
   * @throws PipelineException ENV_UNSET or INVALID_VALUE when there is no key; NOT_SIGNED when its
   *     public half is not listed
   */
  public void requireKey() {
    if (areListed()) {
      String unused = sign("", "");
    }
  }

  /**
   * Signs a document; null where nobody signs.
   *
   * @throws PipelineException as {@link #requireKey}
   */
  @Nullable
  public String sign(String path, String text) {
    if (!areListed()) {
      return null;
    }
    SigningKey key = SigningKey.of(given == null ? System.getenv(SigningKey.VARIABLE) : given);
    byte[] signature = key.sign(covered(path, text));
    if (signer(path, text, signature).isEmpty()) {
      throw new PipelineException(
              ErrorCode.NOT_SIGNED,
              "The key in %s is that of none of the spec's signers (%s). List its public half under `publish: {signers: …}`, or use the key of one of them. Nothing was changed."
                  .formatted(SigningKey.VARIABLE, String.join(", ", keys.keySet())))
          .about("publish", "signers");
    }
    return PREFIX + Base64.getEncoder().encodeToString(signature);
  }

  /** Who signed a document; empty when nobody did who is listed. */
  public Optional<String> signer(String path, byte[] content) {
    Signed signed = Documents.signed(content);
    if (!signed.signature().startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      String base64 = signed.signature().substring(PREFIX.length());
      return signer(path, signed.text(), Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<String> signer(String path, String text, byte[] signature) {
    byte[] covered = covered(path, text);
    return keys.entrySet().stream()
        .filter(key -> isBy(key.getValue(), covered, signature))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isBy(String key, byte[] covered, byte[] signature) {
    try {
      Signature check = Signature.getInstance(SigningKey.ALGORITHM);
      check.initVerify(publicKey(key));
      check.update(covered);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static PublicKey publicKey(String key) throws GeneralSecurityException {
    String raw =
        HexFormat.of().formatHex(Base64.getDecoder().decode(key.substring(PREFIX.length())));
    return KeyFactory.getInstance(SigningKey.ALGORITHM)
        .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509 + raw)));
  }

  /** The path too: a decision cannot stand where another one, or a release, belongs. */
  private static byte[] covered(String path, String text) {
    return ("sluice " + path + "\n" + text).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Looks through a chain for documents that lack a signature; finds nothing where nobody signs.
   * The first that has one vouches for those before it, whose digests it holds.
   */
  public <T extends Chain.Link> Look look(Chain<T> chain) {
    List<String> unsigned = new ArrayList<>();
    boolean isAnySigned = false;
    String newest = "";
    for (Entry<T> entry : areListed() ? chain.all() : List.<Entry<T>>of()) {
      newest = chain.path(entry.document().number());
      if (signer(newest, entry.content().getBytes(StandardCharsets.UTF_8)).isPresent()) {
        isAnySigned = true;
      } else if (isAnySigned) {
        unsigned.add(newest);
      }
    }
    return new Look(unsigned, isAnySigned || newest.isEmpty() ? "" : newest);
  }

  /**
   * What a look through a chain found.
   *
   * @param unsigned the documents that lack a signature though an earlier one has it
   * @param unvouched the newest document where none has one; else empty
   */
  public record Look(List<String> unsigned, String unvouched) {
    public Look {
      unsigned = List.copyOf(unsigned);
    }
  }

  public void requireSigned(String root, Chain<? extends Chain.Link> chain) {
    List<String> unsigned = look(chain).unsigned();
    if (!unsigned.isEmpty()) {
      throw refused(root, unsigned.get(0));
    }
  }

  /** The refusal of a document that lacks a signature. */
  public static PipelineException refused(String root, String path) {
    return new PipelineException(
        ErrorCode.NOT_SIGNED,
        "%s/%s is not signed by any of the spec's signers, or was changed since. Find out who wrote it; `sluice verify` lists every such document. Production is unchanged."
            .formatted(root, path));
  }
}
