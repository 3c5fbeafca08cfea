// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  private static final byte[] CSV = "a,b\n1,x\n2\n3,y\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Sources.Read csv(String... patterns) {
    List<String> paths = Arrays.stream(patterns).map(p -> folder + "/" + p).toList();
    return Sources.read(
        "t", new SourceSpec.Csv(paths, ',', '"', List.of()), new TableSchema(List.of()));
  }

  private void write(String name, byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    Files.write(folder.resolve(name), all.toByteArray());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private ErrorCode codeOf(Sources.Read read, String... parts) {
    PipelineException e = assertThrows(PipelineException.class, () -> Outcome.of(read));
    for (String part : parts) {
      assertThat(e.getMessage(), containsString(part));
    }
    return e.code();
  }

  @Test
  void sendsEachRecordToOneOutputAndCountsThem() throws IOException {
    write("one.csv", CSV);
    write("two.csv", "b\n5\n".getBytes(StandardCharsets.UTF_8));
    Files.createDirectory(folder.resolve("folder.csv"));
    Outcome outcome = Outcome.of(csv("*.csv", "one.*"));
    assertThat(outcome.rows(), contains("one.csv:1|1|x", "one.csv:3|3|y", "two.csv:1|5"));
    assertThat(outcome.dead(), contains("one.csv:2|CSV_COLS_FEW|2|csv"));
    assertThat(outcome.files(), contains("one.csv:14:3", "two.csv:4:1"));
  }

  @Test
  void readsAFileWithoutRows() throws IOException {
    write("one.csv", "a,b\n".getBytes(StandardCharsets.UTF_8));
    Outcome outcome = Outcome.of(csv("*.csv"));
    assertThat(outcome.rows(), is(empty()));
    assertThat(outcome.files(), contains("one.csv:4:0"));
  }

  @Test
  void namesThePatternThatMatchesNothing() throws IOException {
    write("one.csv", CSV);
    Files.createDirectory(folder.resolve("sub"));
    assertThat(codeOf(csv("*.csv", "*.tsv"), "/*.tsv"), is(ErrorCode.NO_FILES));
    assertThat(codeOf(csv("absent"), "/absent"), is(ErrorCode.NO_FILES));
    assertThat(codeOf(csv("sub"), "/sub"), is(ErrorCode.NO_FILES));
  }

  @Test
  void givesTheSameRowsHoweverTheyAreCutIntoFiles() throws IOException {
    List<String> whole = null;
    for (int files : new int[] {1, 3, 50}) {
      Path cut = Files.createDirectory(folder.resolve("cut" + files));
      for (int file = 0; file < files; file++) {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = file; i < 30_000; i += files) {
          text.append(i).append(",\"row ").append(i % 7).append("\"\n");
        }
        Files.writeString(cut.resolve(file + ".csv"), text);
      }
      Sources.Read read = csv("cut" + files + "/*").withLanes(3).within(InFlight.bytes(100_000));
      int places = ParkedReaders.places();
      Outcome outcome = Outcome.of(read);
      assertThat(ParkedReaders.places(), is(places)); // torn down with the steps
      assertThat(outcome.files(), hasSize(files));
      List<String> rows =
          outcome.rows().stream().map(r -> r.substring(r.indexOf('|') + 1)).sorted().toList();
      whole = whole == null ? rows : whole;
      assertThat(rows, is(whole));
    }
    assertThat(whole, hasSize(30_000));
  }

  @Test
  void countsAFileThatIsReadInPartsOnce() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 1; i <= 3_000; i++) {
      text.append(i % 100 == 0 ? "lone" : "\"" + i + "\",\"x\ny\"").append("\r\n");
    }
    Files.writeString(folder.resolve("one.csv"), text);
    write("two.csv", CSV);
    Outcome whole = Outcome.of(csv("*.csv").withLanes(1));
    Outcome parts = Outcome.of(csv("*.csv").withLanes(2).withLeastPart(1_000));
    assertThat(parts, is(whole));
    assertThat(Outcome.of(csv("*.csv").withLeastPart(1_000).spreadByRunner()), is(whole));
    assertThat(parts.files(), contains("one.csv:" + text.length() + ":3000", "two.csv:14:3"));
    assertThat(parts.dead(), hasSize(31));
  }

  @Test
  void readsCompressedFiles() throws IOException {
    write("a.csv.gz", gzip(CSV));
    write("b.csv.gz", gzip("a,b\n1,".getBytes(StandardCharsets.UTF_8)), gzip(new byte[] {'z'}));
    write("c.csv.zst", Zstd.compress(CSV));
    Outcome outcome = Outcome.of(csv("*"));
    assertThat(
        outcome.rows(),
        contains(
            "a.csv.gz:1|1|x",
            "a.csv.gz:3|3|y",
            "b.csv.gz:1|1|z",
            "c.csv.zst:1|1|x",
            "c.csv.zst:3|3|y"));
  }

  @Test
  void refusesBrokenCompressedFiles() throws IOException {
    byte[] zipped = gzip(CSV);
    byte[] zstd = Zstd.compress(CSV);
    write("cut.gz", Arrays.copyOf(zipped, zipped.length - 10));
    write("tail.gz", Arrays.copyOf(zipped, zipped.length - 3));
    write("garbage.gz", zipped, new byte[] {'x', 'y'});
    write("twice.gz", gzip(zipped));
    write("plain.gz", CSV);
    write("hidden.csv", zipped);
    write("cut.zst", Arrays.copyOf(zstd, zstd.length - 3));
    write("garbage.zst", zstd, CSV);
    assertThat(codeOf(csv("cut.gz"), "cut.gz", "byte"), is(ErrorCode.FILE_TRUNCATED));
    assertThat(codeOf(csv("tail.gz"), "tail.gz", "byte"), is(ErrorCode.FILE_TRUNCATED));
    assertThat(codeOf(csv("garbage.gz"), "garbage.gz"), is(ErrorCode.FILE_CORRUPT));
    assertThat(codeOf(csv("twice.gz"), "twice.gz", "twice"), is(ErrorCode.FILE_CORRUPT));
    assertThat(codeOf(csv("plain.gz"), "is not gzip"), is(ErrorCode.FILE_CORRUPT));
    assertThat(codeOf(csv("hidden.csv"), "hidden.csv", ".gz"), is(ErrorCode.FILE_CORRUPT));
    assertThat(codeOf(csv("cut.zst"), "cut.zst"), is(ErrorCode.FILE_TRUNCATED));
    assertThat(codeOf(csv("garbage.zst"), "garbage.zst"), is(ErrorCode.FILE_CORRUPT));
  }

  @Test
  void readsRealFiles() {
    Path data = Path.of(System.getProperty("sluice.data", "../shared/data"));
    assumeTrue(Files.isDirectory(data), "no folder " + data + "; set -Dsluice.data");
    Path weather = data.resolve("nycweather/weather.csv").toAbsolutePath().normalize();
    SourceSpec source = new SourceSpec.Csv(List.of(weather.toString()), ',', '"', List.of("NA"));
    Outcome outcome = Outcome.of(Sources.read("weather", source, new TableSchema(List.of())));
    assertThat(outcome.dead(), is(empty()));
    assertThat(outcome.rows(), hasSize(26_115));
  }
}
