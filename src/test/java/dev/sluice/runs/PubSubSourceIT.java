// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.fixture.Child;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.fixture.PubSubServer;
import dev.sluice.fixture.Streams;
import dev.sluice.store.document.Failpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over subscriptions of a server that stands in; what they left is read by plain DuckDB. */
class PubSubSourceIT {
  private @TempDir Path base;
  private PubSubServer server;

  @BeforeEach
  void connect() {
    server = PubSubServer.at(Emulators.pubsub());
  }

  @AfterEach
  void disconnect() {
    if (server != null) {
      server.close();
    }
  }

  private void spec(String mode, String source, String columns) {
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
            source: {pubsub: %s, %s}
            columns: {%s}
            tolerate: {dead_rows: 9}
        """
            .formatted(mode, server.subscription(), source, columns));
  }

  private List<String> rows(String columns) {
    return Pipelines.query(
        base.resolve("w.duckdb").toString(),
        "SELECT %s FROM production.orders ORDER BY ALL".formatted(columns));
  }

  private static PubsubMessage message(String json) {
    return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(json)).build();
  }

  @Test
  void takesWhatWaitsWithAttributesAndKeysAndTakesItOnce() {
    spec(
        "batch",
        "id_attribute: uid, time_attribute: at, meta: {at: timestamp, uid: id, k: key, kind: header.kind}",
        "id: bigint!, at: timestamptz, uid: text!, k: text, kind: text");
    PubsubMessage twice = // the same both times, for a subscription says nothing of order
        message("{\"id\": 1}").toBuilder()
            .putAttributes("uid", "a")
            .putAttributes("at", "2026-01-02T03:04:05Z")
            .putAttributes("kind", "new")
            .setOrderingKey("left")
            .build();
    server.publish(
        twice,
        message("{\"id\": 2}").toBuilder()
            .putAttributes("uid", "b")
            .putAttributes("at", "0")
            .build(),
        twice,
        message("no JSON").toBuilder().putAttributes("uid", "c").build());
    Ran first = Pipelines.run(base);
    assertThat(first.toString(), containsString("1 message that had come before came again"));
    assertThat(
        rows("id, epoch_ms(\"at\"), uid, k, kind"),
        is(List.of("1|1767323045000|a|left|new", "2|0|b|null|null")));
    assertThat(server.waiting(), is(0));

    server.publish(message("{\"id\": 3}").toBuilder().putAttributes("uid", "d").build());
    Pipelines.run(base);
    assertThat(rows("id"), is(List.of("1", "2", "3")));
    Ran again = Pipelines.run(base);
    assertThat(again.toString(), again.out(), containsString("nothing"));
  }

  @Test
  void streamsAndAcknowledgesNothingThatIsNotInTheLake() {
    spec("streaming", "meta: {uid: id}", "id: bigint!, uid: text!");
    for (String step : List.of("inbox.write:before", "inbox.name:after")) {
      try (Streams made = Streams.start(base, Map.of())) {
        assertThat(made.child().isAlive(), is(true));
      }
      Streams halted = Streams.start(base, Map.of(Failpoints.VARIABLE, step + ":1"));
      server.publish(message("{\"id\": 7}"));
      Child child = halted.child();
      assertThat(step, child.await(), is(Failpoints.HALTED));
    }
    try (Streams last = Streams.start(base, Map.of())) {
      last.awaitRows("orders", 2); // what was not acknowledged comes again after ten seconds
      server.publish(message("{\"id\": 8}"));
      last.awaitRows("orders", 3);
    }
    assertThat(rows("id, count(*), count(DISTINCT uid)".replace("id, ", "")), is(List.of("3|3")));
  }

  @Test
  void saysWhichSubscriptionIsNotThere() {
    spec("batch", "format: json", "id: bigint!");
    server.remove();
    Ran ran = Pipelines.sluice("run", base.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(
        ran.err(),
        allOf(
            containsString("SOURCE_UNREACHABLE"),
            containsString(server.subscription()),
            containsString("NOT_FOUND")));
  }
}
