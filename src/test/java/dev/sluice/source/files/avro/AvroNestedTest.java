// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.batch.RecordBatch;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands inside Avro values keeps its type. */
class AvroNestedTest {
  private static final SourceSpec AVRO = new SourceSpec.Avro(List.of());
  private static final String DECIMAL =
      "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}";
  private static final ByteBuffer MONEY = ByteBuffer.wrap(new byte[] {0, (byte) 150});
  private static final ByteBuffer BYTES =
      ByteBuffer.wrap(new byte[] {0, (byte) 0xff, 'h', 'e', 'l', 'l', 'o'});

  @TempDir Path folder;

  @Test
  void keepsBytesDecimalsAndTimes() throws IOException {
    Schema inner =
        parse(
            "{'type':'record','name':'D','fields':[{'name':'body','type':'bytes'},"
                + "{'name':'price','type':"
                + DECIMAL
                + "},{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}}]}");
    GenericRecord record = new GenericData.Record(inner);
    record.put("body", BYTES);
    record.put("price", MONEY);
    record.put("at", 1_700_000_000_123L);
    assertThat(
        read(inner, record),
        equalTo(
            "{'body': '\\\\x00\\\\xFFhello', 'price': 1.50, 'at': '2023-11-14 22:13:20.123+00'}"
                + " STRUCT(body BLOB, price DECIMAL(9,2), \"at\" TIMESTAMP WITH TIME ZONE)"));
    assertThat(
        read(parse("{'type':'array','items':'bytes'}"), List.of(BYTES)),
        equalTo("['\\\\x00\\\\xFFhello'] BLOB[]"));
    assertThat(
        read(
            parse("{'type':'map','values':{'type':'array','items':" + DECIMAL + "}}"),
            Map.of("a", List.of(MONEY, MONEY))),
        equalTo("{a=[1.50, 1.50]} MAP(VARCHAR, DECIMAL(9,2)[])"));
  }

  @Test
  void keepsUnionsApart() throws IOException {
    Schema three = parse("['null','string','int']");
    String type = " STRUCT(\"union.string\" VARCHAR, \"union.int\" INTEGER)";
    assertThat(read(three, "abc"), equalTo("{'union.string': abc, 'union.int': NULL}" + type));
    assertThat(read(three, 7), equalTo("{'union.string': NULL, 'union.int': 7}" + type));
    assertThat(read(three, null), equalTo("∅" + type));
    assertThat(
        read(
            parse("{'type':'array','items':['null',{'type':'array','items':['null','int']}]}"),
            Arrays.asList(List.of(1), null, Arrays.asList(2, null))),
        equalTo("[[1], NULL, [2, NULL]] INTEGER[][]"));
    assertThat(read(parse("['int']"), 5), equalTo("5 INTEGER"));
  }

  @Test
  void keepsWhatNoColumnHoldsAsText() throws IOException {
    Schema node =
        parse(
            "{'type':'record','name':'N','fields':[{'name':'v','type':'int'},"
                + "{'name':'next','type':['null','N']}]}");
    GenericRecord last = new GenericData.Record(node);
    last.put("v", 2);
    GenericRecord first = new GenericData.Record(node);
    first.put("v", 1);
    first.put("next", last);
    assertThat(
        read(node, first),
        equalTo("{'v': 1, 'next': '{\"v\":2,\"next\":null}'} STRUCT(v INTEGER, \"next\" VARCHAR)"));
    Schema wide = parse("{'type':'bytes','logicalType':'decimal','precision':40,'scale':1}");
    assertThat(read(wide, MONEY), equalTo("15.0 VARCHAR"));
    UUID id = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
    ByteBuffer bits = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits());
    bits.putLong(id.getLeastSignificantBits());
    Schema fixed = parse("{'type':'fixed','name':'U','size':16,'logicalType':'uuid'}");
    assertThat(read(fixed, new GenericData.Fixed(fixed, bits.array())), equalTo(id + " VARCHAR"));
  }

  @Test
  void keepsNanosecondsAndTimesBeyondMicroseconds() throws IOException {
    Schema nanos = parse("{'type':'long','logicalType':'local-timestamp-nanos'}");
    assertThat(
        read(nanos, 1_700_000_000_123_456_789L),
        equalTo("2023-11-14 22:13:20.123456789 TIMESTAMP_NS"));
    Schema utc = parse("{'type':'long','logicalType':'timestamp-nanos'}");
    assertThat(
        read(utc, 1_700_000_000_123_456_789L),
        equalTo("2023-11-14 22:13:20.123456789+00 TIMESTAMPTZ_NS"));
    Schema millis = parse("{'type':'long','logicalType':'local-timestamp-millis'}");
    assertThat(read(millis, Long.MAX_VALUE), equalTo("infinity TIMESTAMP"));
    assertThat(read(millis, Long.MIN_VALUE), equalTo("-infinity TIMESTAMP"));
  }

  @Test
  void readsWhatAWriterNamed() throws IOException {
    Schema dashed =
        new Schema.Parser(NameValidator.NO_VALIDATION)
            .parse(
                "{'type':'record','name':'shop-order','fields':[{'name':'order-id','type':'int'}]}"
                    .replace('\'', '"'));
    GenericRecord record = new GenericData.Record(dashed);
    record.put("order-id", 5);
    assertThat(read(dashed, record), equalTo("{'order-id': 5} STRUCT(\"order-id\" INTEGER)"));
  }

  /** Rows of every shape one after the other, over several batches. */
  @Test
  void keepsRowsApart() throws IOException {
    Schema inner =
        parse(
            "['null',{'type':'record','name':'I','fields':[{'name':'l','type':['null',"
                + "{'type':'array','items':'string'}]},{'name':'m','type':{'type':'map','values':"
                + "['null','long']}}]}]");
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < 70_000; i++) {
      GenericRecord record = new GenericData.Record(inner.getTypes().get(1));
      record.put("l", i % 3 == 0 ? null : List.of("a" + i, "b").subList(0, i % 3));
      record.put("m", i % 5 == 0 ? Map.of() : Map.of("k", (long) i));
      values.add(i % 7 == 0 ? null : record);
    }
    List<RecordBatch> batches = batches(inner, values);
    long at = 0;
    for (RecordBatch batch : batches) {
      String sql =
          """
          SELECT count(*) FROM (SELECT _row - 1 AS i, v FROM batch)
          WHERE (v IS NULL) <> (i % 7 = 0)
            OR v.l IS DISTINCT FROM (CASE WHEN i % 7 = 0 OR i % 3 = 0 THEN NULL
              WHEN i % 3 = 1 THEN ['a' || i] ELSE ['a' || i, 'b'] END)
            OR v.m IS DISTINCT FROM (CASE WHEN i % 7 = 0 THEN NULL
              WHEN i % 5 = 0 THEN MAP {} ELSE MAP {'k': i} END)""";
      assertThat(Read.select(sql, batch), contains("0"));
      at += batch.rows();
    }
    assertThat(at, equalTo(70_000L));
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  private String read(Schema type, @Nullable Object value) throws IOException {
    List<@Nullable Object> one = new ArrayList<>();
    one.add(value);
    String sql = "SELECT coalesce(v::VARCHAR, '∅') || ' ' || typeof(v) FROM batch";
    return Read.select(sql, batches(type, one).get(0)).get(0);
  }

  private List<RecordBatch> batches(Schema type, List<@Nullable Object> values) throws IOException {
    Schema schema = Schema.createRecord("R", null, null, false);
    schema.setFields(List.of(new Schema.Field("v", type)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      DataFileWriter<GenericRecord> unused = writer.create(schema, bytes);
      for (Object value : values) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("v", value);
        writer.append(record);
      }
    }
    Path file = Files.write(folder.resolve("x.avro"), bytes.toByteArray());
    List<RecordBatch> batches = new ArrayList<>();
    try (FileReader reader =
        FileReaders.open(Read.wanted(AVRO), Read.input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); ; chunk = reader.next()) {
        if (chunk.rows() != null) {
          batches.add(chunk.rows());
        }
        if (chunk.isLast()) {
          return batches;
        }
      }
    }
  }
}
