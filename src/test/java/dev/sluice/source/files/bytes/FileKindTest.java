// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are something else than their source says. */
class FileKindTest {
  private static final SourceSpec JSON = new SourceSpec.Json(List.of());
  private static final SourceSpec AVRO = new SourceSpec.Avro(List.of());

  private @TempDir Path folder;

  static Stream<Arguments> others() throws IOException {
    return Stream.of(
        Arguments.of(bzip2("a,b\n1,2\n"), "is compressed with bzip2; unpack it, or compress it"),
        Arguments.of(zip("a.csv"), "is a zip archive; unpack it"),
        Arguments.of(zip("[Content_Types].xml"), "is an Excel workbook; save its sheet as CSV"),
        Arguments.of(zip("mimetype"), "is an OpenDocument spreadsheet"),
        Arguments.of(bytes("\u00fd7zXZ\0\0\4"), "is compressed with xz"),
        Arguments.of(bytes("7z\u00bc\u00af\u0027\u001c\0\4"), "is a 7z archive"),
        Arguments.of(bytes("Rar!\u001a\7\1\0"), "is a rar archive"),
        Arguments.of(bytes("x".repeat(257) + "ustar\00000"), "is a tar archive"),
        Arguments.of(bytes("PAR1\u0015\4\u0015"), "is a Parquet file; read it with `parquet:`"),
        Arguments.of(bytes("Obj\1\2\u0016"), "is an Avro file; read it with `avro:`"),
        Arguments.of(bytes("%PDF-1.7\n"), "is a PDF document"),
        Arguments.of(bytes("\n <!DOCTYPE html>\n<html>"), "is a web page (HTML)"),
        Arguments.of(bytes("SQLite format 3\0\20\0"), "is an SQLite database"),
        Arguments.of(
            "a,b\n1,2\n".getBytes(Charset.forName("UTF-16LE")),
            "is UTF-16LE; write `encoding: UTF-16LE`"),
        Arguments.of(
            "a,b\n1,2\n".getBytes(Charset.forName("UTF-16BE")),
            "is UTF-16BE; write `encoding: UTF-16BE`"),
        Arguments.of("a,b\n1,2\n".getBytes(Charset.forName("UTF-32LE")), "is UTF-32LE"),
        Arguments.of("\uFEFFa,b".getBytes(Charset.forName("UTF-32BE")), "is UTF-32BE"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void areNamedByTheirBytes(byte[] content, String what) {
    for (SourceSpec source : List.of(Read.csv(), JSON)) {
      PipelineException e =
          assertThrows(PipelineException.class, () -> Read.of(source, folder, content));
      assertThat(e.code(), is(ErrorCode.FILE_CORRUPT));
      assertThat(e.getMessage(), containsString(folder.resolve("input") + " "));
      assertThat(e.getMessage(), containsString(what));
    }
  }

  @Test
  void areNamedWhereAnotherBinaryFormatIsDue() {
    PipelineException e =
        assertThrows(
            PipelineException.class, () -> Read.of(AVRO, folder, bytes("PAR1\u0015\4\u0015")));
    assertThat(
        e.getMessage(),
        containsString("is not an Avro container file: it is a Parquet file; read it with"));
  }

  @Test
  void areNotSeenInTextsThatBeginAlike() {
    for (String text :
        List.of(
            "ORCID,PAR1\n1,2\n", "PAR1,b\n", "BZh9,b\n", "id,name,DUCK,a\n1,2,3,4\n", "PK,x\n")) {
      assertThat(text, FileKind.of(text.getBytes(UTF_8)), is(Optional.empty()));
    }
  }

  @Test
  void refusesJsonThatIsNotOneObjectALine() {
    assertThat(refusal(" [\n {\"a\":1},\n {\"a\":2}\n]"), containsString("is one JSON array; one"));
    assertThat(refusal("[{\"a\":1},{\"a\":2}]"), containsString("is one JSON array"));
    assertThat(refusal("\n{\n \"a\": 1\n}\n"), containsString("is pretty-printed JSON"));
    assertThat(refusal("{ \"a\": 1,\n  \"b\": 2 }\n"), containsString("is pretty-printed JSON"));
  }

  private String refusal(String json) {
    return String.valueOf(
        assertThrows(PipelineException.class, () -> Read.of(JSON, folder, json)).getMessage());
  }

  @Test
  void readsGzipThatIsPaddedWithZerosAndEmptyCompressedFiles() throws IOException {
    byte[] zipped = gzip("a,b\n1,2\n");
    Path padded = folder.resolve("padded.csv.gz");
    Files.write(padded, join(zipped, gzip("3,4\n"), new byte[700]));
    assertThat(Read.of(Read.csv(), padded).rows(), is(List.of("1|1|2", "2|3|4")));
    Files.write(padded, join(zipped, new byte[3], zipped));
    assertThrows(PipelineException.class, () -> Read.of(Read.csv(), padded));
    Path empty = Files.write(folder.resolve("empty.csv.gz"), new byte[0]);
    assertThat(Read.of(Read.csv(), empty).rows(), is(List.of()));
    Path nothing = Files.write(folder.resolve("nothing.json.gz"), gzip(""));
    assertThat(Read.of(JSON, nothing).rows(), is(List.of()));
  }

  @Test
  void stopsAtAFileThatBecomesFarLongerThanItIs() throws IOException {
    Path bomb = folder.resolve("bomb.csv.gz");
    try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      zip.write(bytes("a\n"));
      for (int i = 0; i < 80; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    PipelineException e = assertThrows(PipelineException.class, () -> Read.of(Read.csv(), bomb));
    assertThat(
        e.getMessage(),
        containsString(
            "becomes more than 200 times as long when it is unpacked; if that is right, set"
                + " `max_ratio`"));
  }

  @Test
  void takesTheLimitOfARecordFromItsSource() throws IOException {
    SourceSpec.Limits limits = new SourceSpec.Limits(1024, 200);
    String large = "x".repeat(2000);
    Read csv =
        Read.of(
            new SourceSpec.Csv(List.of(), ',', '"', List.of(), false, limits),
            folder,
            "a,b\n1,2\n3," + large + "\n5,6\n");
    assertThat(csv.rows(), is(List.of("1|1|2", "3|5|6")));
    assertThat(csv.dead(), is(List.of("2|ROW_TOO_LARGE|3," + large + "|csv")));
    Read json =
        Read.of(
            new SourceSpec.Json(List.of(), limits),
            folder,
            "{\"a\":1}\n{\"a\":\"" + large + "\"}\n{\"a\":3}\n");
    assertThat(json.rows(), is(List.of("1|1|∅|∅", "3|3|∅|∅")));
    assertThat(json.dead().size(), is(1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes(text));
    }
    return out.toByteArray();
  }

  private static byte[] bzip2(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new BZip2CompressorOutputStream(out)) {
      zip.write(bytes(text));
    }
    return out.toByteArray();
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(bytes("a,b\n1,2\n"));
    }
    return out.toByteArray();
  }
}
