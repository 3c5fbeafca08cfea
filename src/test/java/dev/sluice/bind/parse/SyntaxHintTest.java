// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;

class SyntaxHintTest {
  @Test
  void namesTheTableThatJinjaMeans() {
    String write = "there is no Jinja: write `orders`";
    assertThat(SyntaxHint.of("SELECT * FROM {{ ref(\"orders\") }}", 14), is(write));
    assertThat(SyntaxHint.of("FROM {{- source('shop', 'orders') -}} o", 5), is(write));
    assertThat(
        SyntaxHint.of("FROM orders {% if day %} WHERE day = 1 {% endif %}", 12),
        is(
            "there is no Jinja: write the SQL that it stands for; `${name}` is a variable of `vars`"));
    assertThat(SyntaxHint.of("SELECT {'a': {'b': 1}} FRM", 23), is(nullValue()));
  }

  @Test
  void tellsOfAWordThatLacksItsBy() {
    String hint = "for `%s`, did you mean `%s BY`?";
    assertThat(SyntaxHint.of("SELECT x FROM t group x", 22), is(hint.formatted("group", "GROUP")));
    assertThat(SyntaxHint.of("SELECT x FROM t Order x", 22), is(hint.formatted("Order", "ORDER")));
    assertThat(
        SyntaxHint.of("SELECT rank() OVER (PARTITION x) FROM t", 30),
        is(hint.formatted("PARTITION", "PARTITION")));
    assertThat(
        SyntaxHint.of("SELECT x FROM t GROUP\nORDER BY x", 22),
        is(hint.formatted("GROUP", "GROUP")));
    assertThat(
        SyntaxHint.of("SELECT list(x) WITHIN GROUP y FROM t", 28), is(not(containsString(" BY"))));
  }

  @Test
  void tellsToQuoteAWordThatIsTheNameOfAColumn() {
    String hint = "`%1$s` is a word of SQL; as the name of a column write it in quotes: `\"%1$s\"`";
    assertThat(SyntaxHint.of("SELECT max(at) FROM t", 13), is(hint.formatted("at")));
    assertThat(SyntaxHint.of("SELECT id, order FROM t", 11), is(hint.formatted("order")));
    assertThat(SyntaxHint.of("SELECT t.desc, id FROM t", 9), is(hint.formatted("desc")));
    assertThat(SyntaxHint.of("SELECT id FROM t GROUP BY end", 26), is(hint.formatted("end")));
    assertThat(SyntaxHint.of("SELECT id, FROM t", 11), is("take the comma before it away"));
  }
}
