// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Lines;
import dev.sluice.spec.unit.Trim;
import java.io.IOException;
import java.nio.charset.Charset;
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

class CsvLinesTest {
  @TempDir Path folder;

  private static SourceSpec.Csv csv(Lines lines, String encoding) {
    return new SourceSpec.Csv(List.of(), ',', '"', List.of("")).lined(lines).in(encoding);
  }

  private static FileReader.Wanted wanted(SourceSpec source) {
    return new FileReader.Wanted("t", source, new TableSchema(List.of()));
  }

  private Read read(SourceSpec source, byte[] content) throws IOException {
    return Read.from(
        wanted(source), Files.write(folder.resolve("input"), content), RecordPosition.START);
  }

  static Stream<Arguments> layouts() {
    return Stream.of(
        Arguments.of(new Lines(0, false, Trim.NONE), "1,2\n3,4\n", List.of("1|1|2", "2|3|4")),
        Arguments.of(new Lines(2, true, Trim.NONE), "title\n\na,b\n1,2\n", List.of("1|1|2")),
        Arguments.of(new Lines(1, true, Trim.NONE), "title\r\na,b\r\n1,2\r\n", List.of("1|1|2")),
        Arguments.of(new Lines(1, false, Trim.NONE), "a,a\n1,2\n3,4", List.of("1|1|2", "2|3|4")),
        Arguments.of(new Lines(1, true, Trim.NONE), "\"open\na,b\n1,2\n", List.of("1|1|2")),
        Arguments.of(new Lines(9, true, Trim.NONE), "a,b\n1,2\n", List.of()),
        Arguments.of(new Lines(0, false, Trim.NONE), "", List.of()),
        Arguments.of(
            new Lines(0, true, Trim.AROUND),
            "a , b\n 1\t, \"x y\"\n2,  \n\" 3\", z \n",
            List.of("1|1|x y", "2|2|∅", "3| 3|z")),
        Arguments.of(
            new Lines(0, true, Trim.ALL),
            "a , b\n 1\t, \" x y \"\n2,  \n\" 3\", z \n\"\t\",\"\"\n",
            List.of("1|1|x y", "2|2|∅", "3|3|z", "4||")));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void readsRowsFromWhereTheyBegin(Lines lines, String text, List<String> rows) throws IOException {
    Read read = read(csv(lines, "UTF-8"), text.getBytes(Charset.forName("UTF-8")));
    assertThat(read.rows(), is(rows));
    assertThat(read.dead(), is(empty()));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void readsTextsOfOtherEncodings(String encoding, String text) throws IOException {
    Read read =
        read(
            csv(Lines.PLAIN, encoding),
            ("a,b\n1," + text + "\n").getBytes(Charset.forName(encoding)));
    assertThat(read.rows(), is(List.of("1|1|" + text)));
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of("windows-1252", "M\u00fcller \u20ac"),
        Arguments.of("ISO-8859-1", "\u00e9t\u00e9"),
        Arguments.of("UTF-16LE", "\u20ac \ud83d\ude00 " + "x".repeat(40_000) + "\ud83d\ude00"),
        Arguments.of("UTF-16", "\u4e2d\u6587"),
        Arguments.of("Shift_JIS", "\u65e5\u672c"));
  }

  @Test
  void failsForBytesThatAreNoTextOfTheEncoding() {
    PipelineException failed =
        assertThrows(
            PipelineException.class,
            () -> read(csv(Lines.PLAIN, "US-ASCII"), new byte[] {'a', '\n', (byte) 0xe9, '\n'}));
    assertThat(failed.code(), is(ErrorCode.FILE_CORRUPT));
    assertThat(
        failed.getMessage(), containsString("is not in US-ASCII, the `encoding` of its source"));
  }

  @Test
  void cutsFilesWithoutAHeaderAndWithBlanksWhereRecordsBegin() throws IOException {
    for (Lines lines :
        List.of(
            new Lines(1, false, Trim.AROUND),
            new Lines(1, true, Trim.AROUND),
            new Lines(0, false, Trim.NONE))) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        text.append(i).append(", ").append(i % 7 == 0 ? "\"x\ny\"" : "z").append('\n');
      }
      Path file = Files.writeString(folder.resolve("input"), text);
      FileReader.Wanted wanted = wanted(csv(lines, "UTF-8"));
      List<String> parted = new ArrayList<>();
      for (FilePart part : FileReaders.parts(wanted, Read.input(file), 400)) {
        parted.addAll(rows(wanted, part));
      }
      assertThat(parted, is(rows(wanted, FilePart.whole(Read.input(file)))));
    }
  }

  private static List<String> rows(FileReader.Wanted wanted, FilePart part) {
    List<String> rows = new ArrayList<>();
    try (FileReader reader = FileReaders.open(wanted, part, RecordPosition.START)) {
      for (var chunk = reader.next(); ; chunk = reader.next()) {
        rows.addAll(chunk.rows() == null ? List.of() : Read.rows(chunk.rows()));
        if (chunk.isLast()) {
          return rows;
        }
      }
    }
  }

  static Stream<Arguments> escapes() {
    return Stream.of(
        escape("1,\"12\\\" lang\",x\n2,\"u\",v\n", "1|1|12\" lang|x", "2|2|u|v"),
        escape("1,\"12\\\"\",x\n", "1|1|12\"|x"),
        escape("1,\"12\\\"\"\" \",x\n", "1|1|12\"\" |x"),
        escape("1,x\\,y,z\n2,u,v", "1|1|x,y|z", "2|2|u|v"),
        escape("1,\\\"x\\\",y\n", "1|1|\"x\"|y"),
        escape("1,\"x\\\\\",y\n", "1|1|x\\|y"),
        escape("1,\"x\\\\\\\",y\",z\n", "1|1|x\\\",y|z"),
        escape("1,x\\ny,\\N\n2,\"C:\\temp\",\\\n3,b,c", "1|1|x\\ny|∅", "BAD"),
        escape("1,a\\\nb,c\n", "1|1|a\nb|c"),
        escape("1,\"a\\\nb\",\\\r\n", "1|1|a\nb|\\"),
        escape("1,\\\\n,\"\\\"\"", "1|1|\\n|\""));
  }

  private static Arguments escape(String text, String... rows) {
    return Arguments.of(text, List.of(rows));
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void takesWhatStandsBehindAnEscapeCharacterForOrdinary(String text, List<String> rows)
      throws IOException {
    SourceSpec source = new SourceSpec.Csv(List.of(), ',', '"', List.of("", "\\N")).escaped('\\');
    Read read = read(source, ("a,\"b\\\"b\",c\n" + text).getBytes(UTF_8));
    List<String> all = new ArrayList<>(read.rows());
    read.dead().forEach(dead -> all.add("BAD"));
    assertThat(all, is(rows));
    assertThat(read.records(), is((long) rows.size()));
  }
}
