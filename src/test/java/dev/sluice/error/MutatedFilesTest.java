// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.isIn;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.runs.Situation;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.format.FileReader.Wanted;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cut, flipped and shuffled files: each is refused by name or read to its end, and every byte of it
 * is in a row or in a dead letter.
 */
class MutatedFilesTest {
  private static final long SEED = Long.getLong("mutations.seed", 20_260_101);
  private static final int COUNT = Integer.getInteger("mutations", 1000);
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.FILE_CORRUPT, ErrorCode.HEADER_MISMATCH);
  private static final String MARK = "\u00ef\u00bb\u00bf";
  private static final byte[] TELLING =
      "\",;\n\r\t '\\{}[]:0-eu\0\u00ef\u00bb\u00bf\u00ff\u00c3".getBytes(ISO_8859_1);

  @TempDir Path folder;

  /** What a reading gave: records by their numbers, and which of them are rows. */
  private record Reading(Map<Long, byte[]> records, List<String> rows, long counted) {}

  @Test
  void ofCsvLoseNothing() throws IOException {
    List<byte[]> originals = files("csv.tsv");
    Wanted wanted = Read.wanted(Read.csv(""));
    Random random = new Random(SEED);
    int count = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] content = mutated(originals, random);
      Reading reading = read(wanted, content, i);
      if (reading != null) {
        count++;
        accounts(reading, content, i);
      }
    }
    assertThat(count, is(greaterThan(COUNT / 2)));
  }

  @Test
  void ofJsonLoseNothingAndLandOnlyWhatIsJson() throws IOException {
    List<byte[]> originals = new ArrayList<>();
    List<byte[]> lines = files("json.tsv");
    for (int i = 0; i + 3 < lines.size(); i += 4) {
      originals.add(joined(lines.subList(i, i + 4)));
    }
    Wanted wanted = Read.wanted(new SourceSpec.Json(List.of()));
    Random random = new Random(SEED);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] content = mutated(originals, random);
      Reading reading = read(wanted, content, i);
      if (reading != null) {
        accounts(reading, content, i);
        rows.addAll(reading.rows());
      }
    }
    assertThat(rows.size(), is(greaterThan(COUNT)));
    assertThat(otherParser(rows), is(List.of()));
  }

  /** Short files; of JSON the good ones, for what is changed in them is bad enough. */
  private static List<byte[]> files(String table) {
    return Situation.of(table).stream()
        .filter(one -> !table.startsWith("json") || !one.isDead())
        .map(MutatedFilesTest::file)
        .filter(content -> content.length < 1000)
        .toList();
  }

  private static byte[] file(Situation one) {
    byte[] input = one.input();
    return one.place().equals("value")
        ? joined(List.of("{\"a\":".getBytes(ISO_8859_1), input, "}\n".getBytes(ISO_8859_1)))
        : joined(List.of(input, "\n".getBytes(ISO_8859_1)));
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** One of the files with up to four bytes flipped, put in, taken out or copied; or cut. */
  private static byte[] mutated(List<byte[]> originals, Random random) {
    byte[] bytes = originals.get(random.nextInt(originals.size()));
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      byte[] before = Arrays.copyOf(bytes, at);
      byte[] after = Arrays.copyOfRange(bytes, at, bytes.length);
      byte[] telling = {TELLING[random.nextInt(TELLING.length)]};
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> before;
            case 1 -> joined(List.of(before, telling, after));
            case 2 -> joined(List.of(before, Arrays.copyOfRange(after, 1, after.length)));
            case 3 -> joined(List.of(before, Arrays.copyOf(after, after.length / 2), after));
            case 4 -> joined(List.of(before, telling, Arrays.copyOfRange(after, 1, after.length)));
            default -> {
              byte[] flipped = bytes.clone();
              flipped[at] ^= (byte) (1 << random.nextInt(8));
              yield flipped;
            }
          };
    }
    return bytes;
  }

  /** Reads a file; null when it is refused. */
  private @Nullable Reading read(Wanted wanted, byte[] content, int number) throws IOException {
    Path file = Files.write(folder.resolve("input"), content);
    Map<Long, byte[]> records = new TreeMap<>();
    List<String> rows = new ArrayList<>();
    try (FileReader reader = FileReaders.open(wanted, Read.input(file), RecordPosition.START)) {
      while (true) {
        Chunk chunk = reader.next();
        if (chunk.dead() != null) {
          addDead(chunk.dead(), records);
        }
        if (chunk.rows() != null) {
          addRows(chunk.rows(), records, rows);
        }
        if (chunk.isLast()) {
          return new Reading(records, rows, chunk.end().records());
        }
      }
    } catch (PipelineException e) {
      assertThat(about(content, number) + e.getMessage(), e.code(), isIn(REFUSALS));
      return null;
    } catch (RuntimeException e) {
      throw new AssertionError(about(content, number), e);
    }
  }

  /** Rows have the numbers that no dead letter has. */
  private static void addRows(RecordBatch batch, Map<Long, byte[]> records, List<String> rows) {
    RecordBytes bytes = batch.records();
    records.putIfAbsent(0L, bytes(bytes.header(0)));
    long number = 0;
    for (int i = 0; i < bytes.rows(); i++) {
      while (records.containsKey(number)) {
        number++;
      }
      records.put(number, bytes.get(i));
      rows.add(new String(bytes.get(i), UTF_8));
    }
  }

  private static void addDead(RecordBatch batch, Map<Long, byte[]> records) {
    String sql =
        """
        SELECT CAST(_row AS VARCHAR), payload_format LIKE '%base64', base64(encode(payload)),
          base64(encode(coalesce(payload_header, '')))
        FROM batch""";
    for (String letter : Read.select(sql, batch)) {
      String[] part = letter.split("\\|", -1);
      byte[] record = Base64.getDecoder().decode(part[2]);
      boolean isBinary = part[1].equals("true");
      records.put(Long.valueOf(part[0]), isBinary ? Base64.getDecoder().decode(record) : record);
      records.putIfAbsent(0L, Base64.getDecoder().decode(part[3]));
    }
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(UTF_8);
  }

  /** Each record has its number, and together they are the file, but for blanks between them. */
  private static void accounts(Reading reading, byte[] content, int number) {
    String about = about(content, number);
    assertThat(about, reading.counted(), is((long) Math.max(reading.records().size() - 1, 0)));
    if (reading.counted() > 0) {
      byte[] all = joined(List.copyOf(reading.records().values()));
      boolean isMarked = text(content).startsWith(MARK);
      assertThat(about, solid(text(all)), is(solid(text(content).substring(isMarked ? 3 : 0))));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static String solid(String text) {
    return text.replaceAll("[ \t\r\n]", "");
  }

  private static String about(byte[] content, int number) {
    return "mutation %d of -Dmutations.seed=%d, %s: "
        .formatted(number, SEED, Base64.getEncoder().encodeToString(content));
  }

  /** The lines that another parser of JSON refuses. */
  private static List<String> otherParser(List<String> lines) {
    TextBatchBuilder builder = new TextBatchBuilder(List.of("line"));
    for (int i = 0; i < lines.size(); i++) {
      builder.append(0, lines.get(i).replaceFirst("^\uFEFF", ""));
      builder.endRow(i);
    }
    return Read.select("SELECT line FROM batch WHERE NOT json_valid(line)", builder.build("t"));
  }
}
