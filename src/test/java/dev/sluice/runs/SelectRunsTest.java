// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.notes.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a part of a pipeline: all else stays, and is made good by the next whole run. */
class SelectRunsTest {
  private static final String HEADER = "id,shop,amount,at\n";
  private static final String SPEC =
      """
      name: part
      lake: lakes/prod
      warehouse: duckdb:prod.duckdb
      targets:
        prod: {}
        dev: {lake: lakes/dev, warehouse: "duckdb:dev.duckdb", defer: prod}
      tables:
        a:
          source: {csv: data/a/*.csv}
          schema: sales.avsc
          load: merge
          key: [id]
          cursor: id
          checks: [row_count: {min: 1}]
        b:
          source: {csv: data/b/*.csv}
          schema: sales.avsc
          load: replace
          tolerate: {dead_rows: 9}
          checks: [references: {column: shop, table: a, to: shop}]
      models:
        large: {sql: "SELECT id, shop, amount FROM a WHERE amount > 1", checks: [unique: id]}
        total: {per: [shop], incremental: true, sql: "SELECT shop, sum(amount) AS total FROM a GROUP BY shop"}
        both: {per: [shop], sql: "SELECT shop, count(*) AS n FROM large JOIN b USING (shop) GROUP BY shop"}
      """;

  private @TempDir Path folder;

  private Ran sluice(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private Ran run(String target, String... more) {
    List<String> args = new ArrayList<>(List.of("--target", target));
    args.addAll(List.of(more));
    return Pipelines.run(folder, args.toArray(String[]::new));
  }

  private void data(String file, String rows) {
    Pipelines.write(folder.resolve("data/" + file), HEADER + rows);
  }

  private List<String> rows(String target, String sql) {
    return Pipelines.query(folder.resolve(target + ".duckdb").toString(), sql + " ORDER BY ALL");
  }

  private List<String> all(String target) {
    List<String> all = new ArrayList<>();
    all.addAll(rows(target, "SELECT 'a', id FROM production.a"));
    all.addAll(rows(target, "SELECT 'b', id FROM production.b"));
    all.addAll(rows(target, "SELECT 'large', id FROM production.large"));
    all.addAll(rows(target, "SELECT 'total', shop, total FROM production.total"));
    all.addAll(rows(target, "SELECT 'both', shop, n FROM production.both"));
    return all;
  }

  private Manifest newest(String target) {
    return ManifestStore.latest(folder.resolve("lakes/" + target).toString())
        .orElseThrow()
        .manifest();
  }

  private List<String> taken(String table) {
    return newest("prod").table("raw_" + table).map(TableState::sources).orElse(List.of()).stream()
        .map(SourceFile::path)
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .toList();
  }

  @Test
  void leavesAloneWhatIsNotSelectedAndMakesItGoodLater() {
    SmallShop unused = new SmallShop(folder);
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    data("a/1.csv", "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-01\n");
    data("b/1.csv", "1,x,1.00,2026-01-01\nbad,x,1.00,2026-01-01\n");
    run("prod");
    assertThat(all("prod"), contains("a|1", "a|2", "b|1", "large|2", "total|x|3.00", "both|x|1"));

    // Everything changes; a alone is looked at, though the source of b cannot be found.
    data("a/2.csv", "3,x,3.00,2026-01-02\n");
    Path hidden = folder.resolve("data/b");
    assertThat(hidden.toFile().renameTo(folder.resolve("data/_b").toFile()), is(true));
    JsonNode ran = run("prod", "--select", "a", "--json").json();
    assertThat(ran.path("selected").toString(), is("[\"a\"]"));
    assertThat(ran.path("tables").findValuesAsText("table"), contains("a"));
    assertThat(
        all("prod"), contains("a|1", "a|2", "a|3", "b|1", "large|2", "total|x|3.00", "both|x|1"));
    assertThat(taken("a"), contains("1.csv", "2.csv"));
    assertThat(taken("b"), contains("1.csv"));
    assertThat(
        newest("prod").verdicts().stream().map(Verdict::table).distinct().toList(), contains("a"));
    assertThat(sluice("status", "--target=prod").out(), containsString("\n  selected      a\n"));

    // What is behind a is made by a whole run, and what had dead letters too.
    assertThat(folder.resolve("data/_b").toFile().renameTo(hidden.toFile()), is(true));
    assertThat(
        sluice("plan", "--target=prod").out(),
        containsString("total is computed whole: it was not selected when what it reads changed."));
    JsonNode whole = run("prod", "--json").json();
    assertThat(whole.path("tables").findValuesAsText("read"), contains("0", "2", "3", "1", "1"));
    assertThat(
        all("prod"),
        contains("a|1", "a|2", "a|3", "b|1", "large|2", "large|3", "total|x|6.00", "both|x|2"));
    assertThat(run("prod").out(), not(containsString("selected")));

    // Models that are behind are made though no source changed, and nothing twice.
    data("b/1.csv", "1,x,1.00,2026-01-01\n");
    run("prod");
    data("a/3.csv", "9,y,9.00,2026-01-03\n");
    run("prod", "--select", "a");
    run("prod", "--exclude", "total");
    assertThat(rows("prod", "SELECT id FROM production.large"), contains("2", "3", "9"));
    run("prod");
    assertThat(
        rows("prod", "SELECT shop, total FROM production.total"), contains("x|6.00", "y|9.00"));
    assertThat(run("prod").out(), containsString("nothing to do"));
    assertThat(sluice("verify", "--target=prod").exit(), is(0));
  }

  @Test
  void readsWhatIsNotThereInProductionOfAnotherTarget() throws Exception {
    SmallShop unused = new SmallShop(folder);
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    data("a/1.csv", "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-01\n");
    data("b/1.csv", "1,x,1.00,2026-01-01\n");
    Ran early = sluice("run", "--target=dev", "--select", "large");
    assertThat(early.toString(), early.exit(), is(2));
    assertThat(early.err(), containsString("a is to be read from target prod"));
    assertThat(early.err(), containsString("has no release yet"));
    run("prod");
    List<Path> before = files("lakes/prod");

    Ran dev = run("dev", "--select", "large both", "--exclude", "b");
    assertThat(dev.err(), containsString("a is read from target prod: run 1 of "));
    assertThat(rows("dev", "SELECT id, amount FROM production.large"), contains("2|2.00"));
    assertThat(rows("dev", "SELECT shop, n FROM production.both"), contains("x|1"));
    assertThat(files("lakes/dev/staging/a"), is(empty()));
    assertThat(
        newest("dev").tables().stream()
            .filter(TableState::isPublished)
            .map(TableState::table)
            .toList(),
        contains("large", "both"));
    Manifest.Inputs inputs = newest("dev").run().inputs();
    assertThat(inputs.selected(), contains("large", "both"));
    assertThat(
        inputs.deferred().stream().map(d -> d.table() + d.target() + d.entry()).toList(),
        contains("aprod1", "bprod1"));
    assertThat(sluice("verify", "--target=dev").exit(), is(0));
    assertThat(sluice("gc", "--target=dev").exit(), is(0));
    assertThat(run("dev", "--select", "large both").out(), containsString("nothing to do"));
    assertThat(files("lakes/prod"), is(before));

    // Production moves on; then dev has tables of its own.
    data("a/2.csv", "3,x,3.00,2026-01-02\n");
    run("prod");
    run("dev", "--select", "total,large");
    assertThat(rows("dev", "SELECT id FROM production.large"), contains("2", "3"));
    assertThat(rows("dev", "SELECT shop, total FROM production.total"), contains("x|6.00"));
    assertThat(rows("dev", "SELECT shop, n FROM production.both"), contains("x|1"));
    data("a/2.csv", "3,x,30.00,2026-01-02\n4,y,4.00,2026-01-02\n");
    run("dev");
    assertThat(
        all("dev"),
        contains(
            "a|1",
            "a|2",
            "a|3",
            "a|4",
            "b|1",
            "large|2",
            "large|3",
            "large|4",
            "total|x|33.00",
            "total|y|4.00",
            "both|x|2"));
  }

  @Test
  void saysBeforeAnythingStartsWhatIsMissing() {
    SmallShop unused = new SmallShop(folder);
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    data("a/1.csv", "1,x,1.00,2026-01-01\n");
    data("b/1.csv", "1,x,1.00,2026-01-01\n");
    Ran none = sluice("run", "--target=prod", "--select=large");
    assertThat(none.toString(), none.exit(), is(2));
    assertThat(
        none.err(),
        containsString("Model large reads a, which is not selected, and of which the lake"));
    assertThat(none.err(), containsString("--select +a"));
    Ran check = sluice("run", "--target=prod", "--select=b");
    assertThat(check.toString(), check.exit(), is(2));
    assertThat(
        check.err(),
        containsString("The check `references: {column: shop, table: a, to: shop}` of b reads a"));
    Ran wrong = sluice("run", "--target=prod", "--select=lrage");
    assertThat(wrong.toString(), wrong.exit(), is(2));
    assertThat(wrong.err(), containsString("did you mean `large`?"));
    assertThat(Files.exists(folder.resolve("lakes/prod/_sluice/log")), is(false));

    run("prod", "--select", "+large");
    assertThat(rows("prod", "SELECT id FROM production.a"), contains("1"));
    Pipelines.write(
        folder.resolve("sales.avsc"),
        SmallShop.SCHEMA.replace(
            "{\"name\": \"at\"",
            "{\"name\": \"more\", \"type\": [\"null\", \"string\"], \"default\": null}, {\"name\": \"at\""));
    Ran other = sluice("run", "--target=prod", "--select=large");
    assertThat(other.toString(), other.exit(), is(2));
    assertThat(other.err(), containsString("other columns than the spec says"));
  }

  private List<Path> files(String under) throws Exception {
    Path root = folder.resolve(under);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
