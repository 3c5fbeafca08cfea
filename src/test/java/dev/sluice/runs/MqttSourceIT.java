// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import dev.sluice.fixture.BrokerProcess;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.fixture.Posts;
import dev.sluice.fixture.Streams;
import dev.sluice.store.document.Failpoints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over topics of a real mosquitto; what they left is read by plain DuckDB. */
class MqttSourceIT {
  private static @TempDir Path server;
  private static BrokerProcess broker;
  private static Mqtt3BlockingClient sender;

  private @TempDir Path base;

  @BeforeAll
  static void start() {
    broker = BrokerProcess.mosquitto(server);
    sender =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier("sender")
            .serverHost("127.0.0.1")
            .serverPort(broker.port())
            .buildBlocking();
    var unused = sender.connect();
  }

  @AfterAll
  static void stop() {
    if (sender != null) {
      sender.disconnect();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private void spec(String mode, String topic, int port, String columns) {
    Pipelines.write(
        base.resolve("pipeline.yaml"),
        """
        name: readings
        lake: lake
        warehouse: duckdb:w.duckdb
        mode: %s
        commit_every: 1s
        tables:
          readings:
            source: {mqtt: "%s", server: "mqtt://127.0.0.1:%d", client_id: "%s", meta: {sensor: topic}}
            columns: {%s}
            tolerate: {dead_rows: 9}
        """
            .formatted(mode, topic, port, topic.replaceAll("[^a-z]", ""), columns));
  }

  private List<String> rows(String columns) {
    return Pipelines.query(
        base.resolve("w.duckdb").toString(),
        "SELECT %s FROM production.readings ORDER BY ALL".formatted(columns));
  }

  private static void publish(String topic, String body) {
    sender
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(body.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Test
  void takesWhatCameWhileNobodyReceived() {
    spec("batch", "batch/+", broker.port(), "id: bigint!, sensor: text!");
    Pipelines.run(base); // the session begins
    publish("batch/a", "{\"id\": 1}");
    publish("batch/b", "{\"id\": 2}");
    publish("batch/b", "no JSON");
    publish("other/b", "{\"id\": 3}");
    Pipelines.run(base);
    assertThat(rows("id, sensor"), is(List.of("1|batch/a", "2|batch/b")));
    publish("batch/a", "{\"id\": 4}");
    Pipelines.run(base);
    assertThat(rows("id"), is(List.of("1", "2", "4")));
  }

  /** A message of MQTT has no id: what comes again, because nobody heard of it, is there again. */
  @Test
  void acknowledgesNothingThatIsNotInTheLake() {
    spec("streaming", "stream/#", broker.port(), "id: bigint!, sensor: text!");
    int sent = 0;
    try (Streams made = Streams.start(base, Map.of())) {
      publish("stream/x/y", "{\"id\": %d}".formatted(sent++));
      made.awaitRows("readings", 1);
    }
    for (String step : List.of("inbox.write:before", "inbox.sync:before")) {
      Streams halted = Streams.start(base, Map.of(Failpoints.VARIABLE, step + ":1"));
      publish("stream/x/y", "{\"id\": %d}".formatted(sent++));
      assertThat(step, halted.child().await(), is(Failpoints.HALTED));
    }
    try (Streams last = Streams.start(base, Map.of())) {
      last.awaitRows("readings", sent);
    }
    assertThat(rows("count(*), count(DISTINCT id)"), is(List.of("%1$d|%1$d".formatted(sent))));
    assertThat(sent, is(greaterThanOrEqualTo(3)));
  }

  @Test
  void saysThatNobodyAnswers() {
    spec("batch", "nobody", Posts.freePort(), "id: bigint!, sensor: text!");
    Ran ran = Pipelines.sluice("run", base.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err(), allOf(containsString("SOURCE_UNREACHABLE"), containsString("nobody")));
  }
}
