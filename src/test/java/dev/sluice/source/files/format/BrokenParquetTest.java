// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.format;

import static dev.sluice.source.files.format.HandParquet.ints;
import static dev.sluice.source.files.format.HandParquet.levels;
import static org.apache.parquet.format.FieldRepetitionType.OPTIONAL;
import static org.apache.parquet.format.FieldRepetitionType.REPEATED;
import static org.apache.parquet.format.FieldRepetitionType.REQUIRED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.isIn;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie about themselves: each is refused by name, soon, and without much memory. */
class BrokenParquetTest {
  private static final SourceSpec PARQUET = new SourceSpec.Parquet(List.of());
  private static final long SEED = Long.getLong("mutations.seed", 20_260_101);
  private static final int COUNT = Integer.getInteger("mutations", 400);
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.FILE_CORRUPT, ErrorCode.HEADER_MISMATCH);

  /** A great number, as deltas and runs say it. */
  private static final byte[] GREAT = {-2, -1, -1, -1, 7};

  @TempDir Path folder;

  private long read(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("a.parquet"), content);
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), Read.input(file), RecordPosition.START)) {
      while (true) {
        Chunk chunk = reader.next();
        if (chunk.isLast()) {
          return chunk.end().records();
        }
      }
    }
  }

  private void refuse(byte[] content, String what) {
    PipelineException e = assertThrows(PipelineException.class, () -> read(content));
    assertThat(e.getMessage(), e.code(), is(ErrorCode.FILE_CORRUPT));
    assertThat(e.getMessage(), containsString(what));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static HandParquet column(Type type, Encoding encoding) throws IOException {
    return new HandParquet(1)
        .leaf("v", type, REQUIRED, leaf -> {})
        .pages(page -> page.getData_page_header().setEncoding(encoding));
  }

  @Test
  void takesNoMemoryBecauseAPageAsksForIt() throws IOException {
    byte[] small = {(byte) 128, 1, 4};
    byte[] numbers =
        column(Type.INT64, Encoding.DELTA_BINARY_PACKED)
            .page("v", Type.INT64, 9, small, GREAT, new byte[] {0})
            .write(9);
    refuse(numbers, "column v of row group 0 is broken: its values end too early");
    byte[] length = {(byte) 128, 1, 4, 1, -2, -1, -1, -1, 15};
    byte[] lengths =
        column(Type.BYTE_ARRAY, Encoding.DELTA_LENGTH_BYTE_ARRAY)
            .page("v", Type.BYTE_ARRAY, 1, length, new byte[9])
            .write(1);
    refuse(lengths, "column v of row group 0 is broken: its values end too early");
    byte[] none = {(byte) 128, 1, 4, 1, 0};
    byte[] prefixes =
        column(Type.BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY)
            .page("v", Type.BYTE_ARRAY, 1, length, none)
            .write(1);
    refuse(prefixes, "column v of row group 0 is broken: its values end too early");
    byte[] texts =
        column(Type.BYTE_ARRAY, Encoding.PLAIN)
            .page("v", Type.BYTE_ARRAY, 1, ints(Integer.MAX_VALUE), new byte[9])
            .write(1);
    refuse(texts, "column v of row group 0 is broken: its values end too early");
  }

  @Test
  void believesNoLengthOfWhatIsPacked() throws IOException {
    for (CompressionCodec codec : CompressionCodec.values()) {
      byte[] long128 =
          new HandParquet(1)
              .leaf("v", Type.INT32, REQUIRED, leaf -> {})
              .pages(page -> page.setUncompressed_page_size(100 << 20))
              .page("v", Type.INT32, 2, ints(1, 2))
              .footer(meta -> data(meta, codec))
              .write(2);
      refuse(long128, "v of row group 0");
    }
  }

  private static void data(FileMetaData meta, CompressionCodec codec) {
    meta.getRow_groups().get(0).getColumns().get(0).getMeta_data().setCodec(codec);
  }

  @Test
  void refusesARowThatNeverEnds() throws IOException {
    // Every entry after the first goes on with the list, and needs no byte of its own.
    byte[] repetition = joined(ints(8), new byte[] {2, 0}, GREAT, new byte[] {1});
    byte[] definition = joined(ints(6), GREAT, new byte[] {1});
    byte[] list =
        new HandParquet(1)
            .group("l", REPEATED, group -> group.setNum_children(1))
            .leaf("x", Type.INT32, OPTIONAL, leaf -> {})
            .page("l/x", Type.INT32, Integer.MAX_VALUE, repetition, definition)
            .write(1);
    refuse(list, "row 1 is too long to be held");
  }

  @Test
  void refusesLevelsThatCannotBe() throws IOException {
    byte[] there = levels(1, 1, 1);
    byte[] first = levels(0, 1, 0);
    refuse(pair(first, there, levels(0, 0, 1), there), "do not agree on what there is");
    refuse(pair(levels(1, 0, 0), there, first, there), "its levels cannot be");
    refuse(pair(first, levels(0, 1, 1), first, there), "its levels cannot be");
    refuse(pair(levels(0), there, first, there), "its numbers end too early");
  }

  /** Two rows of structs in a list. */
  private static byte[] pair(byte[]... levels) throws IOException {
    return new HandParquet(1)
        .group("g", REPEATED, group -> group.setNum_children(2))
        .leaf("x", Type.INT32, REQUIRED, leaf -> {})
        .leaf("y", Type.INT32, REQUIRED, leaf -> {})
        .page("g/x", Type.INT32, 3, levels[0], levels[1], ints(1, 2, 3))
        .page("g/y", Type.INT32, 3, levels[2], levels[3], ints(3, 4, 5))
        .write(2);
  }

  /** Files of both versions, which have all encodings and shapes between them. */
  private List<byte[]> originals() throws IOException, StatementFailed {
    String rows =
        """
        COPY (SELECT i, i * 1.5 AS d, i::DECIMAL(9, 2) AS m, 'text ' || i % 7 AS t, uuid() AS u,
            'long text ' || i AS tt, i %% 3 = 0 AS b, [i, NULL] AS l, {'x': i, 'y': [{'z': 't' || i}]} AS s,
            MAP {'k' || i: i} AS p, TIMESTAMP '2024-01-01' + to_seconds(i) AS w
          FROM range(300) r(i)) TO '%s' (FORMAT parquet, PARQUET_VERSION %s, CODEC %s)""";
    KernelSettings settings =
        new KernelSettings(KernelSettings.DEFAULT_MEMORY, "", List.of(folder.toString()));
    Path file = folder.resolve("original.parquet");
    try (Kernel kernel = Kernel.open(settings)) {
      kernel.execute(rows.replace("% 7", "%% 7").formatted(file, "v1", "zstd"));
      byte[] first = Files.readAllBytes(file);
      kernel.execute(rows.replace("% 7", "%% 7").formatted(file, "v2", "uncompressed"));
      return List.of(first, Files.readAllBytes(file));
    }
  }

  @Test
  void isNeverBroughtDownByBytesThatChanged() throws IOException, StatementFailed {
    List<byte[]> originals = originals();
    for (byte[] original : originals) {
      assertThat(read(original), is(300L));
    }
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] content = originals.get(i % 2).clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(256);
      }
      try {
        long unused = read(content);
      } catch (PipelineException e) {
        refused++;
        assertThat(about(content, i) + e.getMessage(), e.code(), isIn(REFUSALS));
      } catch (RuntimeException e) {
        throw new AssertionError(about(content, i), e);
      }
    }
    assertThat(refused, is(greaterThan(COUNT / 10)));
  }

  private static String about(byte[] content, int number) {
    return "mutation %d of -Dmutations.seed=%d, %s: "
        .formatted(number, SEED, Base64.getEncoder().encodeToString(content));
  }
}
