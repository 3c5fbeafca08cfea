// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One spec for two places, which never mix, and variables in its values and its SQL. */
class TargetRunsTest {
  private static final String SPEC =
      """
      name: small
      lake: lakes/prod
      warehouse: duckdb:prod.duckdb
      vars: {least: 2, tag: all}
      targets:
        dev: {lake: lakes/dev, warehouse: "duckdb:${db}", vars: {least: 1, db: dev.duckdb}}
        prod: {publish: {approve: auto}}
      tables:
        sales: {source: {csv: data/*.csv}, schema: sales.avsc}
      models:
        large: {sql: large.sql}
        other: {sql: SELECT id FROM sales}
      """;

  private @TempDir Path folder;

  private Ran sluice(String command, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of(command, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private List<String> large(String database) {
    return Pipelines.query(
        folder.resolve(database).toString(), "SELECT id, tag FROM production.large ORDER BY ALL");
  }

  private static List<String> commands(String text) {
    return Pattern.compile("sluice (?:query|promote|status|deadletters|replay|run)[^`\\n\"<]*")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void namesTheTargetInWhatToTypeNextWhereItWasTyped() throws Exception {
    SmallShop shop = new SmallShop(folder);
    shop.data("a.csv", "id,shop,amount,at\n1,a,1.00,2026-01-01\n2,b,x,2026-01-01\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        SPEC.replace("{approve: auto}", "{approve: manual}")
            .replace("sales.avsc}", "sales.avsc, tolerate: {dead_ratio: 0.5}}"));
    Pipelines.write(folder.resolve("large.sql"), "SELECT id, ${tag} AS tag FROM sales\n");
    for (Ran typed :
        List.of(
            shop.run("--target", "prod"),
            sluice("status", "--target", "prod"),
            Pipelines.sluice("promote", "plan", folder.toString(), "--target", "prod"),
            Pipelines.sluice("deadletters", "list", folder.toString(), "--target", "prod"))) {
      assertThat(typed.toString(), commands(typed.out()), not(empty()));
      assertThat(typed.out(), commands(typed.out()), everyItem(containsString(" --target prod")));
    }
    List<Path> pages;
    try (Stream<Path> all = Files.walk(folder)) {
      pages = all.filter(file -> file.toString().endsWith(".html")).toList();
    }
    assertThat(pages, not(empty()));
    for (Path page : pages) {
      List<String> typed = commands(Files.readString(page));
      assertThat(page.toString(), typed, not(empty()));
      assertThat(page.toString(), typed, everyItem(containsString(" --target prod")));
    }

    // The next command finds by itself what the spec says.
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Files.readString(folder.resolve("pipeline.yaml")) + "default_target: prod\n");
    Ran own = shop.run("--again");
    assertThat(own.toString(), commands(own.out()), not(empty()));
    assertThat(own.out(), not(containsString("--target")));
  }

  @Test
  void keepsTheLakesOfTargetsApart() throws Exception {
    SmallShop shop = new SmallShop(folder);
    shop.data("a.csv", "id,shop,amount,at\n1,a,1.00,2026-01-01\n2,b,2.00,2026-01-01\n");
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(
        folder.resolve("large.sql"),
        "SELECT id, ${tag} AS tag FROM sales\nWHERE amount >= ${least} -- ${not_this}\n");
    assertThat(shop.run("--target=prod").out(), containsString("\n  target        prod\n"));
    Ran dev = shop.run("--target", "dev", "--var", "tag=it's", "--json");
    assertThat(dev.json().path("target").asText(), is("dev"));
    assertThat(large("prod.duckdb"), contains("2|all"));
    assertThat(large("dev.duckdb"), contains("1|it's", "2|it's"));
    assertThat(
        sluice("status", "--target", "dev").out(), containsString("\n  target        dev\n"));
    assertThat(
        sluice("plan", "--target", "dev", "--json").json().path("target").asText(), is("dev"));

    // Nothing changed, and then a variable: one model is made again, the other stays.
    assertThat(
        shop.run("--target", "dev", "--var", "tag=it's").out(), containsString("nothing to do"));
    Ran again = shop.run("--target", "dev", "--json");
    assertThat(again.json().path("tables").findValuesAsText("read"), contains("0", "2", "0"));
    assertThat(large("dev.duckdb"), contains("1|all", "2|all"));

    // No target, another one, and one that is not there.
    Ran none = sluice("run");
    assertThat(none.toString(), none.exit(), is(3));
    assertThat(none.err(), containsString("LAKE_TAKEN"));
    assertThat(none.err(), containsString("--target prod"));
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.replace("dev: {lake", "test: {lake"));
    Ran other = sluice("run", "--target=test");
    assertThat(other.toString(), other.exit(), is(3));
    assertThat(other.err(), containsString("is that of target dev"));
    Ran wrong = sluice("verify", "--target", "tset");
    assertThat(wrong.toString(), wrong.exit(), is(2));
    assertThat(wrong.err(), containsString("did you mean `test`?"));
    Ran unknown = sluice("validate", "--var", "lest=1");
    assertThat(unknown.toString(), unknown.exit(), is(2));
    assertThat(unknown.err(), containsString("did you mean `least`?"));
    assertThat(Files.exists(folder.resolve("lakes/dev/production/current.json")), is(true));
    assertThat(large("dev.duckdb"), not(contains("2|all")));
  }
}
