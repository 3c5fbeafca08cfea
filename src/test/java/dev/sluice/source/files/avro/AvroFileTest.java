// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFileTest {
  private static final SourceSpec AVRO = new SourceSpec.Avro(List.of());

  private static final Schema PLAIN =
      schema("{'name':'id','type':'long'},{'name':'text','type':['null','string']}");

  @TempDir Path folder;

  private static Schema schema(String fields) {
    return new Schema.Parser()
        .parse(("{'type':'record','name':'r','fields':[" + fields + "]}").replace('\'', '"'));
  }

  private static byte[] write(Schema schema, CodecFactory codec, List<GenericRecord> records)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(codec).create(schema, bytes);
      for (GenericRecord record : records) {
        writer.append(record);
      }
    }
    return bytes.toByteArray();
  }

  private static List<GenericRecord> plain(int count) {
    List<GenericRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      GenericRecord record = new GenericData.Record(PLAIN);
      record.put("id", (long) i);
      record.put("text", i % 3 == 0 ? null : "text " + i);
      records.add(record);
    }
    return records;
  }

  @Test
  void keepsEveryType() throws IOException {
    Schema schema =
        schema(
            "{'name':'i','type':'int'},{'name':'f','type':'float'},{'name':'d','type':'double'},"
                + "{'name':'b','type':'boolean'},{'name':'y','type':'bytes'},"
                + "{'name':'e','type':{'type':'enum','name':'en','symbols':['A','B']}},"
                + "{'name':'day','type':{'type':'int','logicalType':'date'}},"
                + "{'name':'ms','type':{'type':'long','logicalType':'timestamp-millis'}},"
                + "{'name':'us','type':['null',{'type':'long','logicalType':'timestamp-micros'}]},"
                + "{'name':'lo','type':{'type':'long','logicalType':'local-timestamp-micros'}},"
                + "{'name':'t','type':{'type':'int','logicalType':'time-millis'}},"
                + "{'name':'dec','type':{'type':'bytes','logicalType':'decimal',"
                + "'precision':20,'scale':2}},"
                + "{'name':'m','type':{'type':'map','values':{'type':'array','items':'int'}}},"
                + "{'name':'u','type':['string','null','long']}");
    GenericRecord record = new GenericData.Record(schema);
    record.put("i", -7);
    record.put("f", 0.5f);
    record.put("d", 1e300);
    record.put("b", true);
    record.put("y", ByteBuffer.wrap(new byte[] {1, (byte) 0xff}));
    record.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"));
    record.put("day", 19_000);
    record.put("ms", 1_700_000_000_123L);
    record.put("us", 1_700_000_000_123_456L);
    record.put("lo", -1L);
    record.put("t", 3_600_001);
    record.put(
        "dec",
        ByteBuffer.wrap(new BigDecimal("-123456789012345678.90").unscaledValue().toByteArray()));
    record.put("m", Map.of("k", List.of(1, 2)));
    record.put("u", 5L);
    Path file =
        Files.write(
            folder.resolve("x.avro"), write(schema, CodecFactory.nullCodec(), List.of(record)));
    try (FileReader reader =
        FileReaders.open(Read.wanted(AVRO), Read.input(file), RecordPosition.START)) {
      Chunk chunk = reader.next();
      assertThat(
          Read.select(
              "SELECT i, f, d, b, y, e, day, epoch_ms(ms), epoch_us(us), lo, t, dec, m, u FROM batch",
              chunk.rows()),
          contains(
              "-7|0.5|1.0E300|true|\\x01\\xFF|B|2022-01-08|1700000000123|1700000000123456|"
                  + "1969-12-31 23:59:59.999999|01:00:00.001|-123456789012345678.90|"
                  + "{k=[1, 2]}|{'union.string': NULL, 'union.long': 5}"));
      assertThat(
          Read.select(
              "SELECT typeof(ms), typeof(lo), typeof(dec), typeof(y) FROM batch", chunk.rows()),
          contains("TIMESTAMP WITH TIME ZONE|TIMESTAMP|DECIMAL(20,2)|BLOB"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "zstandard"})
  void readsEveryCodec(String codec) throws IOException {
    byte[] content = write(PLAIN, CodecFactory.fromString(codec), plain(5000));
    Read read = Read.of(AVRO, folder, content);
    assertThat(read.rows(), hasSize(5000));
    assertThat(read.rows().subList(0, 2), contains("1|0|∅", "2|1|text 1"));
    assertThat(read.records(), is(5000L));
  }

  @Test
  void readsAFileWithoutRecords() throws IOException {
    Read read = Read.of(AVRO, folder, write(PLAIN, CodecFactory.nullCodec(), List.of()));
    assertThat(read.records(), is(0L));
  }

  @Test
  void goesOnFromTheEndOfAnyPiece() throws IOException {
    byte[] content = write(PLAIN, CodecFactory.deflateCodec(1), plain(150_000));
    Path file = Files.write(folder.resolve("x.avro"), content);
    Read whole = Read.of(AVRO, file);
    assertThat(whole.pieces(), is(greaterThan(3)));
    int count = 0;
    try (FileReader reader =
        FileReaders.open(Read.wanted(AVRO), Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); !chunk.isLast(); chunk = reader.next()) {
        count += chunk.rows() == null ? 0 : chunk.rows().rows();
        Read rest = Read.from(AVRO, file, chunk.end());
        assertThat(rest.rows(), is(whole.rows().subList(count, 150_000)));
        assertThat(rest.records(), is(150_000L));
      }
    }
  }

  private void refuses(byte[] content) {
    PipelineException e =
        assertThrows(PipelineException.class, () -> Read.of(AVRO, folder, content));
    assertThat(e.getMessage(), e.code(), is(ErrorCode.FILE_CORRUPT));
    assertThat(e.getMessage(), containsString(folder.toString()));
  }

  @Test
  void refusesBrokenFiles() throws IOException {
    byte[] content = write(PLAIN, CodecFactory.nullCodec(), plain(20_000));
    byte[] sync = Arrays.copyOfRange(content, content.length - 16, content.length);
    refuses("PAR1".getBytes(StandardCharsets.UTF_8));
    refuses(new byte[0]);
    for (int length : new int[] {3, 40, content.length / 2, content.length - 1}) {
      refuses(Arrays.copyOf(content, length));
    }
    byte[] marker = content.clone();
    marker[content.length - 3] ^= 1;
    refuses(marker);
    int header = indexOf(content, sync) + 16;
    byte[] start = Arrays.copyOf(content, header);
    refuses(block(start, new byte[] {2, (byte) 0xff, (byte) 0xff}, sync));
    refuses(block(start, new byte[] {2, 4, 0, 9}, sync)); // the second branch has no string
    refuses(block(start, new byte[] {2, 4, 0, 4}, sync)); // a branch that is not there
    refuses(block(start, new byte[] {2, 6, 0, 0, 0}, sync)); // a byte too many
    refuses(block(start, new byte[] {4, 4, 0, 0}, sync)); // a record too few
    refuses(block(start, new byte[] {2, 12, 0, 2, (byte) 0xfe, (byte) 0xff, 1, 1}, sync));
    refuses(block(start, new byte[] {1, 0}, sync)); // a negative count
  }

  @Test
  void refusesBlocksThatInflateBeyondTheLimit() throws IOException {
    GenericRecord record = new GenericData.Record(PLAIN);
    record.put("id", 1L);
    record.put("text", "x".repeat(AvroContainer.MAX_BLOCK + 10));
    refuses(write(PLAIN, CodecFactory.deflateCodec(9), List.of(record)));
  }

  private static byte[] block(byte[] start, byte[] block, byte[] sync) {
    byte[] all = Arrays.copyOf(start, start.length + block.length + sync.length);
    System.arraycopy(block, 0, all, start.length, block.length);
    System.arraycopy(sync, 0, all, start.length + block.length, sync.length);
    return all;
  }

  private static int indexOf(byte[] content, byte[] part) {
    for (int i = 0; i < content.length; i++) {
      if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void refusesASchemaThatTheParserDoesNotUnderstand() throws IOException {
    byte[] content = write(PLAIN, CodecFactory.nullCodec(), plain(1));
    String text = new String(content, StandardCharsets.ISO_8859_1);
    for (String type : List.of("\"lonf\"", "[long]", "{\"a\":", "{ \"\" }")) {
      refuses(text.replace("\"long\"", type).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
