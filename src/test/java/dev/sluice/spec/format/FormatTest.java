// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.bind.Binder;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  @TempDir private Path folder;

  private static String sql(String text) {
    try (Binder binder = Binder.open()) {
      Formatted formatted = new SqlFormatter(binder).format(text);
      assertThat(new SqlFormatter(binder).format(formatted.text()).text(), is(formatted.text()));
      return formatted.left() == null ? formatted.text() : "left";
    }
  }

  @Test
  void writesYamlInOneForm() {
    String text =
        """
        # A pipeline.
        tables:
            # Orders come daily.
            orders:   # all of them
                load: merge
                rules:
                - amount > 0   \s
                -   {name: x,
                  sql: "a > 1"}
                # Their key.
                key: [id]
                source: {csv: data/*.csv}
            codes: {source: {csv: c.csv}}



            last:
                source:
                    csv: x.csv
        lake: build
        name: t
        models:
          m:
            per: []
            sql: |
                select 1   \s
                  # no comment

                  as x
        # The end.
        """;
    String wanted =
        """
        # A pipeline.
        name: t
        lake: build

        tables:
          # Orders come daily.
          orders:   # all of them
            source: {csv: data/*.csv}
            load: merge
            # Their key.
            key: [id]
            rules:
              - amount > 0
              -   {name: x,
                sql: "a > 1"}

          codes: {source: {csv: c.csv}}

          last:
            source:
              csv: x.csv

        models:
          m:
            sql: |
                select 1   \s
                  # no comment

                  as x
            per: []
        # The end.
        """;
    Formatted formatted = YamlFormatter.pipeline(text);
    assertThat(formatted.left(), is(nullValue()));
    assertThat(formatted.text(), is(wanted));
    assertThat(YamlFormatter.pipeline(wanted).text(), is(wanted));
  }

  @Test
  void leavesYamlThatWouldSayAnother() {
    // The alias must stand behind its anchor.
    String text = "name: t\nmodels: {}\ntables:\n  a: &a\n    key: *x\n    rules: &x [b]\n";
    assertThat(YamlFormatter.pipeline(text).left(), is("it is not one YAML document"));
    text = "models: &m\n  a: {sql: x}\nname: t\ntables: *m\nlake: x\n";
    assertThat(
        YamlFormatter.pipeline(text).text(),
        is("models: &m\n  a: {sql: x}\n\nname: t\ntables: *m\nlake: x\n"));
  }

  static List<Path> specs() throws IOException {
    try (Stream<Path> all =
        Stream.concat(Files.walk(Path.of("examples")), Files.walk(Path.of("src")))) {
      return all.filter(
              file -> file.endsWith("pipeline.yaml") && !file.toString().contains("/build/"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void formatsEverySpecOnce(Path spec) {
    Formatted first = YamlFormatter.pipeline(Pipelines.text(spec));
    assertThat(first.left(), is(nullValue()));
    assertThat(YamlFormatter.pipeline(first.text()).text(), is(first.text()));
  }

  @Test
  void writesStatementsInOneForm() {
    String text =
        "\r\n\tselect a.\"from\", 'it''s   \n', $$ select \n\t$$, left(x, 1), -- from here  \r\n"
            + "  case when a is not null then e'\\n' end as left,\t/* a\n  b   */ 1.5e3 as Over\n\n\n\n"
            + "from t a left outer join s on a.x=s.x\nwhere x between 1 and 2 and \"order\" in (1)\n"
            + "group by 1, all_of order by Over desc limit 3  ";
    assertThat(
        sql(text.replace(", all_of", ", a.all_of")),
        is(
            "SELECT a.\"from\", 'it''s   \n', $$ select \n\t$$, left(x, 1), -- from here\n"
                + "  CASE WHEN a IS NOT NULL THEN e'\\n' END AS left,  /* a\n  b   */ 1.5e3 AS Over\n\n"
                + "FROM t a LEFT OUTER JOIN s ON a.x=s.x\nWHERE x BETWEEN 1 AND 2 AND \"order\" IN (1)\n"
                + "GROUP BY 1, a.all_of ORDER BY Over DESC LIMIT 3\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select first from (select 1 as first)",
        "select 1 values",
        "select a from t where b > ${start:-2026-01-01}",
        "from t select x offset 1",
        "with recursive t as (select 1 as n union all select n + 1 from t where n < 3) select * from t",
        "select sum(x) over (partition by y order by z rows between 1 preceding and current row) from t",
        "select * exclude (a) replace (b as c) from t semi join s using (id)"
      })
  void keepsTheMeaningOfAStatement(String text) {
    assertThat(sql(text + "  \n\n").equalsIgnoreCase(text + "\n"), is(true));
  }

  @Test
  void leavesWhatIsNoStatement() {
    assertThat(sql("select from where  "), is("left"));
  }

  @Test
  void formatsTheFilesOfAPipeline() {
    Path shop = folder.resolve("shop");
    Pipelines.sluice("init", shop.toString());
    assertThat(
        Pipelines.sluice("fmt", shop.toString(), "--check").out(),
        is("3 files, all in their form\n"));
    Path model = shop.resolve("models/daily_revenue.sql");
    String sql = Pipelines.text(model);
    Pipelines.write(model, sql.replace("SELECT", "select  "));
    Pipelines.Ran ran = Pipelines.sluice("fmt", shop.toString(), "--check");
    assertThat(ran.exit(), is(1));
    assertThat(ran.out(), is("not in its form: models/daily_revenue.sql\n"));
    assertThat(Pipelines.text(model), containsString("select  \n"));
    assertThat(
        Pipelines.sluice("fmt", shop.toString()).out(), is("formatted models/daily_revenue.sql\n"));
    assertThat(Pipelines.text(model), is(sql));
  }
}
