// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static dev.sluice.fixture.KafkaBroker.message;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.fixture.KafkaBroker;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.log.ManifestStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over topics of a real broker; what they left is read by plain DuckDB. */
class KafkaSourceIT {
  private static @TempDir Path base;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start(base.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private static Path pipeline(String name, String source, String table) {
    Path folder = base.resolve(name);
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: %1$s
        lake: lake
        warehouse: duckdb:w.duckdb
        tables:
          t:
            source: {kafka: %1$s, servers: "%2$s", %3$s}
            %4$s
        """
            .formatted(name, broker.server(), source, table.replace("\n", "\n    ")));
    return folder;
  }

  private static List<String> rows(Path folder, String columns) {
    return Pipelines.query(
        folder.resolve("w.duckdb").toString(),
        "SELECT %s FROM production.t ORDER BY ALL".formatted(columns));
  }

  private static void send(String topic, int partition, int from, int to) {
    broker.send(
        producer -> {
          for (int i = from; i < to; i++) {
            producer.send(message(topic, partition, "k" + i, "{\"id\": " + i + "}"));
          }
        });
  }

  private static void happened(String topic, int partition, int id, String at) {
    broker.send(
        producer -> {
          String value = "{\"id\": %d, \"at\": \"2026-01-01 %s\"}".formatted(id, at);
          producer.send(message(topic, partition, "k" + id, value));
        });
  }

  private static String watermark(Path folder) {
    return ManifestStore.newest(folder.resolve("lake").toString())
        .orElseThrow()
        .table("raw_t")
        .orElseThrow()
        .taken()
        .watermark()
        .at();
  }

  @Test
  void countsEventTimeByPartition() {
    broker.topic("timed", 2);
    Path folder =
        pipeline(
            "timed",
            "format: json",
            """
            columns: {id: bigint!, at: timestamp!}
            event_time: {column: at, out_of_order: 1m, allowed_lateness: 0s}
            tolerate: {dead_ratio: 1}""");
    happened("timed", 0, 1, "10:30:00");
    happened("timed", 1, 2, "10:10:00");
    Pipelines.run(folder);
    assertThat(watermark(folder), is("2026-01-01T10:09:00Z"));

    // Behind the other partition, but not behind the one that holds the watermark up.
    happened("timed", 1, 3, "10:20:00");
    happened("timed", 0, 4, "10:08:00");
    Pipelines.run(folder);
    assertThat(watermark(folder), is("2026-01-01T10:19:00Z"));
    assertThat(rows(folder, "id"), is(List.of("1", "2", "3")));
  }

  private static final String IDS = "columns: {id: bigint!}";

  @Test
  void readsWhatCameSinceTheLastRunAndNothingTwice() {
    broker.topic("growing", 2);
    Path folder =
        pipeline(
            "growing",
            "meta: {part: partition, pos: offset}",
            "columns: {id: bigint!, part: int!, pos: bigint!}");
    send("growing", 0, 0, 3);
    Pipelines.run(folder);
    assertThat(rows(folder, "id, part, pos"), is(List.of("0|0|0", "1|0|1", "2|0|2")));

    assertThat(Pipelines.run(folder).out(), not(containsString("run 2")));
    send("growing", 0, 3, 4);
    send("growing", 1, 100, 102);
    broker.grow("growing", 3);
    send("growing", 2, 200, 201);
    Pipelines.run(folder);
    assertThat(
        rows(folder, "id, part, pos"),
        is(List.of("0|0|0", "1|0|1", "2|0|2", "3|0|3", "100|1|0", "101|1|1", "200|2|0")));
  }

  @Test
  void seesNoMessageOfATransactionThatWasAbortedOrIsOpen() {
    broker.topic("paid", 1);
    Path folder = pipeline("paid", "isolation: read_committed", IDS);
    broker.send(
        Map.of("transactional.id", "one"),
        producer -> {
          producer.initTransactions();
          for (int i = 0; i < 30; i++) {
            if (i % 10 == 0) {
              producer.beginTransaction();
            }
            producer.send(message("paid", 0, null, "{\"id\": " + i + "}"));
            if (i == 19) {
              producer.flush();
              producer.abortTransaction();
            } else if (i % 10 == 9) {
              producer.commitTransaction();
            }
          }
          producer.beginTransaction();
          producer.send(message("paid", 0, null, "{\"id\": 99}"));
          producer.flush();
          Pipelines.run(folder);
          assertThat(rows(folder, "count(*), min(id), max(id)"), is(List.of("20|0|29")));
          producer.commitTransaction();
        });
    Ran ran = Pipelines.run(folder);
    assertThat(ran.out(), containsString("published"));
    assertThat(rows(folder, "count(*), count(DISTINCT id), max(id)"), is(List.of("21|21|99")));
  }

  @Test
  void stopsWhereRetentionTookWhatNoRunHadRead() {
    broker.topic("kept", 1);
    Path folder = pipeline("kept", "gap: \"${GAP:-fail}\"", IDS);
    send("kept", 0, 0, 10);
    Pipelines.run(folder);
    send("kept", 0, 10, 30);
    broker.forget("kept", 0, 25);
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(),
        allOf(
            containsString("POSITION_LOST"),
            containsString("read up to offset 10, and its first message is now at 25"),
            containsString("retention took 15 offsets"),
            containsString("`gap: accept`")));
    assertThat(rows(folder, "count(*)"), is(List.of("10")));
    Pipelines.run(folder, "--var", "GAP=accept");
    assertThat(rows(folder, "count(*), max(id)"), is(List.of("15|29")));
  }

  @Test
  void stopsWhereATopicWasCreatedAnew() {
    broker.topic("reborn", 1);
    Path folder = pipeline("reborn", "gap: \"${GAP:-fail}\"", IDS);
    send("reborn", 0, 0, 3);
    Pipelines.run(folder);
    broker.deleteTopic("reborn");
    awaitGone("reborn");
    send("reborn", 0, 10, 20);
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(ran.err(), containsString("is another topic than the one of that name"));
    Pipelines.run(folder, "--var", "GAP=accept");
    assertThat(rows(folder, "count(*), max(id)"), is(List.of("13|19")));
  }

  /** A topic that is being deleted cannot be created. */
  private static void awaitGone(String topic) {
    for (int i = 0; ; i++) {
      try {
        broker.topic(topic, 1);
        return;
      } catch (AssertionError e) {
        if (i == 100) {
          throw e;
        }
      }
    }
  }

  @Test
  void buriesEachPoisonOnceAndReplaysItByACorrectedSpec() {
    broker.topic("mixed", 1);
    String table = "columns: {id: bigint!, at: timestamptz, who: text}\ntolerate: {dead_rows: 10}";
    Path folder = pipeline("mixed", "max_record: 1KB, meta: {at: timestamp, who: key}", table);
    broker.send(
        producer -> {
          producer.send(message("mixed", 0, "a", "{\"id\": 1}"));
          producer.send(message("mixed", 0, "b", "no JSON"));
          producer.send(message("mixed", 0, "c", null));
          producer.send(message("mixed", 0, "d", "{\"id\": \"x\"}"));
          producer.send(
              message("mixed", 0, "e", "{\"id\": 2, \"t\": \"" + "x".repeat(1100) + "\"}"));
          producer.send(
              new ProducerRecord<>(
                  "mixed",
                  0,
                  1000L,
                  "f".getBytes(StandardCharsets.UTF_8),
                  "{\"id\": 3, \"id\": 4}".getBytes(StandardCharsets.UTF_8)));
        });
    Pipelines.run(folder);
    Pipelines.run(folder);
    assertThat(rows(folder, "id, who"), is(List.of("1|a")));
    assertThat(
        letters(folder),
        is(
            List.of(
                "1|JSON_SYNTAX|no JSON",
                "2|NO_VALUE|",
                "3|TYPE_CAST|{\"id\": \"x\"",
                "4|ROW_TOO_LARGE|{\"id\": 2, ",
                "5|JSON_DUP_KEY|{\"id\": 3, ")));

    pipeline("mixed", "tombstones: keep, meta: {at: timestamp, who: key}", table.replace("!", ""));
    Ran replay = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(replay.toString(), replay.exit(), is(0));
    assertThat(rows(folder, "id, who"), is(List.of("1|a", "2|e", "null|c")));
  }

  private static List<String> letters(Path folder) {
    return Pipelines.query(
        "",
        "SELECT origin_row, reasons[1].code, left(payload, 10) FROM read_parquet('%s/lake/staging/dead_letters/*/*/*.parquet') ORDER BY 1"
            .formatted(folder));
  }

  @Test
  void replaysLettersWithWhatCameWithTheirMessages() {
    broker.topic("again", 1);
    String columns =
        "columns: {id: %s, at: timestamptz!, who: text!, h: text}\ntolerate: {dead_rows: 9}";
    String meta = "meta: {at: timestamp, who: key, h: header.trace}";
    Path folder = pipeline("again", meta, columns.formatted("\"int!\""));
    broker.send(
        producer -> {
          ProducerRecord<byte[], byte[]> large =
              new ProducerRecord<>(
                  "again",
                  0,
                  5000L,
                  "k".getBytes(StandardCharsets.UTF_8),
                  "{\"id\": 5000000000}".getBytes(StandardCharsets.UTF_8));
          large.headers().add("trace", "t-1".getBytes(StandardCharsets.UTF_8));
          producer.send(large);
          producer.send(message("again", 0, "l", "{\"id\": 7}"));
        });
    Pipelines.run(folder);
    assertThat(rows(folder, "id, who"), is(List.of("7|l")));
    pipeline("again", meta, columns.formatted("\"bigint!\""));
    Ran replay = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(replay.toString(), replay.exit(), is(0));
    assertThat(
        rows(folder, "id, epoch_ms(\"at\") < 6000, who, h"),
        is(List.of("7|false|l|null", "5000000000|true|k|t-1")));
  }

  @Test
  void deletesKeysWhoseTombstonesItKeeps() {
    broker.topic("users", 1);
    Path folder =
        pipeline(
            "users",
            "tombstones: keep, meta: {id: key, gone: tombstone}",
            "columns: {id: text!, name: text, gone: boolean!}\nload: merge\nkey: id\ndelete_when: gone");
    broker.send(
        producer -> {
          producer.send(message("users", 0, "a", "{\"name\": \"Ada\"}"));
          producer.send(message("users", 0, "b", "{\"name\": \"Bob\"}"));
          producer.send(message("users", 0, "a", null));
        });
    Pipelines.run(folder);
    assertThat(rows(folder, "id, name"), is(List.of("b|Bob")));
    broker.send(producer -> producer.send(message("users", 0, "a", "{\"name\": \"Ann\"}")));
    Pipelines.run(folder);
    assertThat(rows(folder, "id, name"), is(List.of("a|Ann", "b|Bob")));
  }

  @Test
  void readsCsvWithoutHeaders() {
    broker.topic("lines", 1);
    Path folder =
        pipeline(
            "lines",
            "format: csv, fields: [id, name], delimiter: \";\", null_values: [NA]",
            "columns: {id: bigint!, name: text}\ntolerate: {dead_rows: 1}");
    broker.send(
        producer -> {
          producer.send(message("lines", 0, null, "1;Ada\n"));
          producer.send(message("lines", 0, null, "2;NA"));
          producer.send(message("lines", 0, null, "3;\"open"));
          producer.send(message("lines", 0, null, "4;\"a;\"\"b\""));
        });
    Pipelines.run(folder);
    assertThat(rows(folder, "id, name"), is(List.of("1|Ada", "2|null", "4|a;\"b")));
    assertThat(letters(folder), is(List.of("2|CSV_QUOTE|3;\"open")));
  }

  @Test
  void takesBytesAsTheyAre() {
    broker.topic("blobs", 1);
    Path folder =
        pipeline(
            "blobs",
            "format: bytes, tombstones: skip",
            "columns: {value: text!}\ntolerate: {dead_rows: 1}");
    broker.send(
        producer -> {
          producer.send(message("blobs", 0, null, "grün"));
          producer.send(message("blobs", 0, "k", null));
          producer.send(new ProducerRecord<>("blobs", 0, null, new byte[] {(byte) 0xff, 1}));
        });
    Pipelines.run(folder);
    assertThat(rows(folder, "value"), is(List.of("grün")));
    assertThat(letters(folder), is(List.of("2|ENC_INVALID|/wE=")));
  }

  private static final String WRITER =
      """
      {"type": "record", "name": "order", "fields": [
        {"name": "id", "type": "long"},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "note", "type": ["null", "string"]}]}
      """;

  private static byte[] avro(String schema, long id, byte[] before) {
    Schema parsed = new Schema.Parser().parse(schema);
    GenericRecord record = new GenericData.Record(parsed);
    record.put("id", id);
    record.put("tags", List.of("a" + id, "b"));
    record.put("note", id % 2 == 0 ? null : "n" + id);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(before);
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(parsed).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static final String ORDERS =
      "columns: {id: bigint!, tags: \"list(text!)\", note: text}\ntolerate: {dead_rows: 9}";

  @Test
  void readsAvroOfOneSchema() {
    broker.topic("orders", 1);
    Path folder = pipeline("orders", "format: avro, avro_schema: order.avsc", ORDERS);
    Pipelines.write(folder.resolve("order.avsc"), WRITER);
    broker.send(
        producer -> {
          for (int i = 1; i <= 4; i++) {
            producer.send(new ProducerRecord<>("orders", 0, null, avro(WRITER, i, new byte[0])));
            byte[] cut = i == 2 ? new byte[] {4, 2} : new byte[] {4};
            producer.send(new ProducerRecord<>("orders", 0, null, cut));
          }
        });
    Pipelines.run(folder);
    assertThat(
        rows(folder, "id, tags, note"),
        is(List.of("1|[a1, b]|n1", "2|[a2, b]|null", "3|[a3, b]|n3", "4|[a4, b]|null")));
    assertThat(
        letters(folder),
        is(
            List.of(
                "1|AVRO_INVALID|\u0004",
                "3|AVRO_INVALID|\u0004\u0002",
                "5|AVRO_INVALID|\u0004",
                "7|AVRO_INVALID|\u0004")));
  }

  @Test
  void readsAvroBySchemasOfARegistry() throws IOException {
    broker.topic("registered", 1);
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/schemas/ids/",
        exchange -> {
          boolean isKnown = exchange.getRequestURI().getPath().matches(".*/[12]");
          byte[] answer =
              "{\"schema\": \"%s\"}"
                  .formatted(WRITER.replace("\"", "\\\"").replace("\n", " "))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isKnown ? 200 : 404, isKnown ? answer.length : -1);
          exchange.getResponseBody().write(isKnown ? answer : new byte[0]);
          exchange.close();
        });
    registry.start();
    try {
      String address = "http://127.0.0.1:" + registry.getAddress().getPort();
      Path folder = pipeline("registered", "format: avro, registry: \"" + address + "\"", ORDERS);
      broker.send(
          producer -> {
            for (int i = 1; i <= 6; i++) {
              int id = i == 5 ? 7 : 1 + i % 2;
              byte[] head = ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
              byte[] value =
                  i == 6 ? "plain".getBytes(StandardCharsets.UTF_8) : avro(WRITER, i, head);
              producer.send(new ProducerRecord<>("registered", 0, null, value));
            }
          });
      Pipelines.run(folder);
      assertThat(rows(folder, "id"), is(List.of("1", "2", "3", "4")));
      assertThat(
          letters(folder).stream().map(letter -> letter.replaceAll("[|][^|]*$", "")).toList(),
          is(List.of("4|AVRO_INVALID", "5|AVRO_INVALID")));
    } finally {
      registry.stop(0);
    }
  }

  @Test
  void beginsWhereTheSpecSays() {
    broker.topic("late", 1);
    send("late", 0, 0, 5);
    Path folder = pipeline("late", "start: latest", IDS);
    Pipelines.run(folder);
    send("late", 0, 5, 7);
    Pipelines.run(folder);
    assertThat(rows(folder, "id"), is(List.of("5", "6")));
  }

  @Test
  void readsAWholeTopicAnewWhereItReplaces() {
    broker.topic("whole", 1);
    Path folder = pipeline("whole", "start: earliest", IDS + "\nload: replace");
    send("whole", 0, 0, 3);
    Pipelines.run(folder);
    send("whole", 0, 3, 4);
    Pipelines.run(folder);
    assertThat(rows(folder, "id"), is(List.of("0", "1", "2", "3")));
  }

  @Test
  void saysWhichTopicIsMeant() {
    broker.topic("clicks-eu", 1);
    Path folder = pipeline("clicks-ue", "start: earliest", IDS);
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(), allOf(containsString("NO_TOPIC"), containsString("did you mean `clicks-eu`?")));
  }

  @Test
  void stopsSoonWhereNoBrokerAnswers() {
    Path folder = base.resolve("nobody");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: nobody
        lake: lake
        tables:
          t:
            source: {kafka: t, servers: "127.0.0.1:1", properties: {default.api.timeout.ms: 2000}}
            columns: {id: bigint}
        """);
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(),
        allOf(
            containsString("SOURCE_UNREACHABLE"),
            containsString("Kafka at 127.0.0.1:1 does not answer. Nothing was committed")));
  }
}
