// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
  @TempDir Path folder;
  private Path lake;
  private Path outside;
  private Kernel kernel;

  @BeforeEach
  void open() throws Exception {
    lake = Files.createDirectory(folder.resolve("lake"));
    outside = Files.createDirectory(folder.resolve("outside"));
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    kernel =
        Kernel.open(new KernelSettings(64 << 20, scratch.toString(), List.of(lake.toString())));
  }

  @AfterEach
  void returnsAllMemory() {
    kernel.close();
    assertThat(ArrowMemory.root().getAllocatedMemory(), is(0L));
  }

  @Test
  void queriesBatches() throws StatementFailed {
    RecordBatch one = kernel.query("SELECT 1 AS id, 'a' AS name").get(0);
    RecordBatch two = kernel.query("SELECT 2 AS id, NULL::VARCHAR AS name").get(0);
    RecordBatch labels = kernel.query("SELECT 2 AS id, 'zwei' AS label").get(0);
    List<RecordBatch> joined =
        kernel.query(
            "SELECT id, coalesce(name, label) AS n FROM t LEFT JOIN labels USING (id) ORDER BY id",
            Map.of("t", List.of(one, two), "labels", List.of(labels)),
            "here");
    assertThat(joined.size(), is(1));
    assertThat(joined.get(0).origin(), is("here"));
    assertThat(
        kernel.rows("SELECT id || n FROM j", Map.of("j", joined), row -> row.getString(1)),
        contains("1a", "2zwei"));
    assertThat(kernel.query("SELECT 1 AS id WHERE false"), empty());
  }

  @Test
  void spillsIntoAFolderOfItsOwnThatGoesWithIt() throws StatementFailed {
    Path own;
    try (Kernel aside = Kernel.open(KernelSettings.aside(lake.toString()))) {
      own = aside.scratch();
      // 200 MB of texts and as much of keys, sorted, do not fit into 384 MB beside their copy
      List<Long> rows =
          aside.rows(
              "SELECT count(*) FROM (SELECT i, repeat('x', 100) || i AS t FROM range(2000000) r(i)"
                  + " ORDER BY hash(i) OFFSET 1)",
              row -> row.getLong(1));
      assertThat(rows, contains(1_999_999L));
      aside.execute("COPY (SELECT 1) TO " + SqlName.literal(own + "/on-its-way.parquet"));
    }
    assertThat(Files.exists(own), is(false));
  }

  @Test
  void leavesNoFolderThatItNeverSpilledInto() {
    Path own;
    try (Kernel aside = Kernel.open(KernelSettings.aside())) {
      own = aside.scratch();
      assertThat(Files.isDirectory(own), is(true));
    }
    assertThat(Files.exists(own), is(false));
  }

  @Test
  void cutsResultsIntoBatches() throws StatementFailed {
    List<RecordBatch> batches = kernel.query("SELECT i FROM range(100000) t(i)");
    assertThat(batches.stream().mapToInt(RecordBatch::rows).sum(), is(100_000));
    assertThat(batches.stream().allMatch(b -> b.rows() <= RecordBatch.MAX_ROWS), is(true));
  }

  @Test
  void writesAndReadsAnAllowedFolder() throws StatementFailed {
    RecordBatch batch = kernel.query("SELECT i, i % 3 = 0 AS third FROM range(10) t(i)").get(0);
    String file = SqlName.literal(lake + "/part.parquet");
    kernel.execute("COPY (FROM t) TO " + file, Map.of("t", List.of(batch)));
    assertThat(
        kernel.rows("SELECT count(*) FROM " + file + " WHERE third", row -> row.getInt(1)),
        contains(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO '%s/x.parquet'",
        "FROM read_text('%s/secret.txt')",
        "FROM '%s/secret.csv'",
        "ATTACH '%s/x.duckdb'",
        "EXPORT DATABASE '%s'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '1TB'",
        "RESET lock_configuration"
      })
  void refusesTheOutside(String sql) throws Exception {
    Files.writeString(outside.resolve("secret.txt"), "s");
    Files.writeString(outside.resolve("secret.csv"), "a\n1\n");
    String statement = sql.formatted(outside);
    Exception refused = assertThrows(Exception.class, () -> kernel.execute(statement));
    assertThat(
        refused.toString(),
        refused instanceof StatementFailed || refused instanceof PipelineException,
        is(true));
    assertThat(Files.list(outside).count(), is(2L));
    assertThat(kernel.rows("SELECT 1", row -> row.getInt(1)), contains(1));
  }

  @Test
  void goesOnAfterAFailedStatement() throws StatementFailed {
    RecordBatch batch = kernel.query("SELECT 300 AS x").get(0);
    Map<String, List<RecordBatch>> inputs = Map.of("t", List.of(batch));
    assertThrows(
        StatementFailed.class, () -> kernel.query("SELECT x::TINYINT AS y FROM t", inputs, ""));
    assertThrows(StatementFailed.class, () -> kernel.query("SELECT nope FROM t", inputs, ""));
    assertThat(kernel.rows("SELECT x FROM t", inputs, row -> row.getInt(1)), contains(300));
  }

  @Test
  void stopsWhatDoesNotEndAndSaysForWhomItRan() throws Exception {
    KernelSettings settings = KernelSettings.closed().within(java.time.Duration.ofSeconds(1));
    try (Kernel kernel = Kernel.open(settings)) {
      for (String endless :
          List.of(
              "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
              "SELECT sum(range) FROM range(1000000000000)",
              "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3")) {
        PipelineException stopped =
            org.junit.jupiter.api.Assertions.assertThrows(
                PipelineException.class, () -> kernel.about("Model m").query(endless));
        assertThat(stopped.code(), is(dev.sluice.error.ErrorCode.SQL_TIMEOUT));
        assertThat(
            stopped.getMessage(),
            org.hamcrest.Matchers.startsWith("Model m took longer than 1 s and was stopped."));
      }
      assertThat(kernel.rows("SELECT 1", row -> row.getLong(1)), is(List.of(1L)));
    }
  }
}
