// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.sluice.error.ErrorCode;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Records;
import dev.sluice.spec.unit.JsonPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says where the records of a JSON text are, by the first document in its beginning. */
final class JsonShape {
  private static final JsonFactory JSON = new JsonFactory();

  /** Deeper lists are values of records. */
  private static final int DEEPEST = 4;

  /** A list of records is at least so much of its document. */
  private static final double SHARE = 0.5;

  /** What lists of records are called, by those who wrap them. */
  private static final Set<String> CALLED =
      Set.of(
          "data", "items", "records", "results", "rows", "features", "entries", "hits", "values");

  private final String text;
  private final List<JsonList> lists = new ArrayList<>();
  private List<String> names = List.of();

  /** How a document ends, as far as the beginning of the text tells. */
  private enum End {
    /** It ends, and nothing follows. */
    ALONE,
    /** It ends, and something follows. */
    FOLLOWED,
    /** It goes on behind the beginning. */
    OPEN,
    /** It is not JSON. */
    BROKEN
  }

  /**
   * A list of objects.
   *
   * @param keys that lead to it
   * @param length in characters
   * @param names the keys of its first object
   */
  private record JsonList(List<String> keys, long length, List<String> names) {
    boolean isCalledSo() {
      return CALLED.contains(keys.get(keys.size() - 1).toLowerCase(Locale.ROOT));
    }
  }

  private JsonShape(String text) {
    this.text = text;
  }

  /** How a text is spelled that begins with a bracket; empty for one that is no JSON. */
  static Optional<Dialect> of(InputFile file, String text, boolean isCut) {
    JsonShape shape = new JsonShape(text);
    return text.startsWith("{")
        ? Optional.of(shape.ofObject(file.path().matches("(?i).*\\.(jsonl|ndjson)(\\..*)?"), isCut))
        : shape.ofList(file);
  }

  private Optional<Dialect> ofList(InputFile file) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken unused = parser.nextToken();
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        names = keys(parser);
      } else if (first == JsonToken.START_ARRAY) {
        throw file.failure(
            ErrorCode.FILE_CORRUPT,
            "is a JSON list of lists, whose values have no names; write it as CSV, as `jq -r '.[] | @csv'` does",
            null);
      }
      return first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY
          ? Optional.of(dialect(new Records(true, List.of()), List.of()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Dialect ofObject(boolean isLines, boolean isCut) {
    End end;
    long length = text.length();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken unused = parser.nextToken();
      walk(parser, List.of());
      length = parser.currentLocation().getCharOffset();
      end = text.substring((int) length).isBlank() && !isCut ? End.ALONE : End.FOLLOWED;
    } catch (JsonEOFException e) {
      end = isCut ? End.OPEN : End.BROKEN;
    } catch (IOException e) {
      end = End.BROKEN;
    }
    boolean isOneLine = text.substring(0, (int) length).indexOf('\n') < 0;
    if (isLines || end == End.BROKEN || (end == End.FOLLOWED && isOneLine)) {
      return dialect(Records.LINES, List.of());
    }
    Optional<JsonList> list = end == End.FOLLOWED ? Optional.empty() : list(length);
    if (list.isPresent()) {
      names = list.get().names();
      return dialect(new Records(true, list.get().keys()), List.of(evidence(list.get())));
    }
    return dialect(isOneLine ? Records.LINES : new Records(true, List.of()), List.of());
  }

  private Dialect dialect(Records records, List<String> evidence) {
    SourceSpec.Json json = new SourceSpec.Json(List.of(), SourceSpec.Limits.DEFAULT);
    return new Dialect(json.of(records), names, evidence);
  }

  private String evidence(JsonList list) {
    String others =
        lists.stream()
            .filter(each -> !each.equals(list))
            .limit(3)
            .map(each -> "`" + JsonPath.spell(each.keys()) + "`")
            .reduce((one, other) -> one + ", " + other)
            .map(each -> "; other lists are under " + each)
            .orElse("");
    return "each file is one document: its records are the objects under `%s`%s"
        .formatted(JsonPath.spell(list.keys()), others);
  }

  /** The longest list, if it is most of the document or called so. */
  private Optional<JsonList> list(long length) {
    return lists.stream()
        .max(Comparator.comparing(JsonList::isCalledSo).thenComparingLong(JsonList::length))
        .filter(list -> list.isCalledSo() || list.length() >= length * SHARE);
  }

  /** Goes over an object that has begun, and notes the lists of objects in it. */
  private void walk(JsonParser parser, List<String> keys) throws IOException {
    List<String> own = new ArrayList<>();
    names = keys.isEmpty() ? own : names;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      own.add(parser.currentName());
      List<String> below = new ArrayList<>(keys);
      below.add(parser.currentName());
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && below.size() < DEEPEST) {
        walk(parser, below);
      } else if (value == JsonToken.START_ARRAY) {
        list(parser, below);
      } else {
        JsonParser unused = parser.skipChildren();
      }
    }
  }

  private void list(JsonParser parser, List<String> keys) throws IOException {
    long start = parser.currentTokenLocation().getCharOffset();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      while (parser.currentToken() != JsonToken.END_ARRAY) {
        JsonParser unused = parser.skipChildren();
        JsonToken next = parser.nextToken();
        if (next == null) {
          return;
        }
      }
      return;
    }
    int at = lists.size();
    lists.add(new JsonList(keys, text.length() - start, List.of()));
    List<String> first = keys(parser);
    lists.set(at, new JsonList(keys, text.length() - start, first));
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonParser unused = parser.skipChildren();
    }
    long end = parser.currentLocation().getCharOffset();
    lists.set(at, new JsonList(keys, end - start, first));
  }

  /** The keys of an object that has begun, which is gone through. */
  private static List<String> keys(JsonParser parser) throws IOException {
    List<String> keys = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      keys.add(parser.currentName());
      JsonToken unused = parser.nextToken();
      JsonParser unusedParser = parser.skipChildren();
    }
    return keys;
  }
}
