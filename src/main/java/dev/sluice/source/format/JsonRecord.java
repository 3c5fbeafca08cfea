// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.batch.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes one JSON object apart; every value stays the text it was. */
final class JsonRecord {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.defaults())
          .build();

  private final JsonColumns columns;
  private final JsonContract contract;
  private @Nullable String[] values = new @Nullable String[16];

  JsonRecord(JsonColumns columns, TableSchema schema) {
    this.columns = columns;
    this.contract = new JsonContract(schema);
  }

  /**
   * Reads one object that fills a line.
   *
   * @throws RecordRefused when it is not one; the columns then are as before
   */
  void parse(byte[] bytes, int from, int to) {
    checkText(bytes, from, to);
    int known = columns.size();
    Arrays.fill(values, null);
    contract.begin();
    try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw syntax("is not a JSON object", parser.currentTokenLocation());
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = checked(parser.currentName());
        JsonToken token = parser.nextToken();
        String value = value(parser, token, bytes, from);
        set(columns.indexOf(name), contract.told(name, token, value));
      }
      if (parser.nextToken() != null) {
        throw syntax("goes on after its object", parser.currentTokenLocation());
      }
      contract.absent().forEach((name, value) -> set(columns.indexOf(name), value));
    } catch (RecordRefused e) {
      columns.truncate(known);
      throw e;
    } catch (JsonProcessingException e) {
      columns.truncate(known);
      throw refused(e);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read JSON from memory", e);
    }
  }

  private static void checkText(byte[] bytes, int from, int to) {
    int invalid = Utf8.firstInvalid(bytes, from, to);
    if (invalid >= 0) {
      throw new RecordRefused(
          ErrorCode.ENC_INVALID,
          "has the byte 0x%02X at %d of its line, which is not UTF-8"
              .formatted(bytes[invalid] & 0xff, invalid - from));
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0) {
        throw new RecordRefused(
            ErrorCode.JSON_SYNTAX, "is not JSON: a NUL at column " + (i - from + 1));
      }
    }
  }

  private static @Nullable String value(JsonParser parser, JsonToken token, byte[] bytes, int from)
      throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> checked(parser.getText());
      case START_OBJECT, START_ARRAY -> {
        int start = from + (int) parser.currentTokenLocation().getByteOffset();
        JsonParser unused = parser.skipChildren();
        int end = from + (int) parser.currentLocation().getByteOffset();
        yield new String(bytes, start, end - start, StandardCharsets.UTF_8);
      }
      default -> parser.getText();
    };
  }

  /** Refuses what UTF-8 or a text column cannot hold, which escapes can spell. */
  private static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new RecordRefused(ErrorCode.ENC_NUL, "has a NUL in a string");
      }
      if (Character.isSurrogate(c)) {
        boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!isPair) {
          throw new RecordRefused(ErrorCode.ENC_INVALID, "has half a surrogate pair in a string");
        }
        i++;
      }
    }
    return text;
  }

  private void set(int column, @Nullable String value) {
    if (column >= values.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, column + 1));
    }
    values[column] = value;
  }

  /** Appends the object's values, and null for the columns it lacks. */
  void appendTo(TextBatchBuilder builder) {
    for (int i = 0; i < columns.size(); i++) {
      builder.append(i, i < values.length ? values[i] : null);
    }
  }

  /** Says what is wrong without quoting more than one character: the record may be personal. */
  private static RecordRefused refused(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (e instanceof StreamConstraintsException) {
      return message.contains("nesting depth")
          ? new RecordRefused(ErrorCode.JSON_DEPTH, "is nested too deeply: " + message)
          : new RecordRefused(ErrorCode.ROW_TOO_LARGE, "has a value that is too long: " + message);
    }
    if (message.startsWith("Duplicate ")) {
      return new RecordRefused(ErrorCode.JSON_DUP_KEY, "has a key twice" + column(e.getLocation()));
    }
    if (message.startsWith("Unrecognized token ")) {
      return syntax("is not JSON: a word that is not quoted", e.getLocation());
    }
    return syntax("is not JSON: " + message, e.getLocation());
  }

  private static RecordRefused syntax(String what, @Nullable JsonLocation at) {
    return new RecordRefused(ErrorCode.JSON_SYNTAX, what + column(at));
  }

  private static String column(@Nullable JsonLocation at) {
    return at == null ? "" : " (column " + at.getColumnNr() + ")";
  }
}
