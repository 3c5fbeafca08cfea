// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.source.inbox.Inbox;
import dev.sluice.source.inbox.Landing;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.InboxSettings;
import dev.sluice.spec.topic.TopicReading.Gap;
import dev.sluice.spec.topic.TopicReading.Tombstones;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take in what an inbox holds; what they left is read by plain DuckDB. */
class InboxRunTest {
  private @TempDir Path base;
  private long landed;

  private void spec(String source, String more) {
    spec(source, more, "bigint!");
  }

  private void spec(String source, String more, String type) {
    Pipelines.write(
        base.resolve("p/pipeline.yaml"),
        """
        name: clicks
        lake: lake
        warehouse: duckdb:w.duckdb
        tables:
          clicks:
            source: {http: ":8080/clicks", meta: {who: header.who}, %s}
            columns: {id: "%s", who: text}
            %s
        """
            .formatted(source, type, more));
  }

  private void land(String... values) {
    InboxSettings settings =
        new InboxSettings(Duration.ofHours(1), 1 << 30, 1 << 20, Gap.FAIL, Tombstones.DEAD_LETTER);
    String lake = base.resolve("p/lake").toString();
    try (Landing landing = Landing.of(lake, "clicks", settings, id -> landed)) {
      for (String value : values) {
        Message.Header who = new Message.Header("who", "ann".getBytes(StandardCharsets.UTF_8));
        Message.Arrival arrival = new Message.Arrival("", System.currentTimeMillis(), "/clicks");
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        landing.land(List.of(new Message(-1, 0, null, bytes, List.of(who), arrival))).join();
        landed++;
      }
    }
  }

  private Ran sluice(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.add(base.resolve("p").toString());
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private Ran ran(int exit, String command, String... more) {
    Ran ran = sluice(command, more);
    assertThat(ran.toString(), ran.exit(), is(exit));
    return ran;
  }

  private List<String> rows() {
    return Pipelines.query(
        base.resolve("p/w.duckdb").toString(),
        "SELECT id, who FROM production.clicks ORDER BY ALL");
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files =
        Files.list(base.resolve("p/lake").resolve(Inbox.FOLDER).resolve("clicks"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".avro"))
          .map(name -> name.replaceFirst("^0+(?=[0-9])", "").replace(".avro", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void takesInWhatCameSinceTheLastRunAndClearsItAwayLater() throws IOException {
    spec("dedupe_for: 0s", "");
    land("{\"id\": 1}", "{\"id\": 2}");
    ran(0, "run", "--quiet");
    assertThat(rows(), is(List.of("1|ann", "2|ann")));
    land("{\"id\": 3}");
    assertThat(ran(0, "plan").out(), containsString("1 message in its inbox"));
    assertThat(ran(0, "status", "--json").out(), containsString("\"pipeline\""));
    ran(0, "run", "--quiet");
    assertThat(rows(), is(List.of("1|ann", "2|ann", "3|ann")));
    assertThat(segments(), is(List.of("2"))); // the run cleared away before it read
    ran(0, "gc");
    ran(0, "verify");
    assertThat(segments(), is(List.of("2")));
    assertThat(ran(0, "run", "--quiet").out(), containsString("nothing new since run 2"));
    assertThat(segments(), is(List.of()));
    land("{\"id\": 4}");
    ran(0, "run", "--quiet");
    assertThat(rows(), is(List.of("1|ann", "2|ann", "3|ann", "4|ann")));
  }

  @Test
  void readsAgainWhatARejectedRunHadTakenIn() throws IOException {
    spec("dedupe_for: 0s", "\npublish: {approve: manual}");
    land("{\"id\": 1}");
    ran(0, "run", "--quiet");
    ran(0, "promote approve", "--why", "x");
    ran(0, "promote apply");
    land("{\"id\": 2}");
    ran(0, "run", "--quiet");
    ran(0, "promote reject", "--why", "x");
    land("{\"id\": 3}");
    ran(0, "run", "--quiet");
    String digest = ran(0, "promote plan", "--json").json().findValue("digest").asText();
    ran(0, "promote approve", "--why", "x", "--digest", digest);
    ran(0, "promote apply");
    assertThat(rows(), is(List.of("1|ann", "2|ann", "3|ann")));
  }

  @Test
  void buriesAMessageOnceAndReplaysItWithItsHeaders() {
    spec("dedupe_for: 1h", "tolerate: {dead_rows: 5}", "int!");
    land("{\"id\": 1}", "{\"id\": 5000000000}");
    ran(0, "run", "--quiet");
    assertThat(rows(), is(List.of("1|ann")));
    assertThat(ran(0, "deadletters list").out(), containsString("clicks/0 #1"));
    spec("dedupe_for: 1h", "tolerate: {dead_rows: 5}", "bigint!");
    ran(0, "replay", "--quiet");
    assertThat(rows(), is(List.of("1|ann", "5000000000|ann")));
  }

  @Test
  void stopsWhereSomebodyRemovedWhatNoRunHadRead() throws IOException {
    spec("gap: \"${GAP:-fail}\"", "");
    land("{\"id\": 1}");
    ran(0, "run", "--quiet");
    land("{\"id\": 2}");
    land("{\"id\": 3}");
    Path folder = base.resolve("p/lake").resolve(Inbox.FOLDER).resolve("clicks");
    Files.delete(folder.resolve("%020d.avro".formatted(0)));
    Files.delete(folder.resolve("%020d.avro".formatted(1)));
    Ran lost = ran(1, "run", "--quiet");
    assertThat(lost.err(), allOf(containsString("POSITION_LOST"), containsString("`gap: accept`")));
    ran(0, "run", "--quiet", "--var", "GAP=accept");
    assertThat(rows(), is(List.of("1|ann", "3|ann")));
  }

  @Test
  void knowsHowFarItReadWhereverTheLakeIs() throws IOException {
    spec("dedupe_for: 1h", "");
    land("{\"id\": 1}");
    ran(0, "run", "--quiet");
    Files.move(base.resolve("p"), base.resolve("q"));
    Files.move(base.resolve("q"), base.resolve("p"));
    land("{\"id\": 2}");
    ran(0, "run", "--quiet");
    assertThat(rows(), is(List.of("1|ann", "2|ann")));
  }
}
