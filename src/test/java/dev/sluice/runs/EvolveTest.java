// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose columns follow their source: new ones, and wider ones. */
class EvolveTest {
  private @TempDir Path folder;

  private void spec(String source, String columns, String more) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: c\nlake: lake\nwarehouse: duckdb:w.duckdb\ndefaults: {tolerate: {dead_rows: 99}}\ntables:\n  t:\n    source: {%s}\n    columns: {%s}\n    %s\n"
            .formatted(source, columns, more));
  }

  private void write(String name, String text) {
    Pipelines.write(folder.resolve("data/" + name), text);
  }

  private List<String> rows(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private List<String> columns(String table) {
    return rows(
        "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = 'production' AND table_name = '%s' AND column_name NOT IN ('created_at', 'updated_at') ORDER BY ordinal_position"
            .formatted(table));
  }

  private List<String> letters() {
    return Pipelines.query(
        "",
        "SELECT origin_row, r.code, r.column FROM (SELECT origin_row, unnest(reasons) r FROM read_parquet('%s/lake/staging/dead_letters/*/*/*.parquet')) ORDER BY ALL"
            .formatted(folder));
  }

  private Ran run(String... more) {
    Ran ran = Pipelines.run(folder, more);
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran;
  }

  @Test
  void takesNewColumnsInAndKeepsThemWhenTheyAreGone() {
    spec("csv: data/t*.csv", "id: bigint!", "contract: {unknown_field: evolve}");
    write("t1.csv", "id,coupon,E Mail,ID2\n1,7,a@b.c,x\n2,,,\n");
    Ran first = run();
    assertThat(
        first.err(),
        allOf(
            containsString("new column `coupon`, which the table takes as bigint"),
            containsString("new column `E Mail`, which the table takes as `e_mail` text")));
    assertThat(
        columns("t"), contains("id BIGINT", "coupon BIGINT", "e_mail VARCHAR", "id2 VARCHAR"));
    write("t2.csv", "id\n3\n");
    assertThat(run().err(), not(containsString("new column")));
    write("t3.csv", "seen,COUPON,id\n2026-01-31,8,4\n,ten,5\n");
    assertThat(run().err(), containsString("new column `seen`, which the table takes as date"));
    assertThat(
        rows("SELECT id, coupon, e_mail, id2, seen FROM production.t ORDER BY id"),
        contains(
            "1|7|a@b.c|x|null",
            "2|null|null|null|null",
            "3|null|null|null|null",
            "4|8|null|null|2026-01-31"));
    assertThat(letters(), contains("2|TYPE_CAST|coupon"));
    assertThat(Pipelines.run(folder).out(), containsString("nothing new since run 3"));
    // Each file by itself: those of earlier runs lack columns, and none was written anew.
    assertThat(
        Pipelines.query(
            "",
            "SELECT id, coupon, seen FROM read_parquet('%s/lake/staging/t/*/*/*.parquet', union_by_name = true) ORDER BY id"
                .formatted(folder)),
        contains("1|7|null", "2|null|null", "3|null|null", "4|8|2026-01-31"));
  }

  @Test
  void doesNotShowWhatNobodySaidIsNotPersonal() {
    spec("csv: data/t*.csv", "id: bigint!", "contract: {unknown_field: evolve}");
    write("t1.csv", "id,phone\n1,0699123\n");
    Ran ran = run();
    Ran query = Pipelines.sluice("query", folder.toString(), "FROM t");
    assertThat(query.out() + ran.out() + ran.err(), not(containsString("0699123")));
    assertThat(query.out(), containsString("pii:"));
    assertThat(
        Pipelines.query(
            "",
            "SELECT count(*) FROM read_text('%s/lake/_sluice/**') WHERE content LIKE '%%0699123%%'"
                .formatted(folder)),
        contains("0"));
    assertThat(
        Pipelines.sluice("schema", "evolve", folder.toString(), "t", "--write").out(),
        containsString("+ phone: {type: text, default: null, pii: true}"));
    assertThat(
        Pipelines.text(folder.resolve("pipeline.yaml")),
        containsString("{id: bigint!, phone: {type: text, default: null, pii: true}}"));
    assertThat(run().err(), not(containsString("phone")));
  }

  /** Several pairs of them: of one pair the kernel did not notice. */
  @Test
  void takesInFieldsThatAreSpelledInTwoWays() {
    spec("json: data/t*.json", "id: bigint!", "contract: {unknown_field: evolve}");
    write("t1.json", "{\"id\":1,\"a\":1,\"b\":2}\n{\"id\":2,\"A\":5,\"B\":7}\n");
    Ran diff = Pipelines.sluice("schema", "diff", folder.toString());
    assertThat(
        diff.out(), allOf(containsString("a: {type: bigint"), containsString("b: {type: bigint")));
    Ran ran = run();
    assertThat(ran.toString(), ran.exit(), is(0));
  }

  @Test
  void saysWhyOtherValuesAreHiddenSinceAColumnCame() {
    spec("csv: data/t*.csv", "id: bigint!, n: int", "contract: {unknown_field: evolve}");
    write("t1.csv", "id,n,phone\n1,five,0699123\n");
    assertThat(
        run().out(),
        containsString(
            ": hidden, for in a shifted row it may be a value of `phone`, which the spec does not"));
    spec(
        "csv: data/t*.csv",
        "id: bigint!, n: int, phone: text",
        "contract: {unknown_field: evolve}");
    write("t2.csv", "id,n,phone\n2,five,0699123\n");
    assertThat(run().out(), containsString("`five`"));
  }

  @Test
  void leavesOutWhatTheSpecTakesOut() {
    spec("csv: data/t*.csv", "id: bigint!", "contract: {unknown_field: evolve}");
    write("t1.csv", "id,a,b\n1,x,y\n");
    run();
    spec("csv: data/t*.csv", "id: bigint!", "contract: {unknown_field: evolve}\nremoved: [t.a]");
    write("t2.csv", "id,a,b,c\n2,x,y,z\n");
    Ran ran = run();
    assertThat(
        rows("SELECT * EXCLUDE (created_at, updated_at) FROM production.t ORDER BY 1"),
        contains("1|y|null", "2|y|z"));
    assertThat(ran.out(), containsString("`a`: 1 value"));
  }

  @Test
  void givesTheSameForOneFileAndForMany() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String line =
          "{\"id\":%d,\"n%d\":%d,\"at\":{\"zip\":%d}%s}\n"
              .formatted(i, i % 7, i, i, i % 3 == 0 ? ",\"x\":[1,2]" : "");
      all.append(line);
    }
    write("one.jsonl", all.toString());
    String[] lines = all.toString().split("\n");
    for (int part = 0; part < 7; part++) {
      StringBuilder text = new StringBuilder();
      for (int i = part * 30; i < Math.min(200, part * 30 + 30); i++) {
        text.append(lines[i]).append('\n');
      }
      write("many/%d.jsonl".formatted(part), text.toString());
    }
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: c
        lake: lake
        warehouse: duckdb:w.duckdb
        shards: 7
        tables:
          one:
            source: {json: data/one.jsonl}
            columns: {id: bigint!}
            contract: {unknown_field: evolve}
          many:
            source: {json: data/many/*.jsonl}
            columns: {id: bigint!}
            contract: {unknown_field: evolve}
        """);
    run();
    assertThat(columns("many"), is(columns("one")));
    assertThat(columns("one").size(), is(1 + 7 + 2));
    assertThat(
        rows(
            "SELECT * EXCLUDE (created_at, updated_at) FROM production.one EXCEPT ALL SELECT *"
                + " EXCLUDE (created_at, updated_at) FROM production.many"),
        empty());
    assertThat(
        rows("SELECT count(n0), sum(\"at\".zip), count(x) FROM production.many"),
        contains("29|19900|67"));
  }

  @Test
  void givesColumnsToAModelThatTakesAll() {
    spec(
        "csv: data/t*.csv",
        "id: bigint!",
        "contract: {unknown_field: evolve}\nmodels:\n  m: {sql: SELECT * FROM t}");
    write("t1.csv", "id\n1\n");
    run();
    write("t2.csv", "id,extra\n2,x\n");
    run();
    assertThat(rows("SELECT id, extra FROM production.m ORDER BY 1"), contains("1|null", "2|x"));
  }

  @Test
  void widensTypesForNumbersThatDoNotFit() {
    spec(
        "csv: data/t*.csv",
        "id: bigint!, n: int, d: \"decimal(4,1)\", s: int",
        "contract: {type: widen, columns: {s: {type: dead_letter}}}");
    write("t1.csv", "id,n,d,s\n1,2147483647,999.9,1\n");
    assertThat(run().err(), not(containsString("do not fit")));
    assertThat(columns("t"), contains("id BIGINT", "n INTEGER", "d DECIMAL(4,1)", "s INTEGER"));
    write("t2.csv", "id,n,d,s\n2,2147483648,0.25,2\n3,x,1000,3\n4,1.5,2,4\n5,5,5,2147483648\n");
    assertThat(
        run().err(),
        allOf(
            containsString("values of `n` do not fit int, and the column is bigint now"),
            containsString(
                "values of `d` do not fit decimal(4,1), and the column is decimal(6,2) now")));
    assertThat(columns("t"), contains("id BIGINT", "n BIGINT", "d DECIMAL(6,2)", "s INTEGER"));
    assertThat(
        rows("SELECT id, n, d, s FROM production.t ORDER BY id"),
        contains("1|2147483647|999.90|1", "2|2147483648|0.25|2"));
    assertThat(letters(), contains("2|TYPE_CAST|n", "3|NUM_SCALE|n", "4|NUM_RANGE|s"));
    write("t3.csv", "id,n,d,s\n6,1,1,1\n");
    assertThat(run().err(), not(containsString("do not fit")));
    assertThat(columns("t").get(1), is("n BIGINT"));
    assertThat(
        Pipelines.sluice("schema", "diff", folder.toString(), "t").out(),
        allOf(containsString("~ n: bigint"), containsString("~ d: decimal(6,2)")));
  }

  @Test
  void showsInThePlanWhatARunWouldDo() {
    spec("csv: data/t*.csv", "id: bigint!", "contract: {unknown_field: evolve}");
    write("t1.csv", "id\n1\n");
    run();
    write("t2.csv", "id,a\n2,x\n");
    Ran plan = Pipelines.sluice("plan", folder.toString());
    assertThat(plan.err(), containsString("new column `a`"));
    assertThat(plan.out(), containsString("+ column a text pii"));
    assertThat(Pipelines.sluice("validate", folder.toString()).exit(), is(0));
  }

  @Test
  void recordsGetTheFieldsThatTheirSourceHas() {
    String grows =
        "contract: {columns: {at: {unknown_field: evolve}, l: {unknown_field: evolve}, m: {unknown_field: evolve}}}";
    String columns =
        "id: bigint!, at: \"struct(zip bigint, deep struct(a bigint))\", l: list(struct(a bigint)), m: \"map(text, struct(a bigint))\", other: struct(a bigint)";
    spec("json: data/t*.json", columns, "load: append\n    " + grows);
    write(
        "t1.json",
        "{\"id\":1,\"at\":{\"zip\":5,\"deep\":{\"a\":1}},\"l\":[{\"a\":1}],\"m\":{\"k\":{\"a\":1}},\"other\":{\"a\":1}}\n");
    assertThat(run().err(), not(containsString("new field")));
    write(
        "t2.json",
        "{\"id\":2,\"at\":{\"zip\":6,\"city\":\"Bonn\",\"deep\":{\"b\":2.5}},\"l\":[{\"a\":2},{\"table\":true}],\"m\":{\"k\":{\"b\":[1]}},\"other\":{\"b\":1}}\n"
            + "{\"id\":3,\"at\":{\"zip\":7}}\n");
    Ran second = run();
    assertThat(
        second.err(),
        allOf(
            containsString(
                "records of `at` have the new fields `at.deep.b`, `at.city`, which the table takes: struct(zip bigint, deep struct(a bigint, b double), city text)."),
            containsString("records of `l` have the new field `l[].table`, which the table takes"),
            containsString("records of `m` have the new field `m{}.b`, which the table takes")));
    assertThat(columns("t").get(4), is("other STRUCT(a BIGINT)"));
    assertThat(
        rows(
            "SELECT id, t.\"at\".zip, t.\"at\".city, t.\"at\".deep.a, t.\"at\".deep.b, l, m FROM production.t ORDER BY id"),
        contains(
            "1|5|null|1|null|[{'a': 1, 'table': NULL}]|{k={'a': 1, 'b': NULL}}",
            "2|6|Bonn|null|2.5|[{'a': 2, 'table': NULL}, {'a': NULL, 'table': true}]|{k={'a': NULL, 'b': [1]}}",
            "3|7|null|null|null|null|null"));
    // Later files may lack them, and have values of another type, which die as any.
    write("t3.json", "{\"id\":4,\"at\":{\"deep\":{\"b\":\"x\"}}}\n{\"id\":5,\"l\":[{\"a\":9}]}\n");
    assertThat(run().err(), not(containsString("new field")));
    assertThat(letters(), contains("1|TYPE_CAST|at"));
    assertThat(rows("SELECT id FROM production.t ORDER BY id"), contains("1", "2", "3", "5"));
    assertThat(Pipelines.run(folder).out(), containsString("nothing new since run 3"));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));

    // The author writes them, in another order: they are his now.
    spec(
        "json: data/t*.json",
        columns.replace("zip bigint,", "city text, zip bigint,"),
        "load: append\n    " + grows);
    write("t4.json", "{\"id\":6,\"at\":{\"city\":\"Ulm\",\"deep\":{\"b\":1}}}\n");
    assertThat(run().err(), not(containsString("new field")));
    assertThat(
        rows(
            "SELECT t.\"at\".city, t.\"at\".deep.b, t.\"at\".zip FROM production.t WHERE id IN (2, 6) ORDER BY id"),
        contains("Bonn|2.5|6", "Ulm|1.0|null"));
  }
}
