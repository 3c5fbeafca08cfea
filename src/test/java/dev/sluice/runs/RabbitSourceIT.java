// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.sluice.fixture.BrokerProcess;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.fixture.Streams;
import dev.sluice.store.document.Failpoints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over queues of a real RabbitMQ; what they left is read by plain DuckDB. */
class RabbitSourceIT {
  private static @TempDir Path server;
  private static BrokerProcess broker;
  private static Connection connection;

  private @TempDir Path base;

  @BeforeAll
  static void start() throws Exception {
    broker = BrokerProcess.rabbitmq(server);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(broker.port());
    connection = factory.newConnection();
  }

  @AfterAll
  static void stop() {
    if (connection != null) {
      connection.abort(5_000);
    }
    if (broker != null) {
      broker.close();
    }
  }

  private void spec(String mode, String queue, String source, String columns) {
    Pipelines.write(
        base.resolve("pipeline.yaml"),
        """
        name: orders
        lake: lake
        warehouse: duckdb:w.duckdb
        mode: %s
        commit_every: 1s
        tables:
          orders:
            source: {rabbitmq: %s, server: "amqp://127.0.0.1:%d", %s}
            columns: {%s}
            tolerate: {dead_rows: 9}
        """
            .formatted(mode, queue, broker.port(), source, columns));
  }

  private List<String> rows(String columns) {
    return Pipelines.query(
        base.resolve("w.duckdb").toString(),
        "SELECT %s FROM production.orders ORDER BY ALL".formatted(columns));
  }

  private static void publish(String queue, String body, AMQP.BasicProperties about)
      throws Exception {
    try (Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, null);
      channel.confirmSelect();
      channel.basicPublish("", queue, about, body.getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(10_000);
    }
  }

  private static AMQP.BasicProperties id(String id) {
    return new AMQP.BasicProperties.Builder().messageId(id).deliveryMode(2).build();
  }

  private static long waiting(String queue) throws Exception {
    try (Channel channel = connection.createChannel()) {
      return channel.messageCount(queue);
    }
  }

  @Test
  void takesWhatWaitsWithPropertiesAndTakesItOnce() throws Exception {
    spec(
        "batch",
        "batch",
        "meta: {at: timestamp, uid: id, k: key, kind: header.kind}",
        "id: bigint!, at: timestamptz!, uid: text, k: text, kind: text");
    publish(
        "batch",
        "{\"id\": 1}",
        id("a")
            .builder()
            .timestamp(new Date(1_767_323_045_000L))
            .headers(Map.of("kind", "new"))
            .build());
    publish("batch", "{\"id\": 1}", id("a"));
    publish("batch", "no JSON", id("b"));
    publish("batch", "{\"id\": 2}", new AMQP.BasicProperties());
    Ran first = Pipelines.run(base);
    assertThat(first.toString(), containsString("1 message that had come before came again"));
    assertThat(
        rows("id, epoch_ms(\"at\") = 1767323045000, uid, k, kind"),
        is(List.of("1|true|a|batch|new", "2|false|null|batch|null")));
    assertThat(waiting("batch"), is(0L));
    publish("batch", "{\"id\": 3}", id("c"));
    publish("batch", "{\"id\": 3}", id("a"));
    Pipelines.run(base);
    assertThat(rows("id"), is(List.of("1", "2", "3")));
  }

  @Test
  void acknowledgesNothingThatIsNotInTheLake() throws Exception {
    spec("streaming", "stream", "meta: {uid: id}", "id: bigint!, uid: text!");
    publish("stream", "{\"id\": 0}", id("k0"));
    int sent = 1;
    try (Streams made = Streams.start(base, Map.of())) {
      made.awaitRows("orders", 1);
    }
    for (String step :
        List.of("inbox.write:before", "inbox.name:after", "inbox.sync_folder:after")) {
      Streams halted = Streams.start(base, Map.of(Failpoints.VARIABLE, step + ":1"));
      publish("stream", "{\"id\": %d}".formatted(sent), id("k" + sent));
      sent++;
      assertThat(step, halted.child().await(), is(Failpoints.HALTED));
    }
    try (Streams last = Streams.start(base, Map.of())) {
      publish("stream", "{\"id\": %d}".formatted(sent), id("k" + sent));
      sent++;
      last.awaitRows("orders", sent);
    }
    assertThat(
        rows("count(*), count(DISTINCT id), count(DISTINCT uid)"),
        is(List.of("%1$d|%1$d|%1$d".formatted(sent))));
    assertThat(waiting("stream"), is(0L));
  }

  @Test
  void saysWhichQueueIsNotThere() {
    spec("batch", "nowhere", "format: json", "id: bigint!");
    Ran ran = Pipelines.sluice("run", base.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.err(), allOf(containsString("SOURCE_UNREACHABLE"), containsString("nowhere")));
  }
}
