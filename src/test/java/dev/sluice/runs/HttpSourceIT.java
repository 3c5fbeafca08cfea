// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.fixture.Posts;
import dev.sluice.fixture.Posts.Answer;
import dev.sluice.fixture.Streams;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that take posts; what they left is read by plain DuckDB. */
class HttpSourceIT {
  private @TempDir Path base;
  private final int port = Posts.freePort();

  private void spec(String source, String table) {
    spec(source, table, "1s");
  }

  private void spec(String source, String table, String every) {
    Pipelines.write(
        base.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: lake
        warehouse: duckdb:w.duckdb
        mode: streaming
        commit_every: %s
        tables:
          clicks:
            source: {http: ":%d/clicks", %s}
            %s
        """
            .formatted(every, port, source, table.replace("\n", "\n    ")));
  }

  private Streams stream(Map<String, String> environment) {
    return Streams.start(base, environment);
  }

  private Answer post(String body, String... headers) {
    return Posts.post(port, "/clicks", body, headers);
  }

  private List<String> rows(String columns) {
    return Pipelines.query(
        base.resolve("w.duckdb").toString(),
        "SELECT %s FROM production.clicks ORDER BY ALL".formatted(columns));
  }

  private static final String IDS =
      "columns: {id: bigint!, at: timestamptz!, key: text, trace: text, path: text}\ntolerate: {dead_rows: 9}";
  private static final String META =
      "meta: {at: received, key: id, trace: header.x-trace, path: topic}";

  @Test
  void takesObjectsAloneInArraysAndInLines() {
    spec(META, IDS);
    try (Streams stream = stream(Map.of())) {
      assertThat(
          post("{\"id\": 1}", "Content-Type", "application/json", "X-Trace", "t1").toString(),
          is("200 {\"received\": 1}"));
      assertThat(
          post("[{\"id\": 2}, {\"id\": \"x\"},{\"id\":3}]", "Idempotency-Key", "a").toString(),
          is("200 {\"received\": 3}"));
      assertThat(
          post("{\"id\": 4}\n\n{\"id\": 5}\n", "Content-Type", "application/x-ndjson").status(),
          is(200));
      stream.awaitRows("clicks", 5);
    }
    assertThat(
        rows("id, key, trace, path"),
        is(
            List.of(
                "1|null|t1|/clicks",
                "2|a/0|null|/clicks",
                "3|a/2|null|/clicks",
                "4|null|null|/clicks",
                "5|null|null|/clicks")));
    assertThat(rows("count(*) FILTER (\"at\" > now() - INTERVAL 1 HOUR)"), is(List.of("5")));
  }

  @Test
  void saysWhyItTakesNothingAndTakesNothingOfIt() {
    spec("max_record: 1KB, " + META, IDS);
    try (Streams stream = stream(Map.of())) {
      assertThat(
          post("{\"id\": 1}\n{\"id\": ").toString(),
          is(
              "400 {\"error\": \"The body is no JSON at line 2, column 8; nothing of the post was taken\"}"));
      assertThat(
          post("[{\"id\": 1}, 7]").toString(),
          is(
              "400 {\"error\": \"Message 2 of the body is no object of JSON; nothing of the post was taken\"}"));
      assertThat(post("").status(), is(400));
      assertThat(post("[]").status(), is(400));
      assertThat(
          post("a=1", "Content-Type", "application/x-www-form-urlencoded").status(), is(415));
      assertThat(post("{}", "Content-Encoding", "br").status(), is(415));
      assertThat(post("{\"id\": 1, \"t\": \"%s\"}".formatted("x".repeat(1024))).status(), is(413));
      assertThat(Posts.get(port, "/clicks").status(), is(405));
      assertThat(Posts.post(port, "/click", "{}").status(), is(404));
      assertThat(post("{\"id\": 9}").status(), is(200));
      stream.awaitRows("clicks", 1);
    }
    assertThat(rows("id"), is(List.of("9")));
  }

  @Test
  void takesAMessageOnceHoweverOftenItComesAlsoAfterARestart() {
    spec(META, IDS);
    try (Streams stream = stream(Map.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(post("{\"id\": 1}", "Idempotency-Key", "one").status(), is(200));
      }
      stream.awaitRows("clicks", 1);
      stream.awaitOutput("Table clicks: 2 messages that had come before came again");
    }
    try (Streams stream = stream(Map.of())) {
      assertThat(post("{\"id\": 1}", "Idempotency-Key", "one").status(), is(200));
      assertThat(post("{\"id\": 2}", "Idempotency-Key", "two").status(), is(200));
      stream.awaitRows("clicks", 2);
    }
    assertThat(rows("id, key"), is(List.of("1|one", "2|two")));
  }

  @Test
  void asksForTheTokenThatTheEnvironmentHolds() {
    spec("secrets: {token: CLICKS_TOKEN}, " + META, IDS);
    Ran without = Pipelines.sluice("run", base.toString());
    assertThat(without.exit(), is(1));
    assertThat(without.err(), containsString("CLICKS_TOKEN is not set"));
    try (Streams stream = stream(Map.of("CLICKS_TOKEN", "s3cret"))) {
      assertThat(post("{\"id\": 1}").status(), is(401));
      assertThat(post("{\"id\": 1}", "Authorization", "Bearer wrong").status(), is(401));
      assertThat(post("{\"id\": 1}", "Authorization", "Bearer s3cret").status(), is(200));
      stream.awaitRows("clicks", 1);
    }
  }

  @Test
  void takesNothingMoreWhenTooMuchWaitsAndABatchTakesWhatWaits() {
    spec("max_unread: 1MB, " + META, IDS, "1h");
    Random random = new Random(7);
    int sent = 0;
    try (Streams stream = stream(Map.of())) {
      Answer answer;
      do {
        byte[] noise = new byte[300_000];
        random.nextBytes(noise);
        String text = Base64.getEncoder().encodeToString(noise);
        answer = post("{\"id\": %d, \"noise\": \"%s\"}".formatted(sent, text));
        sent += answer.status() == 200 ? 1 : 0;
      } while (answer.status() == 200);
      assertThat(answer.status(), is(503));
      assertThat(answer.retryAfter(), is("5"));
      assertThat(stream.child().output() + sent, sent, is(allOf(greaterThan(2), lessThan(6))));
    }
    Ran status = Pipelines.sluice("status", base.toString());
    assertThat(status.out(), containsString("no stream runs"));
    List<String> unread =
        Pipelines.query(
            "",
            "SELECT count(*) FROM read_blob('%s/lake/_sluice/inbox/clicks/*.avro')"
                .formatted(base));
    assertThat(unread.get(0).equals("0"), is(false));
    Ran ran = Pipelines.sluice("run", base.toString(), "--mode", "batch", "--quiet");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(rows("count(DISTINCT id)"), is(List.of(String.valueOf(sent))));
    try (Streams stream = stream(Map.of())) {
      assertThat(post("{\"id\": 99}").status(), is(200));
    }
  }

  @Test
  void refusesASecondStreamBeforeItListens() {
    spec(META, IDS);
    try (Streams stream = stream(Map.of())) {
      Ran second = Pipelines.sluice("run", base.toString());
      assertThat(second.exit(), is(3));
      assertThat(
          second.err(), allOf(containsString("ALREADY_RUNNING"), containsString("Another stream")));
      assertThat(post("{\"id\": 1}").status(), is(200));
      stream.awaitRows("clicks", 1);
    }
  }
}
