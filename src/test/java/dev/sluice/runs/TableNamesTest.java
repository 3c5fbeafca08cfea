// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.OurNames;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name of a user's table or model meets one of ours, or a keyword. */
class TableNamesTest {
  /** Of DuckDB's catalog, of our schemas and folders, and the longest that there may be. */
  private static final List<String> OTHERS =
      List.of(
          "main",
          "temp",
          "system",
          "memory",
          "information_schema",
          "pg_catalog",
          "duckdb_tables",
          "sluice",
          "staging",
          "production",
          "manifests",
          "releases",
          "read_parquet",
          "raw",
          "t".repeat(63),
          "x",
          "created_at",
          "letter",
          "attempt",
          "no",
          "off",
          "yes");

  /** Those that stand for relations in statements of ours, where tables do; else all are tried. */
  private static final List<String> MOST =
      List.of(
          "book", "r", "hits", "latest", "l", "runs", "main", "select", "staging", "t".repeat(63));

  @TempDir Path folder;

  /**
   * Half of them are tables, and each of the others is a model of one. {@code -Dnames.all=true}
   * takes all hundred and fifty, in two minutes.
   */
  @Test
  void goThroughEveryStatement() throws Exception {
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(OTHERS);
    all.addAll(OurNames.inStatements());
    all.addAll(OurNames.keywords("= 'reserved'"));
    all.removeIf(name -> !name.matches("[A-Za-z][A-Za-z0-9_]{0,62}"));
    all.removeIf(
        name ->
            name.matches("(?i)raw_.*|dead_letters|dead_letter_replays|check_rows|con|prn|aux|nul"));
    List<String> names = all.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    assertThat(names, hasItems(MOST.toArray(String[]::new)));
    assertThat(names.size(), is(greaterThan(120)));
    goThrough(Boolean.getBoolean("names.all") ? names : MOST);
  }

  private void goThrough(List<String> names) {
    spec(names);
    Pipelines.write(
        folder.resolve("t.avsc"),
        "{\"type\": \"record\", \"name\": \"t\", \"fields\": [{\"name\": \"n\", \"type\": \"long\"}, {\"name\": \"v\", \"type\": \"string\"}]}");
    Pipelines.write(folder.resolve("data/1.csv"), "n,v\n1,a\n2,b\n3,bad\n");
    sluice("run", "--quiet");
    sluice("promote", "approve", "--why", "x");
    sluice("promote", "apply");
    expect(names, "production", "1|a", "2|b");
    Pipelines.write(folder.resolve("data/2.csv"), "n,v\n4,d\n");
    sluice("run", "--quiet");
    expect(names, "staging", "1|a", "2|b", "4|d");
    sluice("promote", "plan");
    sluice("rebuild");
    sluice("verify");
    for (String table : List.of(names.get(0), names.get(2))) {
      assertThat(
          sluice("deadletters", "list", "--table", table, "--json").json().path("count").asInt(),
          is(1));
    }
  }

  private void spec(List<String> names) {
    StringBuilder tables = new StringBuilder();
    StringBuilder models = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String table = names.get(i - i % 2);
      if (i % 2 == 0) {
        tables.append(
            "  \"%s\": {source: {csv: data/*.csv}, schema: t.avsc, %s, rules: [\"v <> 'bad'\"], tolerate: {dead_rows: 9}, checks: [{references: {column: n, table: \"%1$s\", to: n}}]}\n"
                .formatted(name, i % 4 == 0 ? "load: append" : "load: merge, key: [n]"));
      } else {
        models.append(
            "  \"%s\": {sql: 'SELECT \"%s\".n, v FROM \"%2$s\"', rules: [n > 0], checks: [{unique: [n]}], key: [n]%s}\n"
                .formatted(name, table, i % 4 == 1 ? ", per: [n]" : ""));
      }
    }
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: names\nlake: lake\nwarehouse: duckdb:names.duckdb\nshards: 1\nbuckets: 1\npublish: {approve: manual}\ntables:\n%smodels:\n%s"
            .formatted(tables, models));
  }

  private void expect(List<String> names, String schema, String... rows) {
    List<String> selects = new ArrayList<>();
    for (String name : names) {
      selects.add(
          "SELECT '%s' AS t, string_agg(n || '|' || v, ' ' ORDER BY n) AS r FROM %s.\"%1$s\""
              .formatted(name, schema));
    }
    assertThat(
        Pipelines.query(
            folder.resolve("names.duckdb").toString(),
            "SELECT DISTINCT r FROM (%s)".formatted(String.join(" UNION ALL ", selects))),
        contains(String.join(" ", rows)));
  }

  private Ran sluice(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    int place = args[0].equals("promote") || args[0].equals("deadletters") ? 2 : 1;
    all.add(place, folder.toString());
    Ran ran = Pipelines.sluice(all.toArray(String[]::new));
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran;
  }
}
