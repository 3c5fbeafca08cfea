// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spells records as sealed JSON documents: snake_case keys, lower-case enums, a {@code version}
 * first, and at the end, after a {@code signature} where one is asked for, a {@code seal}, the
 * SHA-256 of the text without it. A changed bit anywhere is found when the document is read.
 */
public final class Documents {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private static final Pattern SEAL =
      Pattern.compile(",\n  \"seal\" : \"([0-9a-f]{64})\"\n}\n?\\z");

  private static final Pattern SIGNATURE =
      Pattern.compile(",\n  \"signature\" : \"([^\"]*)\"\n}\\z");

  private Documents() {}

  /** Gives the signature of a text; null for none. */
  public interface Signer {
    @Nullable String sign(String text);
  }

  /**
   * A document's signature.
   *
   * @param text what it covers: the document without signature and seal
   * @param signature empty when it has none
   */
  public record Signed(String text, String signature) {}

  /** Spells a record, which must have a component {@code version}. */
  public static byte[] write(Object document) {
    return write(document, text -> null);
  }

  /** Spells a record and signs it: the signature stands before the seal, which covers it too. */
  public static byte[] write(Object document, Signer signer) {
    try {
      String text = JSON.writeValueAsString(document);
      String signature = signer.sign(text);
      String signed = signature == null ? text : ending(text, "signature", signature);
      return bytes(ending(signed, "seal", Sha256.of(bytes(signed))) + "\n");
    } catch (JacksonException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot write a document", e);
    }
  }

  private static String ending(String text, String key, String value) {
    String open = text.substring(0, text.length() - "\n}".length());
    return "%s,\n  \"%s\" : \"%s\"\n}".formatted(open, key, value);
  }

  /** The signature of a document that was read before. */
  public static Signed signed(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    Matcher seal = SEAL.matcher(text);
    return unsigned(seal.find() ? text.substring(0, seal.start()) + "\n}" : text);
  }

  private static Signed unsigned(String text) {
    Matcher signature = SIGNATURE.matcher(text);
    return signature.find()
        ? new Signed(text.substring(0, signature.start()) + "\n}", signature.group(1))
        : new Signed(text, "");
  }

  /**
   * Reads a record back.
   *
   * @param name the document's path, for messages
   * @param version the newest version this Sluice knows
   * @throws PipelineException {@code MANIFEST_INVALID} when it is cut, changed, or newer
   */
  public static <T> T read(byte[] content, Class<T> type, String name, int version) {
    return read(content, type, name, version, document -> {});
  }

  /**
   * As {@link #read(byte[], Class, String, int)}.
   *
   * @param completion puts in what documents may leave out
   */
  public static <T> T read(
      byte[] content, Class<T> type, String name, int version, Consumer<JsonNode> completion) {
    String text = new String(content, StandardCharsets.UTF_8);
    Matcher seal = SEAL.matcher(text);
    if (!seal.find()) {
      requireKnownVersion(text, name, version);
      throw broken(name, "is cut short or was not written by Sluice: it does not end in a seal");
    }
    String open = text.substring(0, seal.start()) + "\n}";
    if (!Sha256.of(bytes(open)).equals(seal.group(1))) {
      throw broken(name, "was changed after it was written: its seal does not match its content");
    }
    requireKnownVersion(open, name, version);
    try {
      JsonNode document = JSON.readTree(unsigned(open).text());
      completion.accept(document);
      return JSON.treeToValue(document, type);
    } catch (JacksonException e) {
      throw broken(name, "is no " + type.getSimpleName() + ": " + why(e));
    }
  }

  /** SHA-256 of a document's bytes, by which others refer to it. */
  public static String digest(byte[] content) {
    return Sha256.of(content);
  }

  private static void requireKnownVersion(String text, String name, int known) {
    try {
      JsonNode version = JSON.readTree(text).path("version");
      if (version.asInt(0) > known) {
        throw new PipelineException(
            ErrorCode.MANIFEST_INVALID,
            name
                + " is of format "
                + version.asInt()
                + ", but this Sluice reads up to "
                + known
                + ". Use the newer Sluice that wrote it; nothing was changed.");
      }
    } catch (JacksonException e) {
      throw broken(name, "is cut short or not JSON: " + why(e));
    }
  }

  /** What the parser says, without what it says of its own settings. */
  private static String why(JacksonException e) {
    String message = e.getOriginalMessage();
    int aside = message.indexOf(" (start marker at ");
    return aside < 0 ? message : message.substring(0, aside);
  }

  private static PipelineException broken(String name, String why) {
    return new PipelineException(
        ErrorCode.MANIFEST_INVALID,
        name + " " + why + ". Restore it from a backup; nothing was changed or deleted.");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
