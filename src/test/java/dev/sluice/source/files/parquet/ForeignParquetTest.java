// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other writers, whose values must arrive exactly or not at all. */
class ForeignParquetTest {
  private static final SourceSpec PARQUET = new SourceSpec.Parquet(List.of());

  /** Two row groups with columns i (1 to 4) and s (a to d), plain, each page with its checksum. */
  private static final byte[] CHECKED =
      Base64.getDecoder()
          .decode(
              "UEFSMRUAFRwVHBWMhbaOCRwVBBUAFQYVBhwAAAACAAAABAEBAAAAAgAAABUAFSAVIBWY0qiyAxwVBBUAFQYV"
                  + "BhwAAAACAAAABAEBAAAAYQEAAABiFQAVHBUcFc7nxPoFHBUEFQAVBhUGHAAAAAIAAAAEAQMAAAAEAAAA"
                  + "FQAVIBUgFZu9j4cIHBUEFQAVBhUGHAAAAAIAAAAEAQEAAABjAQAAAGQVBBk8NQAYBnNjaGVtYRUEABUC"
                  + "JQIYAWkAFQwlAhgBcyUATBwAAAAWCBksGSwmABwVAhklBgAZGAFpFQAWBBZOFk4mCEkcFQAVABUCADwp"
                  + "BhkmAAQAAAAmABwVDBklBgAZGAFzFQAWBBZSFlImVkkcFQAVABUCADwWBBkGGSYABAAAABagARYEJggW"
                  + "oAEAGSwmABwVAhklBgAZGAFpFQAWBBZOFk4mqAFJHBUAFQAVAgA8KQYZJgAEAAAAJgAcFQwZJQYAGRgB"
                  + "cxUAFgQWUhZSJvYBSRwVABUAFQIAPBYEGQYZJgAEAAAAFqABFgQmqAEWoAEAKCBwYXJxdWV0LWNwcC1h"
                  + "cnJvdyB2ZXJzaW9uIDI2LjAuMRksHAAAHAAAAB8BAABQQVIx");

  @TempDir Path folder;

  private Path write(String name, String query) throws IOException, StatementFailed {
    Path file = folder.resolve(name);
    Path unused = Files.createDirectories(file.getParent());
    KernelSettings settings =
        new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(folder.toString()));
    try (Kernel kernel = Kernel.open(settings)) {
      kernel.execute(
          "COPY (" + query + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    }
    return file;
  }

  private static List<String> read(Path file, String select) throws IOException {
    List<String> rows = new ArrayList<>();
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), Read.input(file), RecordPosition.START)) {
      for (boolean isLast = false; !isLast; ) {
        Chunk chunk = reader.next();
        if (chunk.rows() != null) {
          rows.addAll(Read.select(select, chunk.rows()));
        }
        isLast = chunk.isLast();
      }
    }
    return rows;
  }

  @Test
  void takesNoValueFromThePath() throws IOException, StatementFailed {
    Path file =
        write("region=eu/year=2024/a.parquet", "SELECT 1 AS id, 'us' AS region, 7 AS \"year\"");
    assertThat(
        read(file, "SELECT COLUMNS(*), typeof(\"year\") FROM batch"), contains("1|1|us|7|INTEGER"));
  }

  @Test
  void keepsColumnsThatAreNamedLikeItsOwn() throws IOException, StatementFailed {
    String values =
        List.of(
                "file_row_number",
                "filename",
                "_row",
                "_FILE",
                "_file_",
                "Created_At",
                "__p",
                "__decimal",
                "file_index",
                "n")
            .stream()
            .map(name -> "'" + name + "' || i AS \"" + name + "\"")
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    Path file = write("a.parquet", "SELECT " + values + " FROM range(5000) r(i)");
    List<String> rows = read(file, "SELECT * FROM batch");
    assertThat(rows, hasSize(5000));
    assertThat(
        rows.get(4999),
        is(
            "5000|file_row_number4999|filename4999|_row4999|_FILE4999|_file_4999|Created_At4999"
                + "|__p4999|__decimal4999|file_index4999|n4999"));
    assertThat(
        read(file, "SELECT _row, _row_, _FILE_, _file__, FILE_ROW_NUMBER FROM batch LIMIT 1")
            .get(0),
        is("1|_row0|_FILE0|_file_0|file_row_number0"));
  }

  @Test
  void givesDecimalsOfMoreDigitsThanTheKernelHasAsExactTexts() throws IOException, StatementFailed {
    String query =
        """
        SELECT b AS d, [b, NULL] AS l, {'x': b, 'y': i} AS s FROM (VALUES
          (from_hex('00'), 1), (from_hex('05DC'), 2), (from_hex('FA24'), 3), (NULL, 4),
          (from_hex('00FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'), 5)) v(b, i)""";
    Path file = write("a.parquet", query);
    ForeignParquet.change(file, "d", ForeignParquet::decimals);
    ForeignParquet.change(file, "l", ForeignParquet::decimals);
    ForeignParquet.change(
        file,
        "s",
        leaf -> {
          if (leaf.getName().equals("x")) {
            ForeignParquet.decimals(leaf);
          }
        });
    assertThat(
        read(file, "SELECT _row, d, l[1], len(l), s.x, s.y FROM batch"),
        contains(
            "1|0.000|0.000|2|0.000|1",
            "2|1.500|1.500|2|1.500|2",
            "3|-1.500|-1.500|2|-1.500|3",
            "4|∅|∅|2|∅|4",
            "5|340282366920938463463374607431768211.455|340282366920938463463374607431768211.455|2|340282366920938463463374607431768211.455|5"));
  }

  private static String time(long nanos, long day) {
    return "to_months(%d) + to_days(%d) + to_milliseconds(%d)"
        .formatted((int) nanos, nanos >> 32, day);
  }

  @Test
  void givesTimestampsOf96BitsExactlyOrAsTexts() throws IOException, StatementFailed {
    long day = 2_440_588; // 1970-01-01
    long noon = 43_200_000_001_000L;
    List<String> values =
        List.of(
            time(0, day),
            time(1000, day),
            time(1001, day),
            time(noon, day - 1),
            time(1L << 32, 21_040_588),
            "NULL::INTERVAL");
    String query = "SELECT t, [t] AS l FROM (VALUES (" + String.join("), (", values) + ")) v(t)";
    Path file = write("a.parquet", query);
    ForeignParquet.change(file, "t", ForeignParquet::times);
    ForeignParquet.change(file, "l", ForeignParquet::times);
    assertThat(
        read(file, "SELECT _row, typeof(t), t::VARCHAR, typeof(l), l[1]::VARCHAR FROM batch"),
        contains(
            "1|TIMESTAMP|1970-01-01 00:00:00|TIMESTAMP[]|1970-01-01 00:00:00",
            "2|TIMESTAMP|1970-01-01 00:00:00.000001|TIMESTAMP[]|1970-01-01 00:00:00.000001",
            "4|TIMESTAMP|1969-12-31 12:00:00.000001|TIMESTAMP[]|1969-12-31 12:00:00.000001",
            "6|TIMESTAMP|∅|TIMESTAMP[]|∅",
            "3|VARCHAR|1970-01-01 00:00:00.000001001|VARCHAR[]|1970-01-01 00:00:00.000001001",
            "5|VARCHAR|52895-01-26 00:00:04.294967296|VARCHAR[]|52895-01-26 00:00:04.294967296"));
  }

  @Test
  void readsAColumnWithoutAType() throws IOException, StatementFailed {
    Path file =
        write(
            "a.parquet",
            "SELECT 1 AS i, NULL::INTEGER AS n, [NULL::INTEGER] AS l, {'x': NULL::INTEGER} AS s");
    for (String column : List.of("n", "l", "s")) {
      ForeignParquet.change(file, column, ForeignParquet::nothing);
    }
    assertThat(
        read(file, "SELECT i, n, typeof(n), typeof(l), len(l), s::VARCHAR FROM batch"),
        contains("1|∅|VARCHAR|VARCHAR[]|1|{'x': NULL}"));
  }

  @Test
  void readsPagesThatHaveTheirChecksum() throws IOException {
    assertThat(
        Read.of(PARQUET, folder, CHECKED).rows(), contains("1|1|a", "2|2|b", "3|3|c", "4|4|d"));
  }

  @ParameterizedTest
  @CsvSource({"115, i, 1", "119, i, 1", "158, s, 1", "78, s, 0"})
  void findsAByteThatDoesNotFitItsChecksum(int at, String column, int group) throws IOException {
    byte[] content = CHECKED.clone();
    content[at] ^= 1;
    PipelineException e = refuse(content);
    assertThat(
        e.getMessage(),
        containsString(
            "a page of column %s of row group %d does not have its checksum"
                .formatted(column, group)));
  }

  @Test
  void readsWhatStandsBeforeABrokenPage() throws IOException {
    byte[] content = CHECKED.clone();
    content[115] ^= 1;
    Path file = Files.write(folder.resolve("a"), content);
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), Read.input(file), RecordPosition.START)) {
      assertThat(Read.rows(reader.next().rows()), contains("1|1|a", "2|2|b"));
      assertThrows(PipelineException.class, reader::next);
    }
  }

  @Test
  void refusesFootersThatCannotBe() throws IOException {
    byte[] length = CHECKED.clone();
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(length.length - 8, 1 << 30);
    assertThat(refuse(length).getMessage(), containsString("its footer's length is wrong"));
    byte[] encrypted = CHECKED.clone();
    encrypted[encrypted.length - 1] = 'E';
    assertThat(refuse(encrypted).getMessage(), containsString("its footer is encrypted"));
    assertThat(
        refuse(Arrays.copyOf(CHECKED, 300)).getMessage(),
        containsString("it does not end as one; it may be cut"));
  }

  @Test
  void isNeverBroughtDownByABrokenFile() throws IOException {
    Random random = new Random(7);
    int footer = CHECKED.length - 8 - 287;
    for (int i = 0; i < 40; i++) {
      byte[] content = CHECKED.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        content[footer + random.nextInt(CHECKED.length - footer)] = (byte) random.nextInt(256);
      }
      try {
        Read unused = Read.of(PARQUET, folder, content);
      } catch (PipelineException e) {
        boolean isNamed =
            e.code() == ErrorCode.FILE_CORRUPT || e.code() == ErrorCode.HEADER_MISMATCH;
        assertThat(e.toString(), isNamed, is(true));
      }
    }
  }

  private PipelineException refuse(byte[] content) {
    PipelineException e =
        assertThrows(PipelineException.class, () -> Read.of(PARQUET, folder, content));
    assertThat(e.getMessage(), e.code(), is(ErrorCode.FILE_CORRUPT));
    return e;
  }
}
