// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.error.issue.Position;
import dev.sluice.fixture.Pipelines;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.variable.Reference.Trouble;
import dev.sluice.spec.variable.SqlTemplate.Filled;
import dev.sluice.spec.variable.Variable.Kind;
import dev.sluice.spec.variable.Variables.Declared;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTemplateTest {
  private static final Map<String, Declared> VARS =
      Map.of(
          "start", new Declared("2024-01-01", Kind.TEXT, true),
          "n", new Declared("-7", Kind.NUMBER, true),
          "on", new Declared("true", Kind.TRUTH, true),
          "nil", new Declared("null", Kind.NOTHING, true),
          "quoted", new Declared("5", Kind.TEXT, true),
          "evil", new Declared("x' OR \"1\"\\' --", Kind.TEXT, true));

  private static Filled fill(String sql) {
    return SqlTemplate.fill(
        sql, new Variables(List.of(VARS), Map.of("YEAR", "2024", "ZIP", "01234")::get));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "day >= ${start}¦day >= '2024-01-01'",
        "DATE ${start}¦DATE '2024-01-01'",
        "a -${n}¦a -(-7)",
        "a = ${on} AND b IS ${nil}¦a = true AND b IS NULL",
        "a = ${quoted}¦a = '5'",
        "a = '${n}' AND b LIKE 'x${quoted}%'¦a = '-7' AND b LIKE 'x5%'",
        "a = ${YEAR} AND b = ${ZIP}¦a = 2024 AND b = '01234'",
        "a = ${NONE:-3} AND b = ${NONE:-}¦a = 3 AND b = ''",
        "a = ${NONE:-${n}}¦a = (-7)",
        "${evil}¦'x'' OR \"1\"\\'' --'",
        "'a${evil}b'¦'ax'' OR \"1\"\\'' --b'",
        "E'a\\'${evil}b'¦E'a\\'x'' OR \"1\"\\\\'' --b'",
        "\"c${evil}\"¦\"cx' OR \"\"1\"\"\\' --\"",
        "'it''s ${quoted}' -- ${lost}¦'it''s 5' -- ${lost}",
        "/* ${a /* ${b} */ ${c} */ ${quoted}¦/* ${a /* ${b} */ ${c} */ '5'",
        "$${\"a\": 1}$$ || ${quoted}¦$${\"a\": 1}$$ || '5'",
        "$t$ ${lost} $t$ || $1¦$t$ ${lost} $t$ || $1",
        "'$${kept}' || $${kept}¦'${kept}' || ${kept}",
        "'open ${quoted}¦'open 5",
      })
  void fillsInValuesThatEndNothing(String sql, String filled) {
    Filled found = fill(sql);
    assertThat(found.troubles().toString(), found.text(), equalTo(filled));
  }

  @Test
  void givesTheKernelTheValueItself() {
    String sql = Objects.requireNonNull(fill("SELECT ${evil}, '<${evil}>', E'<${evil}>'").text());
    String evil = "x' OR \"1\"\\' --";
    assertThat(Pipelines.query("", sql), contains(evil + "|<" + evil + ">|<" + evil + ">"));
  }

  @Test
  void saysWhereTheTroubleIs() {
    Filled found = fill("SELECT ${strat}, '${', ${API_TOKEN}, ${x-1}");
    assertThat(found.text(), is(nullValue()));
    assertThat(
        found.troubles().stream().map(t -> t.offset() + " " + t.code()).toList(),
        contains("7 ENV_UNSET", "18 INVALID_VALUE", "23 SECRET_IN_CLEAR", "37 INVALID_VALUE"));
    Trouble unknown = found.troubles().get(0);
    assertThat(unknown.suggestion(), equalTo("did you mean `start`?"));
  }

  @Test
  void pointsIntoWhatWasWritten() {
    String written = "SELECT ${start} AS a,\n  b, ${n}, c\nFROM t";
    Filled found = fill(written);
    String text = Objects.requireNonNull(found.text());
    SqlText sql =
        new SqlText(
            text, new Position("m.sql", 1, 1), 0, new SqlText.Written(written, found.splices()));
    assertThat(sql.at(text.indexOf("SELECT")), equalTo(new Position("m.sql", 1, 1)));
    assertThat(sql.at(text.indexOf("2024")), equalTo(new Position("m.sql", 1, 8)));
    assertThat(sql.at(text.indexOf("AS a")), equalTo(new Position("m.sql", 1, 17)));
    assertThat(sql.at(text.indexOf("c\n")), equalTo(new Position("m.sql", 2, 12)));
    assertThat(sql.at(text.indexOf("FROM")), equalTo(new Position("m.sql", 3, 1)));
    assertThat(sql.at(text.length()), equalTo(new Position("m.sql", 3, 7)));
  }
}
