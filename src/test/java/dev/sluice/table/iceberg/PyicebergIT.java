// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static dev.sluice.table.iceberg.TableLab.column;
import static dev.sluice.table.iceberg.TableLab.contract;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that is not ours reads tables, at every state they had. It takes what {@code
 * scripts/pyiceberg} installs. Without it this is skipped, but in CI.
 */
class PyicebergIT {
  private static final Path HOME = Path.of(System.getProperty("sluice.home", "."));

  @TempDir Path folder;
  private TableLab lab;
  private final List<TablePointer> states = new ArrayList<>();

  @BeforeEach
  void open() {
    lab = new TableLab(folder.resolve("a lake#1").toString());
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private TablePointer last() {
    return states.isEmpty() ? null : states.get(states.size() - 1);
  }

  private void change(TableSchema contract, String... selects) throws Exception {
    List<DataFile> files = new ArrayList<>();
    for (String select : selects) {
      files.add(lab.file(contract, select));
    }
    apply(TableChange.append(contract, files));
  }

  private void apply(TableChange change) {
    states.add(lab.tables.change("t", last(), change).pointer());
  }

  @Test
  void readsValuesOfEveryType() throws Exception {
    change(EveryType.contract(), EveryType.ROWS);
    assertThat(read(), is("1"));
  }

  @Test
  void readsEveryStateOfATableThatGrewAndShrank() throws Exception {
    TableSchema first =
        contract(column("id", "INTEGER"), column("name", "VARCHAR"), column("f", "FLOAT"));
    change(
        first,
        "SELECT 1::INTEGER AS id, 'a' AS name, 0.5::FLOAT AS f",
        "SELECT 2::INTEGER AS id, NULL::VARCHAR AS name, 1.5::FLOAT AS f");
    TableSchema second =
        contract(
            column("id", "BIGINT"),
            column("title", "VARCHAR"),
            column("f", "DOUBLE"),
            column("s", "STRUCT(a INTEGER)"));
    change(
        second,
        "SELECT 5000000000 AS id, 'c' AS title, 1e300::DOUBLE AS f, {'a': 1::INTEGER} AS s");
    TableSchema third = contract(column("id", "BIGINT"), column("s", "STRUCT(a BIGINT, b DATE)"));
    change(third, "SELECT 4 AS id, {'a': 5000000000, 'b': DATE '2020-01-01'} AS s");
    DataFile gone = lab.files(last()).get(0);
    DataFile made = lab.file(third, "SELECT 9 AS id, NULL::STRUCT(a BIGINT, b DATE) AS s");
    apply(TableChange.rewrite(third, Set.of(gone.path()), List.of(made)));
    apply(TableChange.replace(third, List.of(made)));
    assertThat(read(), is("5"));
  }

  private String read() throws Exception {
    List<String> lines = new ArrayList<>();
    for (TablePointer state : states) {
      Path expected = Path.of(lab.root).resolve("expected-" + lines.size() + ".parquet");
      lab.copy(state, expected);
      lines.add(Path.of(lab.root).resolve(state.path()) + "\t" + expected);
    }
    Path list = Files.write(folder.resolve("states"), lines);
    Process python =
        new ProcessBuilder(
                python(),
                HOME.resolve("src/test/python/read_tables.py").toString(),
                list.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said, python.waitFor(), is(0));
    return said.strip();
  }

  private static String python() throws IOException {
    Path made = HOME.resolve("target/pyiceberg/bin/python");
    boolean isThere = Files.isExecutable(made);
    assumeTrue(isThere || "true".equals(System.getenv("CI")), "scripts/pyiceberg was not run");
    return made.toString();
  }
}
