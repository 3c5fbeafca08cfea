// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Limits;
import dev.sluice.spec.table.SourceSpec.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonDocumentTest {
  @TempDir Path folder;

  private static SourceSpec at(String... keys) {
    return new SourceSpec.Json(List.of()).of(new Records(true, List.of(keys)));
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        good(at(), "[{\"a\":1},{\"b\":\"x\"}]", "1|1|∅|∅", "2|∅|x|∅"),
        good(at(), "\uFEFF \n[\r\n {\"a\": 1 } ,\n\t{\"a\":2}\n ] \n", "1|1|∅|∅", "2|2|∅|∅"),
        good(at(), "[]"),
        good(at(), " [ \n ] "),
        good(at(), ""),
        good(at(), "\n "),
        good(at(), "null"),
        good(at(), "[{\"a\":1},]", "1|1|∅|∅"),
        good(
            at(),
            "[{\"a\":\"]},{\\\"[\\\\\"},{\"a\":[{\"c\":[1,{}]}]}]",
            "1|]},{\"[\\|∅|∅",
            "2|[{\"c\":[1,{}]}]|∅|∅"),
        good(at(), "{\n\"a\":1\n}\n{\"a\":\n2}{\"a\":3}", "1|1|∅|∅", "2|2|∅|∅", "3|3|∅|∅"),
        good(at(), "[{\"a\":1}]\n[]\n{\"a\":2}\n[{\"a\":3}]", "1|1|∅|∅", "2|2|∅|∅", "3|3|∅|∅"),
        good(
            at("data"),
            "{\"n\":{\"data\":[{\"a\":0}]},\"data\":[{\"a\":1},{\"a\":2}],\"z\":[\"}\",{\"a\":3}]}",
            "1|1|∅|∅",
            "2|2|∅|∅"),
        good(at("data"), "{\"data\":{\"a\":1},\"x\":{}}", "1|1|∅|∅"),
        good(at("data"), "{\"data\":null}\n{\"data\":[{\"a\":1}]}", "1|1|∅|∅"),
        good(at("d", "the \"é"), "{\"d\":{\"the \\\"\\u00e9\":[{\"a\":1}]}}", "1|1|∅|∅"));
  }

  private static Arguments good(SourceSpec source, String text, String... rows) {
    return Arguments.of(source, text, List.of(rows));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void takesTheElementsOfListsAndObjectsAloneForRecords(
      SourceSpec source, String text, List<String> rows) throws IOException {
    Read read = Read.of(source, folder, text);
    assertThat(read.rows(), is(rows));
    assertThat(read.dead(), is(empty()));
    assertThat(read.records(), is((long) rows.size()));
  }

  @Test
  void buriesWhatIsNoObjectWithAllOfItsBytesAndGoesOnBehindTheNextComma() throws IOException {
    String text =
        "[{\"a\":1}, 7, {\"a\": ]}, {\"a\":2} {\"a\":3}, {\"a\":\n \"cut\n},{\"a\":4}, \"x\" ,null,\n{\"a\":5 ,\n \"b\": y}]";
    Read read = Read.of(at(), folder, text);
    assertThat(read.rows(), contains("1|1|∅|∅", "6|4|∅|∅"));
    assertThat(
        read.dead(),
        contains(
            "2|JSON_SYNTAX|7|json",
            "3|JSON_SYNTAX|{\"a\": ]}|json",
            "4|JSON_SYNTAX|{\"a\":2} {\"a\":3}|json",
            "5|JSON_SYNTAX|{\"a\":\n \"cut\n}|json",
            "7|JSON_SYNTAX|\"x\"|json",
            "8|JSON_SYNTAX|null|json",
            "9|JSON_SYNTAX|{\"a\":5 ,\n \"b\": y}|json"));
    assertThat(read.records(), is(9L));
  }

  @Test
  void saysInWhichLineOfARecordItIsWrongAndInWhichLineOfTheFileItBegins() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "[\n{\"a\":1},\n\n {\"a\":\n  x}\n]\n");
    try (FileReader reader =
        FileReaders.open(Read.wanted(at()), Read.input(file), RecordPosition.START)) {
      assertThat(
          Read.select("SELECT reasons->>'$[0].message' FROM batch", reader.next().dead()),
          contains(
              "Record 2 at byte 13 is not JSON: a word that is not quoted (its line 2, column 3)"));
    }
    assertThat(
        FileReaders.places(Read.wanted(at()), Read.input(file), Set.of(1L, 2L)),
        is(Map.of(1L, new Place(2, 2), 2L, new Place(4, 13))));
    Files.writeString(file, "{\n\"a\":1}\n{\"a\":\n2}\n{\"a\":3}");
    assertThat(
        FileReaders.places(Read.wanted(at()), Read.input(file), Set.of(2L, 3L)),
        is(Map.of(2L, new Place(3, 9), 3L, new Place(5, 18))));
  }

  @Test
  void buriesRecordsAboveTheLimit() throws IOException {
    SourceSpec.Json source = (SourceSpec.Json) at();
    SourceSpec small =
        new SourceSpec.Json(List.of(), source.records(), new Limits(2000, 200), "UTF-8");
    String fits = "{\"a\":\"" + "x".repeat(1992) + "\"}";
    String large = "{\"a\":\"" + "x".repeat(300_000) + "\"}";
    String next = "{\"a\":\"" + "x".repeat(1993) + "\"}";
    for (String text :
        List.of(
            "[%s,%s,%s,{\"a\":4}]".formatted(fits, large, next),
            "%s\n%s%s\n{\"a\":4}".formatted(fits, large, next))) {
      Read read = Read.of(small, folder, text);
      assertThat(read.rows(), contains("1|" + "x".repeat(1992) + "|∅|∅", "4|4|∅|∅"));
      assertThat(read.dead(), hasSize(2));
      assertThat(
          read.dead().get(0), is("2|ROW_TOO_LARGE|" + large.substring(0, 65_536) + "|json;cut"));
      assertThat(read.dead().get(1), is("3|ROW_TOO_LARGE|" + next + "|json"));
    }
  }

  static Stream<Arguments> wrongDocuments() {
    return Stream.of(
        Arguments.of(at(), "[{\"a\":1},{\"a\":2", "in the record that begins at byte 9: a bracket"),
        Arguments.of(at(), "[{\"a\":1},", "in its list of records: a bracket"),
        Arguments.of(at(), "{\"a\":", "in the record that begins at byte 0: a bracket"),
        Arguments.of(at("d"), "{\"d\":[{\"a\":1}],", "behind its records: a bracket"),
        Arguments.of(at("d"), "{\"d\":[{\"a\":1}]", "behind its records: a bracket"),
        Arguments.of(at(), "[{\"a\":1}],", "may not stand there"),
        Arguments.of(at(), "7", "has no list of objects under `$`"),
        Arguments.of(at("d"), "{\"d\":\"x\"}", "has no list of objects under `$.d`"),
        Arguments.of(at("d"), "[{\"d\":1}]", "has no object under `$`"),
        Arguments.of(at("d"), "{\"D\":1, \"e\":{}}", "has no `d` under `$`, but `D`, `e` (its"),
        Arguments.of(at("d"), "{}", "has no `d` under `$`, but nothing"),
        Arguments.of(at("d"), "{\"x\" 1}", "is not JSON"));
  }

  @ParameterizedTest
  @MethodSource("wrongDocuments")
  void failsWhereARecordCannotBeTold(SourceSpec source, String text, String what) {
    PipelineException failed =
        assertThrows(PipelineException.class, () -> Read.of(source, folder, text));
    assertThat(failed.code(), is(ErrorCode.FILE_CORRUPT));
    assertThat(failed.getMessage(), containsString(what));
  }

  @Test
  void goesOnFromTheEndOfAnyPiece() throws IOException {
    StringBuilder text = new StringBuilder("{\"before\":[");
    text.append("\"x\",".repeat(400_000)).append("1],\"d\":{\"e\":[\n");
    for (int i = 0; i < 100_000; i++) {
      text.append(i == 0 ? "" : ",\n").append("  {\"a\": ").append(i).append("}");
    }
    text.append("]}, \"after\": [")
        .append("{},".repeat(400_000))
        .append("{}]}\n{\"d\":{\"e\":[]}}");
    Path file = Files.writeString(folder.resolve("x.json"), text);
    SourceSpec source = at("d", "e");
    Read whole = Read.of(source, file);
    assertThat(whole.rows(), hasSize(100_000));
    assertThat(whole.rows().get(99_999), is("100000|99999|∅|∅"));
    List<RecordPosition> ends = new ArrayList<>();
    try (FileReader reader =
        FileReaders.open(Read.wanted(source), Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); !chunk.isLast(); chunk = reader.next()) {
        ends.add(chunk.end());
      }
    }
    assertThat(ends.size() >= 3, is(true));
    for (RecordPosition end : ends) {
      Read rest = Read.from(source, file, end);
      assertThat(rest.rows(), is(whole.rows().subList((int) end.records(), 100_000)));
    }
  }
}
