// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.error.issue.Position;
import java.io.IOException;
import java.util.Optional;

/** Finds where a schema of Avro names a field of its record. */
final class AvroPlaces {
  private static final JsonFactory JSON = new JsonFactory();

  private AvroPlaces() {}

  /**
   * Where the name of a field of the outermost record stands.
   *
   * @param file as positions name it
   */
  static Optional<Position> of(String file, String text, String column) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isFields = parser.currentName().equals("fields");
        if (parser.nextToken() == JsonToken.START_ARRAY && isFields) {
          return field(file, parser, column);
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      return Optional.empty(); // the spec was read before: nothing else says more
    }
    return Optional.empty();
  }

  private static Optional<Position> field(String file, JsonParser parser, String column)
      throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isName = parser.currentName().equals("name");
        if (parser.nextToken() == JsonToken.VALUE_STRING
            && isName
            && parser.getText().equals(column)) {
          JsonLocation at = parser.currentTokenLocation();
          return Optional.of(new Position(file, at.getLineNr(), at.getColumnNr()));
        }
        parser.skipChildren();
      }
    }
    return Optional.empty();
  }
}
