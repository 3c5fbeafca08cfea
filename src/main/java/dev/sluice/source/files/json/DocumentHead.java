// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.json.record.JsonTrouble;
import dev.sluice.spec.unit.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes from where a document begins to its records. */
final class DocumentHead {
  private static final JsonFactory JSON = new JsonFactory();

  /** More than the parser reads ahead. */
  private static final int AHEAD = 1 << 16;

  /** Keys that a message names. */
  private static final int NAMED = 8;

  private final InputFile file;
  private final ByteWindow window;
  private final long start;
  private final List<String> keys;

  /**
   * What stands where the records should.
   *
   * @param token null where there is nothing
   * @param offset of what is in the list, of the one object, or behind what is neither
   */
  record Found(@Nullable JsonToken token, long offset) {
    boolean isList() {
      return token == JsonToken.START_ARRAY;
    }

    boolean isOne() {
      return token == JsonToken.START_OBJECT;
    }
  }

  private DocumentHead(InputFile file, ByteWindow window, long start, List<String> keys) {
    this.file = file;
    this.window = window;
    this.start = start;
    this.keys = keys;
  }

  /**
   * Finds the records of the document that begins at a position.
   *
   * @throws PipelineException FILE_CORRUPT when there are none where they should be
   */
  static Found find(InputFile file, ByteWindow window, long start, List<String> keys) {
    DocumentHead head = new DocumentHead(file, window, start, keys);
    int first = window.at(start);
    if (keys.isEmpty() && (first == '[' || first == '{')) { // without a parser for each object
      return first == '['
          ? new Found(JsonToken.START_ARRAY, start + 1)
          : new Found(JsonToken.START_OBJECT, start);
    }
    try (JsonParser parser = JSON.createParser(head.bytes())) {
      return head.follow(parser);
    } catch (JsonProcessingException e) {
      throw head.refused(JsonTrouble.of(e).getMessage());
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
  }

  private Found follow(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    for (int i = 0; i < keys.size(); i++) {
      token = value(parser, token, i);
    }
    return switch (token) {
      case START_OBJECT -> new Found(token, start + parser.currentTokenLocation().getByteOffset());
      case START_ARRAY, VALUE_NULL ->
          new Found(token, start + parser.currentLocation().getByteOffset());
      default -> throw refused("has no list of objects under " + path(keys.size()));
    };
  }

  /** The value of a key of the object that begins here. */
  private JsonToken value(JsonParser parser, JsonToken token, int depth) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw refused("has no object under " + path(depth));
    }
    List<String> met = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals(keys.get(depth))) {
        return value;
      }
      if (met.size() < NAMED) {
        met.add(name);
      }
      JsonParser unused = parser.skipChildren();
    }
    throw refused(
        "has no `%s` under %s, but %s"
            .formatted(
                keys.get(depth),
                path(depth),
                met.isEmpty() ? "nothing" : "`" + String.join("`, `", met) + "`"));
  }

  private String path(int depth) {
    return "`" + JsonPath.spell(keys.subList(0, depth)) + "`";
  }

  private PipelineException refused(String what) {
    return file.failure(
        ErrorCode.FILE_CORRUPT,
        "%s (its document at byte %d); `records` of the source says where its records are"
            .formatted(what, start),
        null);
  }

  /** The bytes of the window from the start on; those that were read last stay in it. */
  private InputStream bytes() {
    return new InputStream() {
      private long at = start;

      @Override
      public int read() {
        int b = window.at(at);
        at += b < 0 ? 0 : 1;
        return b;
      }

      @Override
      public int read(byte[] target, int from, int length) {
        window.keep(Math.max(start, at - AHEAD));
        byte[] next = window.copy(at, at + Math.min(length, AHEAD / 2));
        System.arraycopy(next, 0, target, from, next.length);
        at += next.length;
        return next.length == 0 && length > 0 ? -1 : next.length;
      }
    };
  }
}
