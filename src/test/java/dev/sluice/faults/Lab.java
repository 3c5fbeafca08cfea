// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import dev.sluice.fixture.Pipelines;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.plan.epoch.HeldEpochs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A pipeline whose first run is committed and whose second, an increment, can be cut short again
 * and again from the same beginning.
 */
final class Lab {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "sales", "fields": [
        {"name": "row_uid", "type": "long"},
        {"name": "shop", "type": "int"},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
        {"name": "seen", "type": {"type": "int", "logicalType": "date"}}]}
      """;
  private static final String SHOPS =
      """
      {"type": "record", "name": "shops", "fields": [
        {"name": "shop", "type": "int"}, {"name": "name", "type": "string"}]}
      """;
  private static final String PIPELINE =
      """
      name: lab
      lake: lake
      warehouse: duckdb:lab.duckdb
      tables:
        sales:
          source: {csv: data/sales-*.csv}
          schema: sales.avsc
          load: merge
          key: [row_uid]
          latest_by: seen
          cursor: seen
          rules: [amount > 0]
          checks: [{unique: [row_uid]}]
          tolerate: {dead_ratio: 0.05}
        shops:
          source: {csv: data/shops.csv}
          schema: shops.avsc
          load: replace
      models:
        large:
          sql: SELECT row_uid, shop, amount FROM sales WHERE amount > 500
        per_shop:
          per: [shop]
          sql: >-
            SELECT shop, any_value(name) AS name, count(*) AS sales, sum(amount) AS amount
            FROM sales JOIN shops USING (shop) GROUP BY shop
          checks: [{row_count: {min: 10}}]
      """;

  private final Path folder;
  private final Path begin;

  /**
   * Builds the beginning: three quarters of the rows, of which one in a hundred is bad; the second
   * run finds the last quarter, and some of the others again.
   */
  Lab(Path base, int rows) {
    int first = rows / 4 * 3;
    this.folder = base.resolve("lab");
    this.begin = base.resolve("begin");
    Pipelines.write(folder.resolve("pipeline.yaml"), PIPELINE);
    Pipelines.write(folder.resolve("sales.avsc"), SCHEMA);
    Pipelines.write(folder.resolve("shops.avsc"), SHOPS);
    folder.resolve("data").toFile().mkdirs();
    copyTo("shops.csv", "SELECT i AS shop, 'shop ' || i AS name FROM range(100) t(i)");
    for (int file = 0; file < 3; file++) {
      sales(file, first / 3 * file, first / 3 * (file + 1));
    }
    Pipelines.run(folder, "--created-at", "2026-02-01");
    sales(3, first - rows / 200, rows);
    copyTo("shops.csv", "SELECT i AS shop, 'Shop ' || i AS name FROM range(100) t(i)");
    copy(folder, begin);
  }

  private void sales(int file, int from, int to) {
    copyTo(
        "sales-" + file + ".csv",
        """
        SELECT i AS row_uid, i // 7 %% 100 AS shop,
          CASE WHEN i %% 100 = 7 THEN -1 ELSE (i %% 1000) + 0.25 END::VARCHAR AS amount,
          DATE '2026-01-01' + (i // 1000)::INTEGER AS seen
        FROM range(%d, %d) t(i)"""
            .formatted(from, to));
  }

  private void copyTo(String file, String select) {
    List<String> unused =
        Pipelines.query(
            "", "COPY (%s) TO '%s' (HEADER)".formatted(select, folder.resolve("data/" + file)));
  }

  Path folder() {
    return folder;
  }

  /** Where the beginning is kept. */
  Path beginning() {
    return begin;
  }

  /** The second run's command line. */
  String[] command() {
    return new String[] {"run", folder.toString(), "--quiet", "--created-at", "2026-02-02"};
  }

  /** A command line of {@code promote}. */
  String[] promote(String command, String... more) {
    List<String> args = new ArrayList<>(List.of("promote", command, folder.toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Changes the spec for good. */
  void edit(String from, String to) {
    edit("pipeline.yaml", from, to);
  }

  /** Changes a file of the pipeline for good. */
  void edit(String file, String from, String to) {
    for (Path path : List.of(folder.resolve(file), begin.resolve(file))) {
      try {
        Pipelines.write(path, Files.readString(path).replace(from, to));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Does one more thing in the beginning, once and for all. */
  void advance(String... command) {
    Pipelines.Ran ran = Pipelines.sluice(command);
    if (ran.exit() != 0) {
      throw new AssertionError(ran.toString());
    }
    keep();
  }

  /** Holds an epoch in the beginning, with a file that no run read. */
  void hold(String id) {
    InputFile file = new InputFile(folder.resolve("data/sales-9.csv").toString(), 9, 9);
    HeldEpochs.of(folder + "/lake")
        .hold(
            HeldEpoch.of(
                id, "r", "2026-02-02T00:00:00Z", 1, "why", Map.of("sales", List.of(file))));
    keep();
  }

  /** Makes the folder as it is now the beginning. */
  void keep() {
    delete(begin);
    copy(folder, begin);
  }

  /** Goes back to the beginning. */
  void restore() {
    delete(folder);
    copy(begin, folder);
  }

  /**
   * Everything a reader can see: the rows of every table of the warehouse and of production in the
   * lake, what each run counted, and the ledger.
   */
  Map<String, String> snapshot() {
    String database = folder.resolve("lab.duckdb").toString();
    try (Connection unused = Pipelines.hold(database)) {
      return snapshot(database);
    } catch (SQLException e) {
      throw new AssertionError(database, e);
    }
  }

  private Map<String, String> snapshot(String database) {
    Map<String, String> all = new TreeMap<>();
    for (String table :
        Pipelines.query(
            database,
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                + " WHERE table_schema IN ('staging', 'production')")) {
      all.put(table, digest(database, "SELECT * FROM " + table));
    }
    all.put("loads", digest(database, "SELECT number, run_id, outcome FROM sluice.loads"));
    all.put(
        "held",
        HeldEpochs.of(folder + "/lake").all().stream()
            .map(each -> each.epoch().id() + " " + each.state())
            .toList()
            .toString());
    all.put("releases", digest(database, "SELECT number, manifest FROM sluice.releases"));
    String documents = "read_json('" + folder + "/lake/_sluice/log/*.json')";
    all.put(
        "manifests",
        digest(
            "",
            "SELECT number, run.id, outcome, t.\"table\", t.counts, t.cursor FROM (SELECT *, unnest(tables) AS t FROM "
                + documents
                + ")"));
    all.put("decisions", documents("_sluice/decisions", "number, verdict, subject.manifest, base"));
    all.put("production", documents("production/releases", "number, kind, manifest"));
    all.put("notices", documents("_sluice/notices", "manifest"));
    all.put("discards", documents("_sluice/discards", "number, why"));
    all.put("messages", messages());
    all.put("told", documents("_sluice/lineage", "manifest"));
    all.put("events", events());
    for (String table : List.of("sales", "shops", "large", "per_shop")) {
      all.put(
          "lake." + table,
          digest("", "FROM read_parquet(" + production(table) + ", hive_partitioning = false)"));
    }
    return all;
  }

  /** Parts of the documents of a folder. */
  private String documents(String path, String columns) {
    Path documents = folder.resolve("lake").resolve(path);
    return Files.isDirectory(documents)
        ? digest("", "SELECT %s FROM read_json('%s/*.json')".formatted(columns, documents))
        : "none";
  }

  /**
   * What was said of which run, and by how many messages: one that was sent twice counts once.
   * Their ids differ from lab to lab, for a manifest says when it was made.
   */
  private String messages() {
    Path file = folder.resolve("notices.jsonl");
    return Files.exists(file)
        ? digest(
            "",
            "SELECT data.run_id, type, count(DISTINCT id) FROM read_json('%s') GROUP BY ALL"
                .formatted(file))
        : "none";
  }

  /** What was said of how runs ended; an event that was sent twice counts once. */
  private String events() {
    Path file = folder.resolve("events.jsonl");
    return Files.exists(file)
        ? digest(
            "",
            "SELECT job.name, eventType, count(DISTINCT run.runId) FROM read_json('%s') WHERE eventType <> 'START' GROUP BY ALL"
                .formatted(file))
        : "none";
  }

  /** The files of a table that somebody finds who globs. */
  private String production(String table) {
    Path data = folder.resolve("lake/production").resolve(table).resolve("data");
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> "'" + file + "'").sorted().toList().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String digest(String database, String sql) {
    return Pipelines.query(
            database,
            "SELECT count(*) || ' rows ' || coalesce(sum(md5_number_upper(t::VARCHAR)::HUGEINT) || ' ' || sum(md5_number_lower(t::VARCHAR)::HUGEINT), '') FROM (%s) t"
                .formatted(sql))
        .get(0);
  }

  /** Source rows that are neither in production nor dead, and rows that are there twice. */
  long[] lostAndDuplicated() {
    String database = folder.resolve("lab.duckdb").toString();
    String lost =
        Pipelines.query(
                database,
                """
                SELECT count(*) FROM (
                  SELECT DISTINCT row_uid FROM read_csv('%s/data/sales-*.csv')
                  WHERE amount > 0
                  EXCEPT SELECT row_uid FROM production.sales)"""
                    .formatted(folder))
            .get(0);
    String dead =
        Pipelines.query(
                database,
                """
                SELECT abs((SELECT count(*) FROM read_csv('%1$s/data/sales-*.csv') WHERE amount <= 0)
                  - (SELECT count(*) FROM staging.dead_letters))"""
                    .formatted(folder))
            .get(0);
    String twice =
        Pipelines.query(database, "SELECT count(*) - count(DISTINCT row_uid) FROM production.sales")
            .get(0);
    return new long[] {Long.parseLong(lost) + Long.parseLong(dead), Long.parseLong(twice)};
  }

  static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(to.resolve(from.relativize(path)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(
                  path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(path);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
              Files.delete(path);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
