// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.promote.notify.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personal values and secrets stand nowhere but in the tables' own data. */
class CanaryTest {
  private static final String KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=";
  private static final String SECRET = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktMTI=";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(LetterCipher.VARIABLE, KEY, Webhook.VARIABLE, SECRET);

  /** Parts of every personal value, and of every secret. */
  private static final List<String> CANARIES =
      List.of(
          "Anna", "Berta", "Cleo", "Dora", "Emma", "1971-01", "987654", "tokenpath", KEY, SECRET);

  private static final String SCHEMA =
      """
      {"type": "record", "name": "people", "fields": [
        {"name": "id", "type": "long"},
        {"name": "name", "type": "string", "pii": true},
        {"name": "born", "type": {"type": "int", "logicalType": "date"}, "pii": true},
        {"name": "pay", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}, "pii": true}]}
      """;

  private static final String HEADER = "id,name,born,pay\n";

  @TempDir Path folder;
  private HttpServer server;
  private final List<String> printed = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    Pipelines.write(folder.resolve("people.avsc"), SCHEMA);
    spec("dead_letter", 5);
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void spec(String severity, int dead) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: people
        lake: build/lake
        warehouse: duckdb:build/people.duckdb
        publish:
          approve: manual
          notify: webhook:http://127.0.0.1:%d/tokenpath?key=tokenpath
        dead_letters: {payload: encrypt}
        tables:
          people:
            source: {csv: data/*.csv}
            schema: people.avsc
            load: merge
            key: [id]
            rules: [{sql: "pay < 500000 AND name <> 'x'", name: sane, severity: %s}]
            tolerate: {dead_rows: %d}
        models:
          names:
            sql: SELECT name, max(pay) AS most FROM people GROUP BY name
            per: [name]
            key: [name]
        """
            .formatted(server.getAddress().getPort(), severity, dead));
  }

  @Test
  void nothingButTheTablesHoldsPersonalValuesOrSecrets() {
    data(
        "a",
        HEADER
            + "1,Anna,1971-01-01,10.00\n2,Berta,1971-01-02,987654.00\nCleo,3,1971-01-03,1\n4,\"Do\"ra,1971-01-04,1.00\n");
    started(5, "NOTICE_UNDELIVERED", "run"); // the receiver refuses the message; the run is staged
    both("plan");
    both("promote plan");
    both("deadletters list");
    String letter = sluice("deadletters", "list", "--json").json().at("/letters/0/id").asText();
    both("deadletters show --letter " + letter);
    once("promote approve --why looked");
    once("promote apply --json");

    assertThat(
        "raw rows of dead records",
        Pipelines.query(
            "",
            "SELECT id, name FROM read_parquet('%s/staging/raw_people/*/*/*.parquet')"
                .formatted(lake())),
        contains("1|Anna"));
    assertThat(readableByOthers(), is(empty()));

    data("b", HEADER + "5,Emma,1971-01-05,987654.00\n6,Anna,1971-01-06,2.00\n");
    spec("dead_letter", 0);
    started(1, "failed", "run"); // by its gate: notes of finished tables stay
    spec("fail", 5);
    started(1, "RULE_BROKEN", "run"); // stopped by a rule: its evidence stays
    spec("dead_letter", 5);
    started(5, "NOTICE_UNDELIVERED", "replay");
    once("rebuild");
    both("status");
    once("promote plan");
    once("promote reject --why no");
    once("gc --older-than 0h --json");
    once("verify --json");

    for (String canary : CANARIES) {
      assertThat(printed, everyItem(not(containsString(canary))));
      assertThat(canary, holding(canary), is(empty()));
    }
  }

  private String lake() {
    return folder.resolve("build/lake").toString();
  }

  private void data(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name + ".csv"), text);
  }

  private void started(int exit, String says, String command) {
    Child child = Child.start(ENVIRONMENT, command, folder.toString());
    int ended = child.await();
    assertThat(child.output(), ended, is(exit));
    assertThat(child.output(), containsString(says));
    printed.add(child.output());
  }

  private void both(String command) {
    once(command);
    once(command + " --json");
  }

  private void once(String command) {
    Ran ran = sluice(command.split(" "));
    assertThat(command + ": " + ran, ran.exit(), is(0));
  }

  private Ran sluice(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(args[0].equals("deadletters") || args[0].equals("promote") ? 2 : 1, folder.toString());
    Ran ran = Pipelines.sluice(all.toArray(String[]::new));
    printed.add(ran.out() + ran.err());
    return ran;
  }

  /** Files whose bytes, or of dead letters whose values, hold a text. */
  private List<String> holding(String canary) {
    List<String> found = new ArrayList<>();
    for (Path file : files(folder.resolve("build"))) {
      String name = file.toString();
      boolean isData = name.endsWith(".parquet") || name.contains("people.duckdb");
      if (!isData && text(file).contains(canary)) {
        found.add(name + " " + canary);
      }
    }
    String letters =
        "SELECT count(*) FROM (SELECT d::VARCHAR AS t FROM read_parquet('%s/staging/dead_letters/*/*/*.parquet') d) WHERE contains(t, '%s')";
    if (!Pipelines.query("", letters.formatted(lake(), canary)).equals(List.of("0"))) {
      found.add("dead_letters " + canary);
    }
    return found;
  }

  /** What others than the owner may read, or enter, of what the pipeline made. */
  private List<String> readableByOthers() {
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rwx------");
    List<String> open = new ArrayList<>();
    for (Path path : all(folder.resolve("build"))) {
      // The folder was there, but for the test; the lock is empty.
      boolean isOurs =
          !path.equals(folder.resolve("build")) && !path.endsWith(".people.duckdb.lock");
      try {
        if (isOurs && !owners.containsAll(Files.getPosixFilePermissions(path))) {
          open.add(path.toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return open;
  }

  private static List<Path> files(Path root) {
    return all(root).stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> all(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
