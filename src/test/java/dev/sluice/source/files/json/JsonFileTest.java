// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.format.FileReader.Wanted;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonFileTest {
  private static final SourceSpec JSON = new SourceSpec.Json(List.of());

  @TempDir Path folder;

  static Stream<Arguments> goodFiles() {
    return Stream.of(
        good("{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}", "1|1|x|∅", "2|2|y|∅"),
        good("\uFEFF{\"a\":true}\r\n\r\n \n{\"a\":false}\r\n", "1|true|∅|∅", "2|false|∅|∅"),
        good("{\"a\":null}\n{}\n", "1|∅|∅|∅", "2|∅|∅|∅"),
        good("{\"a\":1}\n{\"b\":2}\n{\"a\":3}", "1|1|∅|∅", "2|∅|2|∅", "3|3|∅|∅"),
        good("{\"a\":1.000000000000000005}", "1|1.000000000000000005|∅|∅"),
        good(
            "{\"a\":9223372036854775808,\"b\":-0,\"c\":1e400}",
            "1|9223372036854775808|-0|{\"c\":1e400}"),
        good(
            "{\"a\": {\"x\" : [1, \"é\"]} , \"b\":[ ]}\n{\"b\":[{}],\"a\":{}}",
            "1|{\"x\" : [1, \"é\"]}|[ ]|∅",
            "2|{}|[{}]|∅"),
        good("{\"a\":\"q\\\"\\n\\u00e9\\ud83d\\ude00\"}", "1|q\"\né😀|∅|∅"),
        good(
            "{\"A\": 1, \"ü\\\"\": {\"x\" : [1, \"é\"]}, \"_row\": \"\\u00e9\", \"a\":2, \"\": null}",
            "1|2|∅|{\"A\":1,\"ü\\\"\":{\"x\" : [1, \"é\"]},\"_row\":\"\\u00e9\",\"\":null}"),
        good("{\"a\":1}\n\uFEFF{\"x\":[7,\"ü\"],\"a\":2}", "1|1|∅|∅", "2|2|∅|{\"x\":[7,\"ü\"]}"),
        good("{\"a\":[\"\\\\u0000\",\"\\\\\\u0041\"]}", "1|[\"\\\\u0000\",\"\\\\\\u0041\"]|∅|∅"),
        good(""),
        good("\n\n"));
  }

  private static Arguments good(String text, String... rows) {
    return Arguments.of(text, List.of(rows));
  }

  @ParameterizedTest
  @MethodSource("goodFiles")
  void readsEveryValueAsItStands(String text, List<String> rows) throws IOException {
    Read read = Read.of(JSON, folder, text);
    assertThat(read.rows(), is(rows));
    assertThat(read.dead(), is(empty()));
    assertThat(read.records(), is((long) rows.size()));
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        bad("{\"a\":1,\"a\":2}", "JSON_DUP_KEY"),
        bad("{\"x\":{\"a\":1,\"a\":2}}", "JSON_DUP_KEY"),
        bad("{\"a\":NaN}", "JSON_SYNTAX"),
        bad("{\"a\":-Infinity}", "JSON_SYNTAX"),
        bad("{\"a\":" + "[".repeat(100_000) + "}", "JSON_DEPTH"),
        bad("{\"a\":1" + "0".repeat(1200) + "}", "ROW_TOO_LARGE"),
        bad("{\"" + "n".repeat(50_001) + "\":1}", "ROW_TOO_LARGE"),
        bad("{\"a\":\"\\ud800\"}", "ENC_INVALID"),
        bad("{\"a\":\"\\u0000\"}", "ENC_NUL"),
        bad("{\"a\":{\"\\u0000\":1}}", "ENC_NUL"),
        bad("{\"x\":{\"a\":[\"\\\\\\u0000\"]}}", "ENC_NUL"),
        bad("{\"x\":{\"\\ud800\":1}}", "ENC_INVALID"),
        bad("{\"a\":surrogate}", "JSON_SYNTAX"),
        bad("\u001e{\"a\":1}", "JSON_SYNTAX"),
        bad("{\"a\":\"\0\"}", "JSON_SYNTAX"),
        bad("{\"a\":1,}", "JSON_SYNTAX"),
        bad("{\"a\":1 /* c */}", "JSON_SYNTAX"),
        bad("{'a':1}", "JSON_SYNTAX"),
        bad("{\"a\":1} {\"a\":2}", "JSON_SYNTAX"),
        bad("{\"a\":1}x", "JSON_SYNTAX"),
        bad("{\"a\":01}", "JSON_SYNTAX"),
        bad("[1]", "JSON_SYNTAX"),
        bad("\"a\"", "JSON_SYNTAX"),
        bad("null", "JSON_SYNTAX"),
        bad("{\"a\":\"cut", "JSON_SYNTAX"),
        bad("{\"new\":1,\"a\"", "JSON_SYNTAX"));
  }

  private static Arguments bad(String line, String code) {
    return Arguments.of(line, code);
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void buriesBadLinesAndGoesOn(String line, String code) throws IOException {
    Read read = Read.of(JSON, folder, "{\"a\":1}\n" + line + "\n{\"a\":3}\n" + line);
    assertThat(read.rows(), contains("1|1|∅|∅", "3|3|∅|∅"));
    String payload = line.length() > 60_000 ? line.substring(0, 60_000) : line + "|json";
    assertThat(
        read.dead(),
        contains(startsWith("2|" + code + "|" + payload), startsWith("4|" + code + "|" + payload)));
    assertThat(read.records(), is(4L));
  }

  @Test
  void buriesLinesThatAreNotUtf8() throws IOException {
    String lines = "{\"a\":\"caf\u00e9\"}\n{\"a\":\"\u00c0\u0080\"}\n{\"a\":2}";
    Read read = Read.of(JSON, folder, lines.getBytes(ISO_8859_1));
    assertThat(read.rows(), contains("3|2|∅|∅"));
    assertThat(read.dead(), contains(startsWith("1|ENC_INVALID|"), startsWith("2|ENC_INVALID|")));
  }

  @Test
  void saysWhereALineIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"a\":1}\n{\"a\": x}\n");
    try (FileReader reader =
        FileReaders.open(Read.wanted(JSON), Read.input(file), RecordPosition.START)) {
      Chunk chunk = reader.next();
      assertThat(
          Read.select("SELECT reasons->>'$[0].message' FROM batch", chunk.dead()).get(0),
          is("Record 2 at byte 8 is not JSON: a word that is not quoted (column 7)"));
    }
  }

  @Test
  void buriesLinesAboveTheLimit() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(ByteWindow.MAX_RECORD * 3) + "\"}\n";
    Read read = Read.of(JSON, folder, "{\"a\":1}\n" + large + "{\"a\":3}\n" + large);
    assertThat(read.rows(), contains("1|1|∅|∅", "3|3|∅|∅"));
    assertThat(read.dead(), hasSize(2));
    assertThat(read.dead().get(0), startsWith("2|ROW_TOO_LARGE|{\"a\":\"x"));
    assertThat(read.records(), is(4L));
  }

  @Test
  void goesOnFromTheEndOfAnyPieceWithTheSameColumns() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append("{\"a\":").append(i).append(i % 30_000 == 7 ? ",\"k" + i + "\":1}\n" : "}\n");
    }
    Path file = Files.writeString(folder.resolve("x.json"), text);
    Read whole = Read.of(JSON, file);
    assertThat(whole.rows(), hasSize(100_000));
    List<RecordPosition> ends = new ArrayList<>();
    List<Integer> counts = new ArrayList<>(List.of(0));
    try (FileReader reader =
        FileReaders.open(Read.wanted(JSON), Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); !chunk.isLast(); chunk = reader.next()) {
        ends.add(chunk.end());
        int rows = chunk.rows() == null ? 0 : chunk.rows().rows();
        counts.add(counts.get(counts.size() - 1) + rows);
      }
    }
    for (int i = 0; i < ends.size(); i++) {
      Read rest = Read.from(JSON, file, ends.get(i));
      assertThat(rest.rows(), is(whole.rows().subList(counts.get(i + 1), 100_000)));
    }
  }

  @Test
  void hasTheSameColumnsWhateverKeysThereAre() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append("{\"k").append(i).append("\":").append(i).append("}\n");
    }
    Read read = Read.of(JSON, folder, text.toString());
    assertThat(read.rows(), hasSize(5000));
    assertThat(read.rows().get(4999), is("5000|∅|∅|{\"k4999\":4999}"));
    assertThat(read.pieces(), is(1));
  }

  @Test
  void keepsTheQuotesOfAStringWhereTheTypeHasNone() throws IOException {
    Column number =
        Column.of("n", "INTEGER", true).sourced(Sourcing.of(List.of("Number", "no"), "7"));
    Column text = Column.of("t", "VARCHAR", true).sourced(Sourcing.of(List.of(), "\"none\""));
    Column day = Column.of("d", "DATE", true).sourced(Sourcing.of(List.of(), "null"));
    Wanted wanted = new Wanted("t", JSON, new TableSchema(List.of(number, text, day)));
    String lines =
        "{\"n\":\"1\",\"t\":\"x\",\"d\":\"2026-01-01\"}\n{\"no\":2}\n{\"Number\":null,\"t\":null}\n"
            + "{\"n\":1,\"no\":2}\n";
    Read read =
        Read.from(wanted, Files.writeString(folder.resolve("n.json"), lines), RecordPosition.START);
    assertThat(read.rows(), contains("1|\"1\"|x|2026-01-01|∅", "2|2|none|∅|∅", "3|∅|∅|∅|∅"));
    assertThat(read.dead(), contains("4|JSON_DUP_KEY|{\"n\":1,\"no\":2}|json"));
  }
}
