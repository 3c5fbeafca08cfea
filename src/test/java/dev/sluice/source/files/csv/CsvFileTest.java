// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvFileTest {
  @TempDir Path folder;

  static Stream<Arguments> goodFiles() {
    return Stream.of(
        good("a,b\n1,2\n3,4\n", "1|1|2", "2|3|4"),
        good("a,b\r\n1,2\r\n3,4", "1|1|2", "2|3|4"),
        good("a,b\r1,2\r3,4\r", "1|1|2", "2|3|4"),
        good("a,b\n1,2\r\n3,4\r5,6", "1|1|2", "2|3|4", "3|5|6"),
        good("\n\na,b\n\n1,2\n\r\n\r3,4\n\n\n", "1|1|2", "2|3|4"),
        good("\uFEFF\"a,b\",a\n1,2", "1|1|2"),
        good("a,b\n\"x\ny\",\"u\r\nv\"\n1,2", "1|x\ny|u\r\nv", "2|1|2"),
        good("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n\"\",\n", "1|say \"hi\"|\"", "2||"),
        good("a,b\n1,x\u2028\u0085y\nü,€😀\n", "1|1|x\u2028\u0085y", "2|ü|€😀"),
        good("a,b\n007,9007199254740993\n 5,1e3", "1|007|9007199254740993", "2| 5|1e3"),
        good("a,b\nx\"y,z\n", "1|x\"y|z"),
        good("a\n\"\"\n1\n", "1|", "2|1"),
        good("a,b\n1,", "1|1|"),
        good("a,b\n"),
        good("a,b"));
  }

  private static Arguments good(String text, String... rows) {
    return Arguments.of(text, List.of(rows));
  }

  @ParameterizedTest
  @MethodSource("goodFiles")
  void readsEveryRecordAsItStands(String text, List<String> rows) throws IOException {
    Read read = Read.of(Read.csv(), folder, text);
    assertThat(read.rows(), is(rows));
    assertThat(read.dead(), is(empty()));
    assertThat(read.records(), is((long) rows.size()));
  }

  static Stream<Arguments> badRecords() {
    return Stream.of(
        bad("a,b\n1,2\n3\n4,5\n", List.of("1|1|2", "3|4|5"), "2|CSV_COLS_FEW|3|csv"),
        bad("a,b\n1,2,3\n4,5", List.of("2|4|5"), "1|CSV_COLS_MANY|1,2,3|csv"),
        bad("a,b\n1,2,\n4,5", List.of("2|4|5"), "1|CSV_COLS_MANY|1,2,|csv"),
        bad("a,b\n1,\"x\ny\",3\n4,5", List.of("2|4|5"), "1|CSV_COLS_MANY|1,\"x\ny\",3|csv"),
        bad("a,b\n\"x\"y,2\n4,5", List.of("2|4|5"), "1|CSV_QUOTE|\"x\"y,2|csv"),
        bad("a,b\r\n0,0\r\n\"x\"y,2\r\n4,5", List.of("1|0|0", "3|4|5"), "2|CSV_QUOTE|\"x\"y,2|csv"),
        bad("a,b\n1,2\n\"x,2\n4,5\n", List.of("1|1|2", "3|4|5"), "2|CSV_QUOTE|\"x,2|csv"),
        bad("a,b\n1,2\n\n\n\"x,2", List.of("1|1|2"), "2|CSV_QUOTE|\"x,2|csv"),
        bad(
            "a,b\n1,\"2\n3,\"4\n5,6",
            List.of("3|5|6"),
            "1|CSV_QUOTE|1,\"2|csv",
            "2|CSV_QUOTE|3,\"4|csv"),
        bad("a,b\n1,\"q\"\"\"\n\"x\"y,2", List.of("1|1|q\""), "2|CSV_QUOTE|\"x\"y,2|csv"),
        bad("a,b\n1,x\0y\n4,5", List.of("2|4|5"), "1|ENC_NUL|1,x\0y|csv"),
        bad("a,b\n1,\"x\\\"y\"\n4,5", List.of("2|4|5"), "1|CSV_QUOTE|1,\"x\\\"y\"|csv"));
  }

  private static Arguments bad(String text, List<String> rows, String... dead) {
    return Arguments.of(text, rows, List.of(dead));
  }

  @ParameterizedTest
  @MethodSource("badRecords")
  void buriesBadRecordsAndGoesOn(String text, List<String> rows, List<String> dead)
      throws IOException {
    Read read = Read.of(Read.csv(), folder, text);
    assertThat(read.rows(), is(rows));
    assertThat(read.dead(), is(dead));
    assertThat(read.records(), is((long) rows.size() + dead.size()));
  }

  @Test
  void buriesRecordsThatAreNotUtf8() throws IOException {
    Read read = Read.of(Read.csv(), folder, "a,b\n1,caf\u00e9\n2,x\n".getBytes(ISO_8859_1));
    assertThat(read.rows(), contains("2|2|x"));
    assertThat(read.dead(), contains("1|ENC_INVALID|MSxjYWbp|csv;base64"));
  }

  @Test
  void takesNullsOnlyFromUnquotedFields() throws IOException {
    Read read = Read.of(Read.csv("", "NA"), folder, "a,b\nNA,\n\"NA\",\"\"\nNAN,N\n");
    assertThat(read.rows(), contains("1|∅|∅", "2|NA|", "3|NAN|N"));
    Read literal = Read.of(Read.csv(), folder, "a,b\nNA,\n");
    assertThat(literal.rows(), contains("1|NA|"));
  }

  @Test
  void readsOtherDelimitersAndQuotes() throws IOException {
    SourceSpec tabs = new SourceSpec.Csv(List.of(), '\t', '\'', List.of());
    assertThat(Read.of(tabs, folder, "a\tb\n1,\"\t'x\ty'\n").rows(), contains("1|1,\"|x\ty"));
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of("\uFEFFa,b".getBytes(UTF_16LE), ErrorCode.FILE_CORRUPT, "UTF-16LE"),
        Arguments.of("a,b,A\n".getBytes(ISO_8859_1), ErrorCode.HEADER_MISMATCH, "A stands twice"),
        Arguments.of(
            "a;b\n1;2\n".getBytes(ISO_8859_1), ErrorCode.HEADER_MISMATCH, "`delimiter: \";\"`"),
        Arguments.of(
            "x\t\"b\"\n".getBytes(ISO_8859_1), ErrorCode.HEADER_MISMATCH, "`delimiter: \"\\t\"`"),
        Arguments.of(
            "7,8\n".getBytes(ISO_8859_1),
            ErrorCode.HEADER_MISMATCH,
            "none of its columns is one of the contract's (a, b), it has 7, 8"),
        Arguments.of("{\"a\":1}\n".getBytes(ISO_8859_1), ErrorCode.HEADER_MISMATCH, "`json:`"),
        Arguments.of("a,\"b\n1,2".getBytes(ISO_8859_1), ErrorCode.HEADER_MISMATCH, "quote"),
        Arguments.of(
            ("a,\"" + "b".repeat(ByteWindow.MAX_RECORD * 5) + "\"\n").getBytes(ISO_8859_1),
            ErrorCode.HEADER_MISMATCH,
            "it is longer than 4MB, the `max_record` of its source"),
        Arguments.of("a,\u00e9\n".getBytes(ISO_8859_1), ErrorCode.HEADER_MISMATCH, "UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void refusesFilesWithoutAUsableHeader(byte[] content, ErrorCode code, String what) {
    PipelineException e =
        assertThrows(PipelineException.class, () -> Read.of(Read.csv(), folder, content));
    assertThat(e.code(), is(code));
    assertThat(e.getMessage(), containsString(what));
    assertThat(e.getMessage(), containsString(folder.toString()));
  }

  @Test
  void buriesRecordsAboveTheLimit() throws IOException {
    String large = "x".repeat(ByteWindow.MAX_RECORD * 3);
    Read read = Read.of(Read.csv(), folder, "a,b\n1,2\n" + large + "\n3,4\n5," + large + "\n6,7\n");
    assertThat(read.rows(), contains("1|1|2", "3|3|4", "5|6|7"));
    assertThat(read.dead(), hasSize(2));
    assertThat(read.dead().get(0).substring(0, 18), is("2|ROW_TOO_LARGE|xx"));
    assertThat(read.dead().get(1).substring(0, 18), is("4|ROW_TOO_LARGE|5,"));
    assertThat(read.records(), is(5L));
  }

  @Test
  void goesOnAlikeAfterLongRecordsWhereverTheyEnd() throws IOException {
    for (int surplus : new int[] {1, 3000, 6000, 9000}) {
      String large = "1,\"\n" + "x".repeat(ByteWindow.MAX_RECORD - 4 + surplus) + "\"\n";
      Read read = Read.of(Read.csv(), folder, "a,b\n" + large + "3,4\n");
      assertThat(read.rows(), contains("3|3|4"));
      assertThat(read.dead(), hasSize(2));
      assertThat(read.dead().get(0), is("1|ROW_TOO_LARGE|1,\"|csv"));
    }
  }

  @Test
  void losesNothingToAQuoteThatIsNeverClosed() throws IOException {
    int rows = ByteWindow.MAX_RECORD / 64;
    String row = "3," + "x".repeat(97) + "\n";
    Read read = Read.of(Read.csv(), folder, "a,b\n1,\"2\n" + row.repeat(rows));
    assertThat(read.dead(), contains("1|ROW_TOO_LARGE|1,\"2|csv"));
    assertThat(read.rows(), hasSize(rows));
    assertThat(read.records(), is(rows + 1L));
  }

  @Test
  void takesTimeInProportionToLinesThatAllOpenAQuote() throws IOException {
    Read read = Read.of(Read.csv(), folder, "a\n" + "a\",\"b\n".repeat(30_000));
    assertThat(read.dead(), hasSize(30_000));
  }

  @Test
  void goesOnFromTheEndOfAnyPiece() throws IOException {
    Path file = generated(150_000);
    Read whole = Read.of(Read.csv(), file);
    assertThat(whole.pieces(), is(greaterThan(4)));
    List<RecordPosition> ends = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    int count = 0;
    try (FileReader reader =
        FileReaders.open(Read.wanted(Read.csv()), Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); !chunk.isLast(); chunk = reader.next()) {
        ends.add(chunk.end());
        count += chunk.rows() == null ? 0 : chunk.rows().rows();
        counts.add(count);
      }
    }
    for (int i = 0; i < ends.size(); i++) {
      Read rest = Read.from(Read.csv(), file, ends.get(i));
      assertThat(rest.rows(), is(whole.rows().subList(counts.get(i), whole.rows().size())));
      assertThat(rest.records(), is(whole.records()));
    }
  }

  /** Rows of all kinds of quoting, blank lines and errors. */
  private Path generated(int rows) throws IOException {
    Random random = new Random(7);
    List<String> kinds = new ArrayList<>(Collections.nCopies(20, "%d,plain\n"));
    kinds.addAll(
        List.of(
            "%d,\"a \"\"quoted\"\"\n text\"\r\n",
            "%d,ü\r", "\n%d,\"\"\n\n", "%d\n", "%d,\"a\"b\n"));
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < rows; i++) {
      text.append(kinds.get(random.nextInt(kinds.size())).formatted(i));
    }
    return Files.writeString(folder.resolve("generated.csv"), text);
  }

  @Test
  void countsAnEmptyFileAsNoRows() throws IOException {
    for (String content : List.of("", "\n\r\n", "\uFEFF")) {
      Read read = Read.of(Read.csv(), folder, content);
      assertThat(read, is(new Read(List.of(), List.of(), 0, 1)));
    }
  }

  @Test
  void givesNamelessColumnsTheirPlaceAndLeavesOutAnEmptyLastOne() throws IOException {
    Read tail = Read.of(Read.csv(""), folder, "a,b,\n1,x,\n2,y\n3,z,w\n");
    assertThat(tail.rows(), contains("1|1|x", "2|2|y"));
    assertThat(tail.dead(), contains("3|CSV_COLS_MANY|3,z,w|csv"));
    Path index = Files.writeString(folder.resolve("index.csv"), ",a,column_1, \n0,x,y,z\n");
    try (FileReader reader =
        FileReaders.open(Read.wanted(Read.csv()), Read.input(index), RecordPosition.START)) {
      assertThat(
          Read.select("SELECT column_1_, a, column_1, column_4 FROM batch", reader.next().rows()),
          contains("0|x|y|z"));
    }
  }

  @Test
  void takesANullInQuotesForNullOnlyWhenAsked() throws IOException {
    String text = "a,b\n\"\",\n\"NA\",NA\n";
    assertThat(Read.of(Read.csv("", "NA"), folder, text).rows(), contains("1||∅", "2|NA|∅"));
    SourceSpec quoted =
        new SourceSpec.Csv(List.of(), ',', '"', List.of("", "NA"), true, SourceSpec.Limits.DEFAULT);
    assertThat(Read.of(quoted, folder, text).rows(), contains("1|∅|∅", "2|∅|∅"));
  }
}
