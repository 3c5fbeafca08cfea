// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.store.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is taken away once its last piece was read, so that nobody can read it again. */
class FileDigestTest {
  private static final SourceSpec CSV = Read.csv();
  private static final SourceSpec JSON = new SourceSpec.Json(List.of());

  @TempDir Path folder;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static FileReader open(SourceSpec source, Path file, RecordPosition at)
      throws IOException {
    return FileReaders.open(Read.wanted(source), Read.input(file), at);
  }

  private static List<RecordPosition> ends(FileReader reader) {
    List<RecordPosition> ends = new ArrayList<>();
    for (Chunk chunk = reader.next(); ; chunk = reader.next()) {
      ends.add(chunk.end());
      if (chunk.isLast()) {
        return ends;
      }
    }
  }

  private static void assertReadOnce(SourceSpec source, Path file) throws IOException {
    String wanted = Sha256.of(Files.readAllBytes(file));
    try (FileReader reader = open(source, file, RecordPosition.START)) {
      List<RecordPosition> unused = ends(reader);
      Files.delete(file);
      assertThat(file.getFileName().toString(), reader.digest(), equalTo(wanted));
    }
  }

  private static byte[] lines(String row) {
    return ("a,b\n" + row.repeat(60_000)).getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] content, int padding) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int member = 0; member < 2; member++) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(content);
      }
    }
    out.write(new byte[padding]);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b", "a,b\n", "\ufeffa,b\n1,2\n", "a,b\n1,2\n\"open,3\n4,5"})
  void textIsDigestedWhileItIsRead(String content) throws IOException {
    assertReadOnce(CSV, file("a.csv", content.getBytes(UTF_8)));
  }

  @Test
  void whatIsCompressedIsDigestedAsItIsStored() throws IOException {
    byte[] text = lines("1,2\n");
    assertReadOnce(CSV, file("long.csv", text));
    assertReadOnce(CSV, file("a.csv.gz", gzip(text, 0)));
    assertReadOnce(CSV, file("padded.csv.gz", gzip(text, 200_000)));
    assertReadOnce(CSV, file("a.csv.zst", Zstd.compress(text)));
    assertReadOnce(JSON, file("a.json", "{\"a\": \"1\"}\n\n{\"a\": 2\n".getBytes(UTF_8)));
  }

  @Test
  void containersOfAvroAreDigestedWhileTheyAreRead() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{'type':'record','name':'r','fields':[{'name':'a','type':'int'}]}"
                    .replace('\'', '"'));
    Path file = folder.resolve("a.avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.create(schema, file.toFile());
      for (int i = 0; i < 100_000; i++) {
        writer.append(new GenericRecordBuilder(schema).set("a", i).build());
      }
    }
    assertReadOnce(new SourceSpec.Avro(List.of()), file);
  }

  @Test
  void aCopyForTheKernelIsDigestedWhileItIsMade() throws IOException, StatementFailed {
    Path file = folder.resolve("a [1].parquet");
    try (Kernel kernel =
        Kernel.open(
            new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(folder.toString())))) {
      kernel.execute("COPY (SELECT 'x' AS a, 'y' AS b) TO '%s'".formatted(file));
    }
    String wanted = Sha256.of(Files.readAllBytes(file));
    try (FileReader reader = open(new SourceSpec.Parquet(List.of()), file, RecordPosition.START)) {
      List<RecordPosition> unused = ends(reader);
      Files.delete(file);
      assertThat(reader.digest(), equalTo(wanted));
    }
  }

  @Test
  void aReadingThatBeganInTheMiddleDigestsAllOfIt() throws IOException {
    for (Path file :
        List.of(
            file("a.csv", lines("1,2\n")),
            file("a.csv.gz", gzip(lines("1,2\n"), 0)),
            file("b.csv.zst", Zstd.compress(lines("1,2\n"))))) {
      List<RecordPosition> ends;
      try (FileReader first = open(CSV, file, RecordPosition.START)) {
        ends = ends(first);
      }
      assertThat(ends.size() > 1, is(true));
      try (FileReader rest = open(CSV, file, ends.get(ends.size() - 2))) {
        List<RecordPosition> unused = ends(rest);
        assertThat(rest.digest(), equalTo(Sha256.of(Files.readAllBytes(file))));
      }
    }
  }

  @Test
  void aFileThatGrewBehindItsLastRecordIsRefused() throws IOException {
    Path file = file("a.csv", "a,b\n1,2\n".getBytes(UTF_8));
    try (FileReader reader = open(CSV, file, RecordPosition.START)) {
      List<RecordPosition> unused = ends(reader);
      Files.writeString(file, "3,4\n", StandardOpenOption.APPEND);
      PipelineException refused = assertThrows(PipelineException.class, reader::digest);
      assertThat(refused.code(), is(ErrorCode.FILE_CHANGED));
    }
  }
}
