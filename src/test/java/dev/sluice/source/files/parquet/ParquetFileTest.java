// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {
  private static final SourceSpec PARQUET = new SourceSpec.Parquet(List.of());

  @TempDir Path folder;

  private Path write(String name, String query) throws StatementFailed {
    Path file = folder.resolve(name);
    KernelSettings settings =
        new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(folder.toString()));
    try (Kernel kernel = Kernel.open(settings)) {
      kernel.execute(
          "COPY (" + query + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 50000)");
    }
    return file;
  }

  @Test
  void readsTypedColumnsAndNumbersRows() throws IOException, StatementFailed {
    Path file =
        write(
            "a[1] x.parquet",
            "SELECT 1 AS i, 1.25::DECIMAL(9,2) AS d, 'ü' AS s, TIMESTAMPTZ '2024-01-02 03:04:05Z' AS t"
                + " UNION ALL SELECT NULL, NULL, NULL, NULL");
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), Read.input(file), RecordPosition.START)) {
      Chunk chunk = reader.next();
      assertThat(
          Read.select(
              "SELECT _row, i, d, s, epoch_ms(t), typeof(i), typeof(d), typeof(t) FROM batch",
              chunk.rows()),
          contains(
              "1|1|1.25|ü|1704164645000|INTEGER|DECIMAL(9,2)|TIMESTAMP WITH TIME ZONE",
              "2|∅|∅|∅|∅|INTEGER|DECIMAL(9,2)|TIMESTAMP WITH TIME ZONE"));
      assertThat(chunk.isLast(), is(true));
      assertThat(chunk.rows().origin(), is(file.toString()));
    }
  }

  @Test
  void readsAFileWithoutRows() throws IOException, StatementFailed {
    Read read = Read.of(PARQUET, write("x.parquet", "SELECT 1 AS i WHERE false"));
    assertThat(read.records(), is(0L));
  }

  @Test
  void goesOnFromTheEndOfAnyPiece() throws IOException, StatementFailed {
    Path file = write("x.parquet", "SELECT i, 'text ' || i AS t FROM range(170000) r(i)");
    Read whole = Read.of(PARQUET, file);
    assertThat(whole.rows(), hasSize(170_000));
    assertThat(whole.rows().get(169_999), is("170000|169999|text 169999"));
    assertThat(whole.pieces(), is(greaterThan(5)));
    int count = 0;
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); !chunk.isLast(); chunk = reader.next()) {
        count += chunk.rows().rows();
        Read rest = Read.from(PARQUET, file, chunk.end());
        assertThat(rest.rows(), is(whole.rows().subList(count, 170_000)));
        assertThat(rest.records(), is(170_000L));
      }
    }
  }

  @Test
  void readsPartsAsTheWholeIsRead() throws IOException, StatementFailed {
    Path file = write("x.parquet", "SELECT i, 'text ' || i AS t FROM range(170000) r(i)");
    List<String> whole = Read.of(PARQUET, file).rows();
    assertThat(FileReaders.parts(Read.wanted(PARQUET), Read.input(file), 1), hasSize(4));
    List<FilePart> parts =
        FileReaders.parts(Read.wanted(PARQUET), Read.input(file), Files.size(file) / 2);
    assertThat(parts.stream().map(FilePart::records).toList(), contains(102_400L, -1L));
    assertThat(parts.stream().mapToLong(FilePart::bytes).sum(), is(Files.size(file)));
    List<String> rows = new ArrayList<>();
    for (FilePart part : parts) {
      assertThat(part.digest(), is(Sha256.of(Files.readAllBytes(file))));
      rows.addAll(rows(part, RecordPosition.START));
    }
    assertThat(rows, is(whole));
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), parts.get(0), RecordPosition.START)) {
      RecordPosition second = reader.next().end();
      assertThat(rows(parts.get(0), second), is(whole.subList(32_768, 102_400)));
    }
    InputFile input = Read.input(file);
    assertThat(
        FileReaders.parts(Read.wanted(PARQUET), input, Files.size(file)),
        contains(FilePart.whole(input)));
  }

  private static List<String> rows(FilePart part, RecordPosition at) {
    List<String> rows = new ArrayList<>();
    try (FileReader reader = FileReaders.open(Read.wanted(PARQUET), part, at)) {
      for (boolean isLast = false; !isLast; ) {
        Chunk chunk = reader.next();
        rows.addAll(Read.rows(chunk.rows()));
        isLast = chunk.isLast();
      }
    }
    return rows;
  }

  @Test
  void refusesBrokenFiles() throws IOException, StatementFailed {
    byte[] content = Files.readAllBytes(write("x.parquet", "SELECT i FROM range(1000) r(i)"));
    refuses(new byte[0]);
    refuses("PAR1".getBytes(StandardCharsets.UTF_8));
    refuses(Arrays.copyOf(content, content.length / 2));
    byte[] footer = content.clone();
    footer[content.length - 6] = 0x7f;
    refuses(footer);
    byte[] page = content.clone();
    Arrays.fill(page, 4, 60, (byte) 0x5a);
    refuses(page);
  }

  private void refuses(byte[] content) {
    PipelineException e =
        assertThrows(PipelineException.class, () -> Read.of(PARQUET, folder, content));
    assertThat(e.getMessage(), e.code(), is(ErrorCode.FILE_CORRUPT));
    assertThat(e.getMessage(), containsString(folder.toString()));
  }
}
