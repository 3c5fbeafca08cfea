// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.source.files.bytes.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Takes the body of a post apart: objects of JSON, one or many; of other formats it is one. */
final class PostedMessages {
  private static final JsonFactory JSON = new JsonFactory();

  /** Which types of content a format may have; {@code bytes} may have any. */
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "json",
          Set.of(
              "application/json",
              "text/json",
              "application/x-ndjson",
              "application/ndjson",
              "application/jsonl",
              "application/x-jsonlines"),
          "csv",
          Set.of("text/csv", "text/plain"),
          "avro",
          Set.of("application/octet-stream", "application/avro", "avro/binary"));

  private PostedMessages() {}

  /** A body is none, and its sender is told why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String why) {
      super(why);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * Requires a content that the format may have.
   *
   * @param type the header {@code Content-Type}; empty for none
   */
  static void requireType(String format, String type) throws Refused {
    String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    Set<String> allowed = TYPES.getOrDefault(format, Set.of());
    boolean isJson = format.equals("json") && bare.endsWith("+json");
    if (!bare.isEmpty() && !allowed.isEmpty() && !allowed.contains(bare) && !isJson) {
      throw new Refused(
          415, "Content-Type %s is not taken here; send %s".formatted(bare, example(format)));
    }
  }

  private static String example(String format) {
    return switch (format) {
      case "json" -> "application/json or application/x-ndjson";
      case "csv" -> "text/csv";
      default -> "application/octet-stream";
    };
  }

  /** The messages of a body, at least one. */
  static List<byte[]> of(String format, byte[] body) throws Refused {
    List<byte[]> all = format.equals("json") ? objects(body) : List.of(body);
    if (body.length == 0 || all.isEmpty()) {
      throw new Refused(400, "There is no message in this post");
    }
    return all;
  }

  private static List<byte[]> objects(byte[] body) throws Refused {
    int invalid = Utf8.firstInvalid(body, 0, body.length);
    if (invalid >= 0) {
      throw new Refused(400, "The body is not UTF-8 at byte " + invalid + " of it");
    }
    String text = new String(body, StandardCharsets.UTF_8);
    List<byte[]> objects = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token;
      int depth = 0;
      while ((token = parser.nextToken()) != null) {
        if (token == JsonToken.START_ARRAY && depth == 0) {
          depth++;
        } else if (token == JsonToken.END_ARRAY) {
          depth--;
        } else if (token == JsonToken.START_OBJECT) {
          int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
          JsonParser unused = parser.skipChildren();
          int to = Math.toIntExact(parser.currentLocation().getCharOffset());
          objects.add(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
        } else {
          throw new Refused(
              400,
              "Message %d of the body is no object of JSON; nothing of the post was taken"
                  .formatted(objects.size() + 1));
        }
      }
      return objects;
    } catch (JsonProcessingException e) {
      throw new Refused(
          400,
          "The body is no JSON at line %d, column %d; nothing of the post was taken"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("A text cannot be read", e);
    }
  }
}
