// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.Manifest.Stamp;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.ManifestWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
  private static final byte[] SECRET = "a secret of the receiver".getBytes(StandardCharsets.UTF_8);

  /** A request that the receiver got. */
  private record Got(String id, String timestamp, String signature, String body) {}

  @TempDir Path folder;
  private HandMadeLake lake;
  private HttpServer server;
  private final Queue<Integer> answers = new ArrayDeque<>();
  private final List<Got> got = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    lake = new HandMadeLake(folder.resolve("lake"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          got.add(
              new Got(
                  headers.getFirst("webhook-id"),
                  headers.getFirst("webhook-timestamp"),
                  headers.getFirst("webhook-signature"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          Integer answer = answers.poll();
          exchange.sendResponseHeaders(answer == null ? 204 : answer, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void appendsOneLineForEachRunAndSaysWhatAReceiverMustKnow() throws Exception {
    Committed first = commit(1, Outcome.STAGED);
    assertThat(notices().deliver(), is(1));
    assertThat(notices().deliver(), is(0));
    commit(2, Outcome.PUBLISHED);
    commit(3, Outcome.STAGED);
    assertThat(notices().deliver(), is(2));

    List<JsonNode> lines = lines();
    assertThat(
        lines.stream().map(l -> l.path("type").asText()).toList(),
        is(List.of("run.staged", "run.published", "run.staged")));
    JsonNode message = lines.get(0);
    assertThat(message.path("id").asText(), is("msg_" + first.digest().substring(0, 24)));
    JsonNode data = message.path("data");
    assertThat(data.path("run_id").asText(), is("run-1"));
    assertThat(data.path("versions").path("manifest_digest").asText(), is(first.digest()));
    assertThat(data.path("tables").get(0).path("counts").path("published").asLong(), is(1L));
  }

  @Test
  void saysNothingOfRunsBeforeTheFirstMessage() throws Exception {
    commit(1, Outcome.STAGED);
    commit(2, Outcome.STAGED);
    assertThat(notices().deliver(), is(1));
    assertThat(lines().get(0).path("data").path("run_id").asText(), is("run-2"));
  }

  @Test
  void sendsTheSameMessageAgainWhenItsDeliveryWasNotNoted() throws Exception {
    commit(1, Outcome.STAGED);
    notices().deliver();
    Files.delete(folder.resolve("lake/_sluice/notices/000001.json"));
    notices().deliver();
    assertThat(lines().get(1), is(lines().get(0)));
  }

  @Test
  void endsALineThatWasCutShort() throws Exception {
    commit(1, Outcome.STAGED);
    Files.writeString(folder.resolve("notices.jsonl"), "{\"id\":\"ms");
    notices().deliver();
    List<String> lines = Files.readAllLines(folder.resolve("notices.jsonl"));
    assertThat(lines.get(0), is("{\"id\":\"ms"));
    assertThat(lines.size(), is(2));
  }

  @Test
  void saysWhatCannotBeDeliveredAndSendsItNextTime() throws Exception {
    commit(1, Outcome.STAGED);
    Files.createDirectories(folder.resolve("notices.jsonl"));
    PipelineException failure = assertThrows(PipelineException.class, () -> notices().deliver());
    assertThat(failure.code(), is(ErrorCode.NOTICE_UNDELIVERED));
    assertThat(failure.getMessage(), containsString("Run run-1 is committed"));

    Files.delete(folder.resolve("notices.jsonl"));
    assertThat(notices().deliver(), is(1));
  }

  /** The signature as the specification says, computed by hand. */
  @Test
  void signsWhatItPosts() throws Exception {
    Message message = message(commit(1, Outcome.STAGED));
    webhook("/hook").post(message);

    Got request = got.get(0);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    String signed = request.id() + "." + request.timestamp() + "." + request.body();
    assertThat(
        request.signature(),
        is(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)))));
    assertThat(request.timestamp(), is("1767225600"));
    assertThat(request.id(), is(message.id()));
    assertThat(new ObjectMapper().readTree(request.body()).path("id").asText(), is(message.id()));
  }

  @Test
  void triesAtMostFiveTimesUnderOneId() throws Exception {
    Message message = message(commit(1, Outcome.STAGED));
    answers.addAll(List.of(500, 503, 429, 500, 204));
    webhook("/hook").post(message);
    assertThat(got.stream().map(Got::id).distinct().toList(), is(List.of(message.id())));
    assertThat(got.size(), is(5));

    answers.addAll(List.of(500, 500, 500, 500, 500, 204));
    IOException failure = assertThrows(IOException.class, () -> webhook("/hook").post(message));
    assertThat(failure.getMessage(), is("it answered 500 (the last of 5 attempts)"));
  }

  @Test
  void doesNotRepeatWhatTheReceiverRefuses() throws Exception {
    Message message = message(commit(1, Outcome.STAGED));
    answers.add(401);
    IOException failure = assertThrows(IOException.class, () -> webhook("/hook").post(message));
    assertThat(failure.getMessage(), is("it answered 401"));
    assertThat(got.size(), is(1));
  }

  /** The expected signatures are those of the reference library, Python's standardwebhooks. */
  @Test
  void signsAsTheStandardsOwnLibraryDoes() {
    String text = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
    Map<String, String> signatures =
        Map.of(
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                "v1,78nXHjpFP0tVJQW5D0SBwmVyyW87BV/rL6MgfM/Bw44=",
            "C2FVsBQIhrscChlQIMV+b5sSYspob7oD\n", "v1,78nXHjpFP0tVJQW5D0SBwmVyyW87BV/rL6MgfM/Bw44=",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    signatures.forEach(
        (secret, signature) ->
            assertThat(secret, Webhook.signature(Webhook.secret(secret), text), is(signature)));
    assertThat(Webhook.secret("AAA"), is(new byte[] {0, 0})); // not padded
  }

  @Test
  void refusesSecretsThatNoReceiverCouldRead() {
    assertThat(
        assertThrows(PipelineException.class, () -> Webhook.secret(null)).code(),
        is(ErrorCode.ENV_UNSET));
    for (String secret : List.of("whsec_!", "whsec_", "a secret of the receiver")) {
      PipelineException e = assertThrows(PipelineException.class, () -> Webhook.secret(secret));
      assertThat(e.code(), is(ErrorCode.INVALID_VALUE));
      assertThat(e.getMessage(), containsString("is not Base64, with or without `whsec_`"));
    }
  }

  private Webhook webhook(String path) {
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    String url = "http://localhost:" + server.getAddress().getPort() + path;
    return new Webhook(url, SECRET, Duration.ofMillis(1), clock);
  }

  @Test
  void tellsOfRunsThatFailedOnceAndNotOfThoseBeforeTheFirst() throws Exception {
    fail("before", "2000-01-01T00:00:00Z", "FILE_NOT_FOUND: nothing there");
    commit(1, Outcome.PUBLISHED);
    assertThat(notices().deliver(), is(1));
    fail("after", "2030-01-01T00:00:00Z", "CHECK_FAILED: a reason");
    assertThat(notices().deliver(), is(1));
    assertThat(notices().deliver(), is(0));
    JsonNode failed = lines().get(1);
    assertThat(failed.path("type").asText(), is("run.failed"));
    assertThat(failed.path("data").path("run_id").asText(), is("after"));
    assertThat(failed.path("data").path("reason").asText(), is("CHECK_FAILED: a reason"));
    assertThat(lines().get(0).path("data").has("reason"), is(false));
  }

  @Test
  void tellsOfAFirstRunThatFailed() throws Exception {
    fail("first", "2026-01-01T00:00:00Z", "FILE_NOT_FOUND: nothing there");
    assertThat(notices().deliver(), is(1));
    assertThat(notices().deliver(), is(0));
    assertThat(lines().get(0).path("data").path("run_id").asText(), is("first"));
  }

  @Test
  void saysToPeopleWhatHappenedWithoutBreakingTheirMarkup() throws Exception {
    new SlackWebhook(url(), Duration.ZERO)
        .post(
            Message.of(
                failed("r1", "2026-01-01T00:00:00Z", "SQL_FAILED: a < b & c > d"),
                "0".repeat(64),
                Optional.empty()));
    assertThat(
        new ObjectMapper().readTree(got.get(0).body()).path("text").asText(),
        is(
            "*shop*: run r1 failed; nothing of it is visible\n> SQL_FAILED: a &lt; b &amp; c &gt; d"
                + "\n• orders: unique: [id] is 3 duplicates, expected 0 duplicates (fail)"));
  }

  @Test
  void tellsWhichTablesAndColumnsChanged() throws Exception {
    Manifest before = lake(1, "orders", "id INTEGER, note VARCHAR", "shops", "id INTEGER");
    Manifest now = lake(2, "orders", "id BIGINT, paid BOOLEAN", "visits", "id INTEGER");
    Message message = Message.of(now, "0".repeat(64), Optional.of(before));
    assertThat(
        new ObjectMapper().readTree(message.json()).at("/data/changes").toString(),
        is(
            "[{\"table\":\"orders\",\"changes\":[\"column id: int → bigint\",\"column paid is new: boolean\","
                + "\"column note is gone: text\"]},{\"table\":\"visits\",\"changes\":[\"is new\"]},"
                + "{\"table\":\"shops\",\"changes\":[\"is gone\"]}]"));
    assertThat(
        SlackWebhook.text(message),
        is(
            "*test*: run run-2 is released\n• orders: column id: int → bigint, column paid is new: boolean, column note is gone: text"
                + "\n• visits: is new\n• shops: is gone"));
    assertThat(
        new ObjectMapper()
            .readTree(Message.of(now, "0".repeat(64), Optional.of(now)).json())
            .path("data")
            .has("changes"),
        is(false));
  }

  private Manifest lake(int number, String one, String columns, String other, String others)
      throws Exception {
    return manifest(
        number,
        Outcome.PUBLISHED,
        table(
            one,
            Kind.TYPED,
            schema(columns.split(", ")),
            lake.write(one, "s/" + number, new byte[] {1})),
        table(
            other,
            Kind.TYPED,
            schema(others.split(", ")),
            lake.write(other, "t/" + number, new byte[] {1})));
  }

  private void fail(String id, String finishedAt, String reason) {
    ManifestWriter.recordFailure(DocumentStore.of(lake.root()), failed(id, finishedAt, reason));
  }

  private static Manifest failed(String id, String finishedAt, String reason) {
    Stamp stamp =
        new Stamp(
            id, "a", finishedAt, finishedAt, finishedAt, "0".repeat(64), Inputs.UNKNOWN, reason);
    Verdict verdict =
        new Verdict("orders", "unique: [id]", "fail", false, "3 duplicates", "0 duplicates");
    return new Manifest(
        Manifest.VERSION, 0, "shop", stamp, Outcome.FAILED, List.of(), List.of(verdict), "");
  }

  private static Message message(Committed run) {
    return Message.of(run.manifest(), run.digest(), Optional.empty());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  private Notices notices() {
    return new Notices(
        lake.root(),
        new NotifySpec(NotifySpec.Kind.FILE, folder.resolve("notices.jsonl").toString()));
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("notices.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private Committed commit(int number, Outcome outcome) throws Exception {
    return lake.commit(
        manifest(
            number,
            outcome,
            table(
                "orders",
                Kind.TYPED,
                schema("id INTEGER"),
                lake.write("orders", "staging/o/" + number, new byte[] {1}))));
  }
}
