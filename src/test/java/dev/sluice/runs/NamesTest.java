// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.OurNames;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name of a user's column meets one of ours: each of ours, and each keyword, is a column. */
class NamesTest {
  private static final List<String> KEY = List.of("n", "o", "order", "select", "f", "rowid");
  @TempDir Path folder;

  /** Every name that our statements give to something. */
  private static Set<String> ours() throws IOException {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(
        List.of("Created_At", "UPDATED_at", "_ROW", "_File", "_row_", "filename", "batch"));
    names.addAll(List.of("file_row_number", "n", "o", "each", "every", "__V"));
    names.addAll(List.of("__duckdb_field_id", "element", "key", "value", "schema"));
    names.addAll(OurNames.inStatements());
    return names;
  }

  private static List<String> all(Set<String> names, Set<String> more) {
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(KEY);
    all.addAll(names);
    all.addAll(more);
    all.addAll(List.of("a", "at", "b", "s"));
    return List.copyOf(all);
  }

  private static boolean isLegal(String name) {
    return !name.startsWith("__");
  }

  private void schema(String table, List<String> names) {
    String fields =
        names.stream()
            .filter(NamesTest::isLegal)
            .map(
                name ->
                    KEY.contains(name)
                        ? "{\"name\": \"%s\", \"type\": \"long\"}".formatted(name)
                        : "{\"name\": \"%s\", \"type\": [\"null\", \"long\"]}".formatted(name))
            .collect(Collectors.joining(",\n"));
    Pipelines.write(
        folder.resolve(table + ".avsc"),
        "{\"type\": \"record\", \"name\": \"t\", \"fields\": [" + fields + "]}");
  }

  private void spec() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: names
        lake: lake
        warehouse: duckdb:names.duckdb
        publish: {approve: manual}
        tables:
          merged:
            source: {csv: merged/*.csv}
            schema: merged.avsc
            load: merge
            key: [%1$s]
            latest_by: at
            rules: ['"n" >= 0 AND "order" >= 0 AND "batch" IS NOT NULL']
            checks:
              - unique: [%1$s]
              - not_null: [n, o]
              - null_ratio: {column: a, max: 0}
              - references: {column: b, table: batch, to: b}
              - sum: {column: s, equals: {table: batch, column: s}}
            tolerate: {dead_rows: 10}
          batch:
            source: {csv: batch/*.csv}
            schema: batch.avsc
            load: append
            cursor: order
            tolerate: {dead_rows: 10}
        models:
          rescued:
            sql: SELECT * FROM merged
            per: [n, o]
            key: [%1$s]
            rules: ['"n" >= 0']
            checks: [unique: [n, "order"]]
          letters:
            sql: SELECT n, o, "rowid" FROM batch
        """
            .formatted(String.join(", ", KEY)));
  }

  private void data(String name, List<String> names, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(String.join(",", names)).append('\n');
    rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
    Pipelines.write(folder.resolve(name), text.toString());
  }

  private static List<String> row(List<String> names, int number, int plus) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      boolean isFixed = KEY.contains(name) || name.equals("b") || name.equals("s");
      int own = Math.floorMod(name.hashCode(), 1000);
      values.add(String.valueOf(number * 10_000 + own + (isFixed ? 0 : plus)));
    }
    return values;
  }

  private Ran sluice(String... args) {
    Ran ran = Pipelines.sluice(args);
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran;
  }

  @Test
  void goThroughEveryStatement() throws IOException {
    List<String> names = all(ours(), OurNames.keywords("<> 'unreserved'"));
    List<String> others = all(OurNames.keywords("= 'unreserved'"), Set.of("Created_At"));
    assertThat(
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        hasItems("__n", "__fate", "hits", "_row", "select", "end"));
    assertThat(names.size() + others.size(), is(greaterThan(500)));
    schema("merged", names);
    schema("batch", others);
    spec();
    List<String> broken = row(names, 3, 0);
    broken.set(names.indexOf("a"), "x");
    data(
        "merged/1.csv",
        names,
        List.of(row(names, 1, 0), row(names, 2, 0), broken, row(names, 4, 0)));
    data("batch/1.csv", others, List.of(row(others, 1, 0), row(others, 2, 0), row(others, 4, 0)));
    String dir = folder.toString();
    sluice("run", dir, "--quiet");
    sluice("promote", "approve", dir, "--why", "x");
    sluice("promote", "apply", dir);
    data("merged/2.csv", names, List.of(row(names, 2, 1), row(names, 4, 0)));
    sluice("run", dir, "--quiet");
    assertThat(sluice("promote", "plan", dir).out(), containsString("merged"));
    sluice("replay", dir, "--quiet");
    sluice("rebuild", dir);
    List<List<String>> rows = List.of(row(names, 1, 0), row(names, 2, 1), row(names, 4, 0));
    expect("merged", names, rows);
    expect("rescued", names, rows);
    expect("batch", others, List.of(row(others, 1, 0), row(others, 2, 0), row(others, 4, 0)));
  }

  private void expect(String table, List<String> names, List<List<String>> rows) {
    List<String> legal = names.stream().filter(NamesTest::isLegal).toList();
    List<String> expected = new ArrayList<>();
    for (List<String> row : rows) {
      expected.add(
          names.stream()
              .filter(NamesTest::isLegal)
              .map(name -> row.get(names.indexOf(name)))
              .collect(Collectors.joining("|")));
    }
    String columns = legal.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    assertThat(
        Pipelines.query(
            folder.resolve("names.duckdb").toString(),
            "SELECT %s FROM staging.%s ORDER BY n".formatted(columns, table)),
        is(expected));
  }
}
