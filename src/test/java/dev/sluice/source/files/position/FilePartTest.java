// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.position;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.store.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePartTest {
  private static final SourceSpec CSV = Read.csv("NA");
  private static final SourceSpec JSON = new SourceSpec.Json(List.of());
  private static final SourceSpec AVRO = new SourceSpec.Avro(List.of());
  private static final SourceSpec.Limits SHORT = new SourceSpec.Limits(40, 200);
  private static final SourceSpec SHORT_CSV =
      new SourceSpec.Csv(List.of(), ',', '"', List.of("NA"), false, SHORT);
  private static final SourceSpec SHORT_JSON = new SourceSpec.Json(List.of(), SHORT);

  /** What of tokens makes records that are mostly right. */
  private static final List<String> PLAIN =
      List.of(
          "1,x\n",
          "2,é\r\n",
          "\"a\",\"b\"\n",
          "\"q\"\"\",\"x\ny\"\n",
          "3,y\r",
          "\n",
          "4\n",
          "NA,\n");

  private static final List<String> BROKEN =
      List.of(
          "\"", ",", "x\"y", "\n", "\r", "\r\n", "\"\n\"", "\0", "€", "a,".repeat(60), "\"z\"w");

  private static final List<String> LINES =
      List.of(
          "{\"a\":\"1\"}\n",
          "{\"b\":\"é\",\"c\":1}\r\n",
          "\n",
          "  \r\n",
          " ".repeat(60) + "\n",
          "{\"a\":\"" + "x".repeat(60) + "\"}\n",
          "{\"a\"\n",
          "\0\n",
          "{\"a\":\"\\n\"}\n");

  private static final SourceSpec.Records LIST = new SourceSpec.Records(true, List.of("d"));
  private static final SourceSpec.Records ALONE = new SourceSpec.Records(true, List.of());

  /** What of objects, of which none and any number make a list. */
  private static final List<String> ELEMENTS =
      List.of(
          "{\"a\":\"1\"}",
          " {\n\"b\" : \"é\",\n \"c\":[{\"a\":1},\n{\"a\":2}\n]}\n",
          "{\"a\":{\"x\":[[],\n[{}\n],\"]\"]}}\r\n",
          "\n",
          "7",
          "{\"a\":\"" + "x".repeat(60) + "\"}\n",
          "{\"a\": ]}",
          "{\"a\":\n\"b\n}",
          "{\"a\":\"\\\"\"}\n");

  @TempDir Path folder;

  /** What is read of a file, piece after piece. */
  private record Content(List<String> rows, List<String> dead, List<String> digests) {
    void add(SourceSpec source, FilePart part) {
      try (FileReader reader = FileReaders.open(Read.wanted(source), part, RecordPosition.START)) {
        Chunk chunk;
        do {
          chunk = reader.next();
          if (chunk.rows() != null) {
            rows.addAll(Read.rows(chunk.rows()));
          }
          if (chunk.dead() != null) {
            dead.addAll(reasons(chunk.dead()));
          }
        } while (!chunk.isLast());
        digests.add(chunk.end().records() + " " + reader.digest());
      }
    }

    private static List<String> reasons(RecordBatch batch) {
      return Read.select("SELECT * FROM batch", batch);
    }

    String end() {
      return digests.get(digests.size() - 1);
    }

    static Content of(SourceSpec source, List<FilePart> parts) {
      Content content = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      parts.forEach(part -> content.add(source, part));
      return content;
    }
  }

  private List<FilePart> cut(SourceSpec source, byte[] content, long size) throws IOException {
    Path file = Files.write(folder.resolve("input"), content);
    return FileReaders.parts(Read.wanted(source), Read.input(file), size);
  }

  /** Compares a file read in parts with it read as one; returns how many parts it has. */
  private int check(String about, SourceSpec source, byte[] content, long size) throws IOException {
    List<FilePart> parts = cut(source, content, size);
    Content whole = Content.of(source, List.of(FilePart.whole(parts.get(0).file())));
    Content cut = Content.of(source, parts);
    assertThat(about, cut.dead(), is(whole.dead()));
    assertThat(about, cut.rows(), is(whole.rows()));
    assertThat(about, cut.end(), is(whole.end()));
    assertThat(about, cut.end(), containsString(Sha256.of(content)));
    return parts.size();
  }

  private static byte[] random(Random random, String start, List<List<String>> kinds) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "").append(start);
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      List<String> kind = kinds.get(random.nextInt(30) == 0 ? kinds.size() - 1 : 0);
      text.append(kind.get(random.nextInt(kind.size())));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0 && bytes.length > 12) {
      bytes[12 + random.nextInt(bytes.length - 12)] = (byte) 0xc3;
    }
    return bytes;
  }

  @Test
  void readsInPartsWhatIsReadInOne() throws IOException {
    long seed = Long.getLong("sluice.seed", System.nanoTime());
    Random random = new Random(seed);
    int parts = 0;
    for (int i = 0; i < Integer.getInteger("parts.files", 200); i++) {
      boolean isCsv = random.nextInt(3) > 0;
      boolean isShort = random.nextBoolean();
      SourceSpec source = isCsv ? (isShort ? SHORT_CSV : CSV) : isShort ? SHORT_JSON : JSON;
      byte[] content =
          isCsv
              ? random(random, "a,b\n", List.of(PLAIN, BROKEN))
              : random(random, "{\"a\":\"0\"}\n", List.of(LINES));
      long size = 1 + random.nextInt(60);
      String about =
          "seed %d, file %d, size %d:\n%s"
              .formatted(seed, i, size, new String(content, StandardCharsets.UTF_8));
      parts += check(about, source, content, size);
    }
    assertThat("seed " + seed, parts, is(greaterThan(600)));
  }

  @Test
  void readsDocumentsInPartsAsInOne() throws IOException {
    long seed = Long.getLong("sluice.seed", System.nanoTime());
    Random random = new Random(seed);
    int parts = 0;
    for (int i = 0; i < Integer.getInteger("parts.files", 200); i++) {
      boolean isList = random.nextBoolean();
      SourceSpec.Limits limits = random.nextBoolean() ? SHORT : SourceSpec.Limits.DEFAULT;
      SourceSpec source =
          new SourceSpec.Json(List.of(), isList ? LIST : ALONE, limits, SourceSpec.UTF_8);
      byte[] content = document(random, isList).getBytes(StandardCharsets.UTF_8);
      long size = 1 + random.nextInt(60);
      String about =
          "seed %d, file %d, size %d:\n%s"
              .formatted(seed, i, size, new String(content, StandardCharsets.UTF_8));
      parts += check(about, source, content, size);
    }
    assertThat("seed " + seed, parts, is(greaterThan(600)));
  }

  /** A list under a key, with something broken in it, or objects one after another. */
  private static String document(Random random, boolean isList) {
    StringBuilder text = new StringBuilder(isList ? "{\"c\":[{}],\"d\": [" : "\n");
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      String element = ELEMENTS.get(random.nextInt(isList ? ELEMENTS.size() : 3));
      text.append(element).append(isList ? "," : "");
    }
    return text + (isList ? "{}], \"e\": [{}]}\n" : "");
  }

  private List<Long> cuts(SourceSpec source, String text, long size) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(check(text, source, bytes, size), is(greaterThan(0)));
    return cut(source, bytes, size).stream().map(part -> part.from().offset()).toList();
  }

  @Test
  void cutsBetweenRecordsAlone() throws IOException {
    assertThat(cuts(CSV, "a,b\n1,2\r\n3,4\r\n", 4), contains(0L, 9L));
    assertThat(cuts(CSV, "a,b\n1,2\r3,4\r", 1), contains(0L, 8L));
    assertThat(cuts(CSV, "a,b\n1,\"2\n\n\"\n3,4", 2), contains(0L, 12L));
    assertThat(cuts(CSV, "a,b\n1,\"2\"\"\n\"\n3,4", 2), contains(0L, 13L));
    assertThat(cuts(CSV, "a,b\né,é\n3,4\n", 1), contains(0L, 10L));
    assertThat(cuts(CSV, "a,b\n1,2\n3,4\n", 1), contains(0L, 8L));
    assertThat(cuts(CSV, "a,b\n1,2\n", 1), contains(0L));
    assertThat(cuts(CSV, "a,b\n", 1), contains(0L));
    assertThat(cuts(JSON, "{\"a\":1}\r\n\n{\"b\":\"é\"}", 1), contains(0L, 9L, 10L));
    assertThat(cuts(JSON, "", 1), contains(0L));
  }

  @Test
  void takesAQuoteInsideAFieldForAnOrdinaryCharacter() throws IOException {
    assertThat(cuts(CSV, "a,b\n5\",x\n6,y\n7\",z\n8,z\n", 1), contains(0L, 9L, 13L, 18L));
  }

  @Test
  void readsOnInOrderFromTheFirstBrokenQuoteOn() throws IOException {
    assertThat(cuts(CSV, "a,b\n1,x\n2,\"y\"z\n3,x\n4,x\n", 1), contains(0L, 8L));
    assertThat(cuts(CSV, "a,b\n1,x\n2,\"y\n3,x\n4,x\n", 1), contains(0L, 8L));
  }

  @Test
  void leavesCompressedTextWhole() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("input.gz"), bytes.toByteArray());
    InputFile input = Read.input(file);
    assertThat(FileReaders.parts(Read.wanted(CSV), input, 1), contains(FilePart.whole(input)));
  }

  @Test
  void noticesThatAFileChangedAfterItWasCut() throws IOException {
    String text = "a,b\n1,2\n3,4\n5,6\n";
    List<FilePart> parts = cut(CSV, text.getBytes(StandardCharsets.UTF_8), 1);
    assertThat(parts, hasSize(3));
    Files.writeString(folder.resolve("input"), text + "7,8\n");
    for (FilePart part : parts) {
      PipelineException e =
          assertThrows(PipelineException.class, () -> Content.of(CSV, List.of(part)));
      assertThat(e.code(), is(ErrorCode.FILE_CHANGED));
    }
  }

  private static byte[] avro(Random random) throws IOException {
    Schema schema =
        SchemaBuilder.record("r").fields().requiredLong("a").optionalString("b").endRecord();
    List<CodecFactory> codecs =
        List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(1), CodecFactory.snappyCodec());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setSyncInterval(32).setCodec(codecs.get(random.nextInt(codecs.size())));
      writer.create(schema, bytes);
      for (int i = random.nextInt(300); i > 0; i--) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("a", random.nextLong());
        record.put("b", random.nextBoolean() ? null : "é\0".repeat(random.nextInt(20)));
        writer.append(record);
        if (random.nextInt(50) == 0) {
          long unused = writer.sync();
        }
      }
    }
    return bytes.toByteArray();
  }

  /** What a file gives in so many parts, or why it cannot be read. */
  private static String outcome(List<FilePart> parts) {
    try {
      Content content = Content.of(AVRO, parts);
      return content.rows() + content.end();
    } catch (PipelineException e) {
      return e.getMessage();
    }
  }

  @Test
  void readsAvroInPartsAsInOneAlsoWhereItIsBroken() throws IOException {
    long seed = Long.getLong("sluice.seed", System.nanoTime());
    Random random = new Random(seed);
    int parts = 0;
    int failed = 0;
    for (int i = 0; i < Integer.getInteger("parts.files", 40); i++) {
      byte[] content = avro(random);
      boolean isBroken = random.nextInt(3) == 0;
      if (isBroken) {
        content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
      }
      long size = 1 + random.nextInt(500);
      List<FilePart> cut = cut(AVRO, content, size);
      String whole = outcome(List.of(FilePart.whole(cut.get(0).file())));
      assertThat("seed %d, file %d, size %d".formatted(seed, i, size), outcome(cut), is(whole));
      failed += whole.contains(Sha256.of(content)) ? 0 : 1;
      parts += cut.size();
    }
    assertThat("seed " + seed, parts, is(greaterThan(100)));
    assertThat("seed " + seed, failed, is(greaterThan(0)));
  }

  @Test
  void cutsAvroBetweenBlocksAlone() throws IOException {
    byte[] content = avro(new Random(7));
    List<FilePart> parts = cut(AVRO, content, 1);
    assertThat(parts.size(), is(greaterThan(20)));
    for (FilePart part : parts.subList(1, parts.size())) {
      int at = (int) part.from().offset();
      assertThat(
          Arrays.copyOfRange(content, at - 16, at),
          is(Arrays.copyOfRange(content, content.length - 16, content.length)));
    }
    assertThat(check("whole", AVRO, content, content.length), is(1));
  }
}
