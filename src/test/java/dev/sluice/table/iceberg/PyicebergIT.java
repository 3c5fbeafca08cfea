// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static dev.sluice.table.iceberg.TableLab.column;
import static dev.sluice.table.iceberg.TableLab.contract;

import dev.sluice.fixture.Pyiceberg;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that is not ours reads tables, at every state they had. */
class PyicebergIT {
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
    expect();
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
    expect();
  }

  @Test
  void readsColumnsOfAnyName() throws Exception {
    change(
        contract(
            column("a", "STRUCT(b INTEGER, \"c.d\" INTEGER, \"e\"\"f\" INTEGER)"),
            column("a.g", "INTEGER"),
            column("__duckdb_field_id", "STRUCT(__duckdb_field_id INTEGER)"),
            column("element", "STRUCT(\"key\" INTEGER, element INTEGER[])[]"),
            column("schema", "MAP(STRUCT(\"value\" INTEGER), MAP(VARCHAR, INTEGER))"),
            column("q\"u o'é", "INTEGER")),
        """
        SELECT {'b': 1, 'c.d': 2, 'e"f': 3} AS a, 4::INTEGER AS "a.g", {'__duckdb_field_id': 5} AS __duckdb_field_id,
          [{'key': 6, 'element': [7]}] AS element, MAP {{'value': 8}: MAP {'k': 9}} AS schema, 10::INTEGER AS "q""u o'é\"
        """,
        """
        SELECT NULL::STRUCT(b INTEGER, "c.d" INTEGER, "e""f" INTEGER) AS a, NULL::INTEGER AS "a.g",
          NULL::STRUCT(__duckdb_field_id INTEGER) AS __duckdb_field_id, [NULL]::STRUCT("key" INTEGER, element INTEGER[])[] AS element,
          MAP {}::MAP(STRUCT("value" INTEGER), MAP(VARCHAR, INTEGER)) AS schema, NULL::INTEGER AS "q""u o'é\"
        """);
    expect();
  }

  @Test
  void readsATableWithoutRows() throws Exception {
    TableSchema contract = EveryType.contract();
    apply(TableChange.append(contract, List.of()));
    change(contract, EveryType.ROWS);
    apply(TableChange.replace(contract, List.of()));
    expect();
  }

  private void expect() throws Exception {
    List<Pyiceberg.State> all = new ArrayList<>();
    for (TablePointer state : states) {
      Path rows = Path.of(lab.root).resolve("expected-" + all.size() + ".parquet");
      lab.copy(state, rows);
      all.add(new Pyiceberg.State(Path.of(lab.root).resolve(state.path()).toString(), rows));
    }
    Pyiceberg.expect(folder, all);
  }
}
