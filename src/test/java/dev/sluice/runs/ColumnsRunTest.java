// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that a spec says itself, from sources that call and write them in their own way. */
class ColumnsRunTest {
  private static final String HEAD =
      """
      name: shop
      lake: build/lake
      warehouse: duckdb:build/w.duckdb
      defaults: {null_values: ["", NA], tolerate: {dead_ratio: 0.9}}
      """;

  private @TempDir Path folder;

  private void spec(String tables) {
    Pipelines.write(folder.resolve("pipeline.yaml"), HEAD + tables);
  }

  private void data(String file, String text) {
    Pipelines.write(folder.resolve(file), text);
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("build/w.duckdb").toString(), sql);
  }

  /** The same table from CSV and from JSON, then with a format that the first run did not know. */
  @Test
  void readsBothFormatsAndWhatDiedByACorrectedForm() {
    data(
        "a.csv",
        """
         Order ID ,Placed At,PRICE,Active
        1,31/12/2024,"1.234,50",Y
        2,2025-01-02,NA,n
        3,31/12/2024,1234.5,Y
        """);
    data(
        "a.json",
        """
        {"order id": 1, "Placed At": "31/12/2024", "price": "1.234,50", "active": "Y"}
        {"Order ID": 2, "Placed At": "2025-01-02", "PRICE": 7.25, "active": false}
        {"Order ID": 3, "order id": 9, "Placed At": null, "active": null}
        """);
    spec(tables("\"%d/%m/%Y\""));
    Pipelines.run(folder);
    String csv = "SELECT id, placed, price, active FROM production.csv ORDER BY id";
    assertThat(rows(csv), contains("1|2024-12-31|1234.50|true"));
    assertThat(
        rows("SELECT id, placed, price, active FROM production.json ORDER BY id"),
        contains("1|2024-12-31|1234.50|true", "3|null|0.50|null"));
    assertThat(
        rows(
            "SELECT table_name, reasons::JSON ->> '$[0].message' FROM staging.dead_letters ORDER BY ALL"),
        contains(
            "csv|Column 'placed': '2025-01-02' is not of type DATE, written '%d/%m/%Y'.",
            "csv|Column 'price': '1234.5' is not of type DECIMAL(8,2), written with ',' before"
                + " the fraction and '.' between thousands.",
            "json|Column 'placed': '\"2025-01-02\"' is not of type DATE, written"
                + " '%d/%m/%Y'."));

    spec(tables("[\"%d/%m/%Y\", \"%Y-%m-%d\"]"));
    Ran replay = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(replay.toString(), replay.exit(), is(0));
    assertThat(rows(csv), contains("1|2024-12-31|1234.50|true", "2|2025-01-02|null|false"));
    assertThat(
        rows("SELECT id, placed, price, active FROM production.json WHERE id = 2"),
        contains("2|2025-01-02|7.25|false"));
  }

  private static String tables(String format) {
    String columns =
        """
            load: merge
            key: id
            columns:
              id: {type: bigint!, from: Order ID}
              placed: {type: date, from: Placed At, format: %s}
              price: {type: "decimal(8,2)", decimal: ",", thousands: ".", default: 0.5}
              active: {type: boolean, true_values: [Y], false_values: [N]}
        """
            .formatted(format);
    return "tables:\n  csv:\n    source: {csv: a.csv}\n"
        + columns
        + "  json:\n    source: {json: a.json}\n"
        + columns;
  }

  /** A cursor that is written in a form bounds what a changed file is read for. */
  @Test
  void readsAChangedFilePastACursorInItsForm() {
    String spec =
        """
        tables:
          t:
            source: {csv: t.csv}
            cursor: day
            columns: {id: int!, day: {type: date!, from: Day, format: "%d.%m.%Y"}}
        """;
    spec(spec);
    String first = "id,DAY\n1,31.01.2024\n2,01.02.2024\n";
    data("t.csv", first);
    Pipelines.run(folder);
    data("t.csv", first + "3,02.02.2024\n4,15.01.2024\n");
    Ran ran = Pipelines.run(folder, "--json");
    assertThat(
        rows("SELECT id, day FROM production.t ORDER BY id"),
        contains("1|2024-01-31", "2|2024-02-01", "3|2024-02-02"));
    assertThat(ran.json().at("/tables/0/filtered").asInt(), is(3));
  }

  @Test
  void saysWhichHeadersCannotBeToldApart() {
    spec("tables:\n  t: {source: {csv: t.csv}, columns: {id: int!}}\n");
    data("t.csv", "ID, id\n1,2\n");
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(ran.err(), containsString("'ID' and ' id' both fit 'id' of column 'id'"));
    spec(
        "tables:\n  t: {source: {csv: t.csv, names: exact}, columns: {id: {type: int!, from: ID}}}\n");
    Pipelines.run(folder);
    assertThat(rows("SELECT id FROM production.t"), contains("1"));
  }

  @Test
  void stopsAtTheFirstRowThatDoesNotFitWhereDefaultsSaySo() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: shop
        lake: build/lake
        defaults: {on_error: fail}
        tables:
          t: {source: {csv: t.csv}, columns: {id: int!}}
        """);
    data("t.csv", "id\n1\nx\n");
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.exit(), is(1));
    assertThat(ran.err(), containsString("'x' is not of type INTEGER"));
  }

  @Test
  void printsEitherForm() {
    spec(
        "tables:\n  t: {source: {csv: t.csv}, columns: {id: int!, day: {type: date, format: \"%Y\"}}}\n"
            + "models:\n  m: {sql: SELECT id FROM t}\n");
    String dir = folder.toString();
    assertThat(
        Pipelines.sluice("schema", dir, "t").out(),
        is("columns:\n  id: int!\n  day: {type: date, format: \"%Y\"}\n"));
    assertThat(
        Pipelines.sluice("schema", dir).out(),
        is(
            "t:\n  columns:\n    id: int!\n    day: {type: date, format: \"%Y\"}\n"
                + "m:\n  columns:\n    id: int\n"));
    String avro = Pipelines.sluice("schema", dir, "t", "--avro").out();
    data("t.avsc", avro);
    spec("tables:\n  t: {source: {csv: t.csv}, schema: t.avsc}\n");
    assertThat(
        Pipelines.sluice("schema", dir, "t").out(),
        is("columns:\n  id: int!\n  day: {type: date, format: \"%Y\"}\n"));
    Ran unknown = Pipelines.sluice("schema", dir, "tt");
    assertThat(unknown.err(), containsString("There is no table or model tt; did you mean `t`?"));
  }
}
