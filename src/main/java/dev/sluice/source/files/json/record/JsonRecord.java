// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.bytes.Utf8;
import dev.sluice.source.files.record.RecordRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one JSON object apart into the contract's columns; every value stays the text it was.
 *
 * <p>A string loses its quotes where the column's type may be said by one. Keys that the contract
 * does not name are gathered, in their order and with their values to the letter, in one JSON
 * object.
 */
public final class JsonRecord {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final JsonColumns columns;
  private final boolean[] seen;
  private final boolean[] present;
  private final @Nullable String[] values;
  private final StringBuilder unknown = new StringBuilder();
  private final List<Other> others = new ArrayList<>();

  /**
   * A key that is no column's name to the letter.
   *
   * @param column whose it is, unless the record has the column's very name; -1 for none
   * @param value for that column
   */
  private record Other(int column, String key, String raw, @Nullable String value) {}

  /**
   * @param seen by column, whether a good record had its key; added to as records are parsed
   */
  public JsonRecord(JsonColumns columns, boolean[] seen) {
    this.columns = columns;
    this.seen = seen;
    this.present = new boolean[columns.size()];
    this.values = new @Nullable String[columns.size()];
  }

  /**
   * Reads one object.
   *
   * @throws RecordRefused when it is not one
   */
  public void parse(byte[] bytes, int from, int to) {
    checkText(bytes, from, to);
    Arrays.fill(values, null);
    Arrays.fill(present, false);
    unknown.setLength(0);
    others.clear();
    try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw JsonTrouble.syntax("is not a JSON object", parser.currentTokenLocation());
      }
      for (int place = 0; parser.nextToken() == JsonToken.FIELD_NAME; place++) {
        take(parser, bytes, from, place);
      }
      if (parser.nextToken() != null) {
        throw JsonTrouble.syntax("goes on after its object", parser.currentTokenLocation());
      }
    } catch (JsonProcessingException e) {
      throw JsonTrouble.of(e);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read JSON from memory", e);
    }
    settle();
    JsonEscapes.check(bytes, from, to);
    requireKeys();
    for (int i = 0; i < present.length; i++) {
      seen[i] |= present[i];
    }
  }

  private void take(JsonParser parser, byte[] bytes, int from, int place) throws IOException {
    String key = parser.currentName();
    int column = columns.indexOf(key, place);
    JsonToken token = parser.nextToken();
    if (column >= 0) {
      take(column, value(parser, token, bytes, from, columns.keepsQuotes(column)));
      return;
    }
    int like = columns.looseIndexOf(key);
    String raw = raw(parser, token, bytes, from);
    boolean isText = like >= 0 && token == JsonToken.VALUE_STRING && !columns.keepsQuotes(like);
    String value = token == JsonToken.VALUE_NULL ? null : isText ? parser.getText() : raw;
    others.add(new Other(like, key, raw, value));
  }

  private void take(int column, @Nullable String value) {
    if (present[column]) {
      throw new RecordRefused(
          ErrorCode.JSON_DUP_KEY, "has two keys for column " + columns.names().get(column));
    }
    present[column] = true;
    values[column] = value;
  }

  private void keep(String key, String raw) {
    unknown.append(unknown.isEmpty() ? "{" : ",").append('"');
    JsonStringEncoder.getInstance().quoteAsString(key, unknown);
    unknown.append("\":").append(raw);
  }

  /** A column's very name wins; a key that is only like it is then one that nobody names. */
  private void settle() {
    List<Other> like = new ArrayList<>();
    for (Other other : others) {
      if (other.column() >= 0 && !present[other.column()]) {
        like.add(other);
      } else {
        keep(other.key(), other.raw());
      }
    }
    like.forEach(other -> take(other.column(), other.value()));
  }

  private void requireKeys() {
    List<String> absent = new ArrayList<>();
    for (int i = 0; i < present.length; i++) {
      if (!present[i] && columns.isDemanded(i)) {
        absent.add(columns.names().get(i));
      }
    }
    if (!absent.isEmpty()) {
      throw new RecordRefused(
          ErrorCode.SCHEMA_MISSING_FIELD, "has no key for column " + String.join(", ", absent));
    }
  }

  private static void checkText(byte[] bytes, int from, int to) {
    int invalid = Utf8.firstInvalid(bytes, from, to);
    if (invalid >= 0) {
      throw new RecordRefused(
          ErrorCode.ENC_INVALID,
          "has the byte 0x%02X at %d of it, which is not UTF-8"
              .formatted(bytes[invalid] & 0xff, invalid - from));
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0) {
        throw new RecordRefused(
            ErrorCode.JSON_SYNTAX, "is not JSON: a NUL at column " + (i - from + 1));
      }
    }
  }

  private static @Nullable String value(
      JsonParser parser, JsonToken token, byte[] bytes, int from, boolean keepsQuotes)
      throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return token == JsonToken.VALUE_STRING && !keepsQuotes
        ? parser.getText()
        : raw(parser, token, bytes, from);
  }

  /** The value as it stands in the record. */
  private static String raw(JsonParser parser, JsonToken token, byte[] bytes, int from)
      throws IOException {
    int start = from + (int) parser.currentTokenLocation().getByteOffset();
    switch (token) {
      case START_OBJECT, START_ARRAY -> {
        JsonParser unused = parser.skipChildren();
      }
      case VALUE_STRING -> {
        String unused = parser.getText(); // goes to its end
      }
      default -> {
        return parser.getText();
      }
    }
    int end = from + (int) parser.currentLocation().getByteOffset();
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** A JSON text as the value of a column: null for null, a string without its quotes. */
  static @Nullable String text(String json, boolean keepsQuotes) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(bytes)) {
      return value(parser, parser.nextToken(), bytes, 0, keepsQuotes);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "A default is no JSON: " + json, e);
    }
  }

  /** Appends the object's values; a column whose key it lacks gets its default, or null. */
  public void appendTo(TextBatchBuilder builder) {
    for (int i = 0; i < values.length; i++) {
      builder.append(i, present[i] ? values[i] : columns.fallback(i));
    }
    builder.append(values.length, unknown.isEmpty() ? null : unknown.append('}').toString());
  }
}
