// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.HandMadeLake;
import dev.sluice.fixture.Pipelines;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.moment.Moments;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.Masks;
import dev.sluice.look.table.TableCatalog;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements open the files that may hold rows which matter to them, and say the same. */
class PruningTest {
  private static final int FILES = 12;

  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Column.of("id", "BIGINT", false),
              Column.of("n", "INTEGER", true),
              Column.of("d", "DECIMAL(9,2)", true),
              Column.of("s", "VARCHAR", true),
              Column.of("day", "DATE", true),
              Column.of("ts", "TIMESTAMP", true),
              Column.of("tz", "TIMESTAMP WITH TIME ZONE", true),
              Column.of("b", "BOOLEAN", true),
              Column.of("x", "DOUBLE", true),
              Column.of("mail", "VARCHAR", true).personal(true)));

  private static @TempDir Path folder;
  private static PipelineSpec spec;
  private static Optional<Moment> moment;

  /** Twelve files of ten rows, each of a range; n is null in every fourth, s once in each. */
  @BeforeAll
  static void write() throws Exception {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: test
        lake: lake
        tables:
          t: {source: {csv: t.csv}, columns: {id: bigint!, mail: {type: text, pii: true}}}
          u: {source: {csv: u.csv}, columns: {id: bigint!}}
        """);
    spec = Objects.requireNonNull(SpecParser.parse(folder).spec());
    List<DataFile> files = new ArrayList<>();
    List<DataFile> others = new ArrayList<>();
    String lake = folder.resolve("lake").toString();
    try (Kernel kernel =
        Kernel.open(
            new KernelSettings(KernelSettings.DEFAULT_MEMORY, lake + "/x", List.of(lake)))) {
      for (int k = 0; k < FILES; k++) {
        files.add(
            file(
                kernel,
                "t",
                """
                SELECT %1$d * 10 + i AS id, CASE WHEN %1$d %% 4 <> 0 THEN (id * 3 - 50)::INTEGER END AS n,
                  (id * 1.25 - 20)::DECIMAL(9,2) AS d,
                  CASE WHEN i <> 3 THEN 'text ' || chr(97 + %1$d) || ' and a long end ' || i END AS s,
                  DATE '2026-01-01' + %1$d AS day, day + INTERVAL (i) HOUR AS ts,
                  (day + INTERVAL (i) HOUR)::TIMESTAMPTZ AS tz, %1$d %% 2 = 0 AS b,
                  CASE WHEN i = 5 THEN 'nan'::DOUBLE ELSE id / 7 END AS x, 'm' || id AS mail
                FROM (SELECT unnest(range(10))::BIGINT AS i)"""
                    .formatted(k)));
        others.add(file(kernel, "u", "SELECT %d::BIGINT AS id, 'u' AS s".formatted(k * 10)));
      }
    }
    HandMadeLake hand = new HandMadeLake(folder.resolve("lake"));
    hand.commit(
        HandMadeLake.manifest(
            1,
            Manifest.Outcome.STAGED,
            HandMadeLake.table("t", Kind.TYPED, SCHEMA, files.toArray(DataFile[]::new)),
            HandMadeLake.table(
                "u",
                TableState.Kind.TYPED,
                HandMadeLake.schema("id BIGINT", "s VARCHAR"),
                others.toArray(DataFile[]::new))));
    moment = Moments.of(spec.lake()).newest();
  }

  /** Of a table of which no column was personal then: bounds of all were noted. */
  private static DataFile file(Kernel kernel, String table, String select) throws Exception {
    TableSchema open =
        new TableSchema(SCHEMA.columns().stream().map(c -> c.personal(false)).toList());
    Scope run =
        new Scope(
            folder.resolve("lake").toString(),
            "2026-03-01T10:00:00Z",
            "attempt1",
            new Concealment(Map.of("t", open, "u", open)));
    return Objects.requireNonNull(
        ParquetFiles.write(kernel, run, table, run.folder(table), ParquetFiles.Query.of(select)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        "FROM t ¦ 12",
        "FROM t WHERE id = 35 ¦ 1",
        "FROM t WHERE 35 = id AND s LIKE '%3' ¦ 1",
        "FROM t WHERE id BETWEEN 15 AND 34 ¦ 3",
        "FROM t WHERE id IN (5, 95) ¦ 2",
        "FROM t WHERE id < 10 OR id >= 110 ¦ 2",
        "FROM t WHERE id = 1000 ¦ 0",
        "FROM t WHERE n IS NULL ¦ 3",
        "FROM t WHERE n IS NOT NULL ¦ 9",
        "FROM t WHERE id IS NULL ¦ 0",
        "FROM t WHERE n > 250 ¦ 2",
        "FROM t WHERE n > 250.5 ¦ 12",
        "FROM t WHERE d <= -19.99 ¦ 1",
        "FROM t WHERE d = 5 ¦ 1",
        "FROM t WHERE s = 'text c and a long end 1' ¦ 1",
        "FROM t WHERE s >= 'text k' ¦ 2",
        "FROM t WHERE day = DATE '2026-01-04' ¦ 1",
        "FROM t WHERE day >= '2026-01-11' ¦ 2",
        "FROM t WHERE ts < TIMESTAMP '2026-01-02 00:00:00' ¦ 1",
        "FROM t WHERE ts < DATE '2026-01-02' ¦ 1",
        "FROM t WHERE tz >= '2026-01-12' ¦ 1",
        "FROM t WHERE tz >= TIMESTAMPTZ '2026-01-12 00:00:00+00' ¦ 1",
        "FROM t WHERE b = true ¦ 6",
        "FROM t WHERE x > 15 ¦ 12",
        "FROM t WHERE id = 3e1 ¦ 12",
        "FROM t WHERE mail = 'm35' ¦ 12",
        "FROM t AS a WHERE a.id = 35 ¦ 1",
        "FROM t AS a WHERE t.id = 35 ¦ fails",
        "SELECT a.id FROM t AS a JOIN u ON a.id = u.id WHERE a.id = 30 ¦ 13",
        "SELECT a.id FROM t AS a JOIN u ON a.id = u.id WHERE a.id = 30 AND u.id = 30 ¦ 2",
        "SELECT a.id FROM t AS a LEFT JOIN u ON a.id = u.id WHERE a.id = 30 AND u.id IS NULL ¦ 13",
        "SELECT a.id FROM t AS a FULL JOIN u ON a.id = u.id WHERE a.id = 30 ¦ 24",
        "SELECT count(*) FROM t WHERE id = (SELECT max(id) FROM u WHERE id < 40) ¦ 16",
        "FROM t WHERE id = 35 UNION ALL FROM t WHERE id = 45 ¦ 2",
        "FROM t WHERE id = 35 UNION ALL FROM t ¦ 12",
        "WITH w AS (FROM t WHERE id > 100) FROM w WHERE id < 105 ¦ 2",
        "WITH t AS (SELECT 5 AS id) FROM t WHERE id = 5 ¦ 0",
        "SELECT id AS n FROM t WHERE n = 55 ¦ 1",
        "SELECT count(*) FROM t TABLESAMPLE reservoir(3 ROWS) REPEATABLE (1) WHERE id = 3 ¦ 12",
        "SELECT id FROM t WHERE NOT (id = 35) ¦ 12",
      })
  void openTheFilesThatMayMatter(String sql, String files) {
    BoundQuery bound = bound(sql);
    boolean isRefused = !bound.issues().isEmpty();
    String opened =
        isRefused ? "fails" : "" + bound.tables().stream().mapToLong(PruningTest::count).sum();
    assertThat(sql, opened, is(files));
    if (!isRefused) {
      assertThat(sql, rows(bound), is(rows(whole(bound))));
    }
  }

  @Test
  void sayWhatTheyWouldSayOfAllFiles() {
    Random random = new Random(20261129);
    int pruned = 0;
    for (int i = 0; i < 200; i++) {
      String sql = statement(random);
      BoundQuery bound = bound(sql);
      assertThat(sql + bound.issues(), bound.issues().isEmpty(), is(true));
      boolean isPruned = bound.tables().stream().anyMatch(t -> count(t) < FILES);
      if (isPruned) {
        assertThat(sql, rows(bound), is(rows(whole(bound))));
        pruned++;
      }
    }
    assertThat(pruned, greaterThan(60));
  }

  private static String statement(Random random) {
    StringBuilder where = new StringBuilder(condition(random));
    for (int i = random.nextInt(3); i > 0; i--) {
      String glue = random.nextInt(3) == 0 ? " OR " : " AND ";
      where.append(glue).append(condition(random));
    }
    return switch (random.nextInt(4)) {
      case 0 -> "SELECT count(*), min(id), max(n), sum(d) FROM t WHERE " + where;
      case 1 -> "FROM t AS a WHERE " + where;
      case 2 ->
          "SELECT id, s FROM t WHERE id IN (SELECT id FROM u) AND (" + where + ") ORDER BY id DESC";
      default -> "SELECT id FROM (FROM t WHERE " + where + ") LIMIT 7";
    };
  }

  private static String condition(Random random) {
    String column =
        List.of("id", "n", "d", "s", "day", "ts", "tz", "b", "x", "mail").get(random.nextInt(10));
    if (random.nextInt(6) == 0) {
      return column + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
    }
    return switch (random.nextInt(4)) {
      case 0 ->
          "%s BETWEEN %s AND %s".formatted(column, value(column, random), value(column, random));
      case 1 -> "%s IN (%s, %s)".formatted(column, value(column, random), value(column, random));
      case 2 -> "NOT (%s < %s)".formatted(column, value(column, random));
      default ->
          "%s %s %s"
              .formatted(
                  column,
                  List.of("=", "<", "<=", ">", ">=", "<>").get(random.nextInt(6)),
                  value(column, random));
    };
  }

  private static String value(String column, Random random) {
    int i = random.nextInt(130) - 5;
    String day = "2026-01-%02d".formatted(1 + random.nextInt(14));
    return switch (column) {
      case "s" ->
          "'text %c and a long end %d'".formatted('a' + random.nextInt(13), random.nextInt(10));
      case "day" -> random.nextBoolean() ? "DATE '" + day + "'" : "'" + day + "'";
      case "ts" -> "TIMESTAMP '%s 0%d:30:00'".formatted(day, random.nextInt(10));
      case "tz" -> "'%s 0%d:00:00+0%d'".formatted(day, random.nextInt(10), random.nextInt(3));
      case "b" -> random.nextBoolean() ? "true" : "false";
      case "mail" -> "'m" + i + "'";
      case "d" -> String.format(Locale.ROOT, "%.2f", i * 1.25 - 20);
      case "x" -> i + ".5";
      default ->
          switch (random.nextInt(4)) {
            case 0 -> i + ".5";
            case 1 -> i + "::BIGINT";
            case 2 -> "'" + i + "'";
            default -> "" + i;
          };
    };
  }

  private static long count(LookedTable table) {
    return table.files().files().size();
  }

  private static BoundQuery bound(String sql) {
    return BoundQuery.of(new QueryText("SQL", sql), catalog());
  }

  /** The same over every file. */
  private static BoundQuery whole(BoundQuery bound) {
    return new BoundQuery(
        bound.text(),
        bound.tables().stream().map(t -> catalog().find(t.name()).orElseThrow()).toList(),
        bound.history(),
        bound.moment(),
        bound.columns(),
        List.of());
  }

  private static TableCatalog catalog() {
    return new TableCatalog(spec, moment, new Masks(spec, false));
  }

  private static String rows(BoundQuery bound) {
    try (Query query =
        Query.open(spec, bound, new Masks(spec, false), "2026-01-01T00:00:00Z", List.of())) {
      return query
          .rows()
          .texts(Long.MAX_VALUE)
          .rows()
          .toString()
          .replaceAll("pii:[0-9a-f]+", "token"); // by a key that nobody kept
    } catch (FailedStatement e) {
      return e.getMessage();
    }
  }
}
