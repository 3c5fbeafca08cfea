// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.file;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Puts tokens in the place of personal values: equal values have equal tokens, and nobody without
 * the key can tell or guess a value from its token.
 *
 * <p>The key is the environment variable {@link #VARIABLE}; without it, a random one that is made
 * once and kept in the lake; one that was changed is refused with MANIFEST_INVALID. It is never
 * serialised: each worker looks it up. Not thread-safe.
 */
public final class PiiTokens implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The environment variable that holds the key, a text. */
  public static final String VARIABLE = "SLUICE_PII_KEY";

  /** Where the key is kept, relative to the lake's root. */
  public static final String FILE = "_sluice/pii.key";

  private static final int KEY_BYTES = 32;
  private static final int DIGITS = 16;

  private final @Nullable String root;
  private final boolean makesKey;
  private transient @Nullable Mac mac;

  private PiiTokens(@Nullable String root, boolean makesKey) {
    this.root = root;
    this.makesKey = makesKey;
  }

  /** Tokens that are the same in every run over the lake at a root. */
  public static PiiTokens in(String root) {
    return new PiiTokens(root, true);
  }

  /** The same, for whoever writes nothing: where no key is kept, those of one that nobody keeps. */
  public static PiiTokens kept(String root) {
    return new PiiTokens(root, false);
  }

  /** Tokens of a key that nobody keeps. */
  public static PiiTokens unkept() {
    return new PiiTokens(null, false);
  }

  /** The token of a value; null for null. */
  public @Nullable String of(@Nullable String value) {
    if (value == null) {
      return null;
    }
    byte[] digest = mac().doFinal(value.getBytes(StandardCharsets.UTF_8));
    return "pii:" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
  }

  private Mac mac() {
    Mac known = mac;
    if (known != null) {
      return known;
    }
    try {
      Mac made = Mac.getInstance("HmacSHA256");
      made.init(new SecretKeySpec(key(System.getenv(VARIABLE)), "HmacSHA256"));
      mac = made;
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot read or make the key for personal data, %s/%s: %s. Make the folder writable, or set %s."
              .formatted(root, FILE, e.getMessage(), VARIABLE),
          e);
    }
  }

  private byte[] key(@Nullable String variable) throws IOException {
    if (variable != null && !variable.isEmpty()) {
      return variable.getBytes(StandardCharsets.UTF_8);
    }
    if (root == null) {
      return random();
    }
    DocumentStore store = DocumentStore.of(root);
    Optional<byte[]> there = store.read(FILE);
    if (there.isEmpty() && !makesKey) {
      return random();
    }
    if (there.isEmpty()) {
      Key made = new Key(Key.VERSION, HexFormat.of().formatHex(random()));
      boolean unused = store.create(DocumentKind.KEY, FILE, Documents.write(made));
      there = store.read(FILE);
    }
    byte[] content = there.orElseThrow(() -> new IOException("it disappeared"));
    return HexFormat.of()
        .parseHex(Documents.read(content, Key.class, root + "/" + FILE, Key.VERSION).key());
  }

  /**
   * The kept key; the seal of its document shows a change.
   *
   * @param version of this format
   * @param key in lower-case hex
   */
  record Key(int version, String key) {
    static final int VERSION = 1;
  }

  private static byte[] random() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
