// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lake that has seen everything: staged, released, rolled back, rejected and held-back runs,
 * messages, dead letters, and personal data.
 */
public final class BusyLake {
  private static final String HEADER = "id,shop,amount,at\n";

  final Path folder;
  public final SmallShop shop;

  private BusyLake(Path folder) {
    this.folder = folder;
    this.shop = new SmallShop(folder);
  }

  /** Makes one. */
  static BusyLake in(Path folder) {
    BusyLake busy = new BusyLake(folder);
    busy.live();
    return busy;
  }

  /** A copy that a test may break. */
  BusyLake copiedTo(Path target) {
    return new BusyLake(Pipelines.copy(folder, target));
  }

  private void live() {
    Pipelines.write(
        folder.resolve("sales.avsc"),
        SmallShop.SCHEMA.replace("\"default\": null", "\"default\": null, \"pii\": true"));
    spec(3);
    day(1, "1,ann,1.00,2026-01-01\nx,ann,1.00,2026-01-01\n");
    promote("approve", "--why", "first");
    promote("apply");
    day(2, "2,ben,2.00,2026-01-02\n1,amy,1.50,2026-01-02\n");
    promote("plan"); // its samples need the key for personal values
    promote("approve", "--why", "second");
    promote("apply");
    promote("rollback", "--why", "wrong");
    day(3, "3,carl,3.00,2026-01-03\n");
    promote("reject", "--why", "not yet");
    spec(0);
    shop.data("day4.csv", HEADER + "y,dan,4.00,2026-01-04\n");
    assertThat(shop.attempt().exit(), is(1));
    spec(3);
    day(5, "5,eve,5.00,2026-01-05\n");
  }

  private void spec(int tolerated) {
    shop.specWithModels(
        "{csv: data/*.csv}",
        "models:\n  per_shop: {per: [shop], sql: \"SELECT shop, sum(amount) AS amount FROM sales GROUP BY shop\"}\n"
            + "publish: {approve: manual, notify: \"file:notices.jsonl\"}\n",
        "load: merge",
        "key: [id]",
        "latest_by: at",
        "cursor: at",
        "tolerate: {dead_rows: " + tolerated + "}");
  }

  private void day(int day, String rows) {
    shop.data("day" + day + ".csv", HEADER + rows);
    Ran unused = shop.run("--created-at", "2026-01-0" + day);
  }

  public Path lake() {
    return folder.resolve("lake");
  }

  public Ran sluice(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private void promote(String part, String... more) {
    List<String> args = new ArrayList<>(List.of("promote", part, folder.toString()));
    args.addAll(List.of(more));
    Ran ran = Pipelines.sluice(args.toArray(String[]::new));
    assertThat(ran.toString(), ran.exit(), is(0));
  }

  /** The paths of all files, relative to the lake. */
  public List<String> files() {
    try (Stream<Path> all = Files.walk(lake())) {
      return all.filter(Files::isRegularFile)
          .map(path -> lake().relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
