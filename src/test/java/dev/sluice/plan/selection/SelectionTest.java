// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.selection;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  private static @TempDir Path folder;
  private static PipelineSpec spec;

  /** orders → stg_orders → paid → large; customers is a lookup of paid; currencies → rates. */
  @BeforeAll
  static void parse() {
    String models =
        """
        large: {sql: SELECT order_id FROM paid}
        paid:
          sql: SELECT o.order_id FROM stg_orders o CROSS JOIN customers
          lookup: [customers]
        stg_orders: {sql: SELECT order_id FROM orders}
        rates: {sql: SELECT code FROM currencies}
        """;
    var parsed = SpecFixture.in(folder).parse(SpecFixture.withModels(models));
    spec = Objects.requireNonNull(parsed.spec(), parsed.issues().toString());
  }

  private static String select(String selected, String excluded) {
    Selection selection =
        Selection.of(
            spec,
            selected.isEmpty() ? List.of() : List.of(selected),
            excluded.isEmpty() ? List.of() : List.of(excluded));
    return String.join(" ", selection.names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders|''|orders",
        "orders+|''|orders stg_orders paid large",
        "orders+1|''|orders stg_orders",
        "orders+2|''|orders stg_orders paid",
        "orders+0|''|orders",
        "+paid|''|orders customers stg_orders paid",
        "1+paid|''|customers stg_orders paid",
        "1+paid+1|''|customers stg_orders paid large",
        "+paid+|''|orders customers stg_orders paid large",
        "customers+|''|customers paid large",
        "stg_*|''|stg_orders",
        "stg_*+1, rates|''|stg_orders paid rates",
        "c*|''|customers currencies",
        "?a*|''|paid rates large",
        "orders currencies|''|orders currencies",
        "+paid+|paid+|orders customers stg_orders",
        "''|+rates|orders customers stg_orders paid large",
        "''|currencies,rates|orders customers stg_orders paid large",
        "*|''|''",
        "''|''|''",
      })
  void followsTheGraph(String selected, String excluded, String names) {
    assertThat(sorted(select(selected, excluded)), equalTo(sorted(names)));
  }

  private static List<String> sorted(String names) {
    return List.of(names.split(" ")).stream().sorted().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ordrs|--select ordrs: no table or model is named so; did you mean `orders`?",
        "+stg_ordres+|--select +stg_ordres+: no table or model is named so; did you mean `stg_orders`?",
        "x*|--select x*: no table or model is named so; there are `orders`",
        "orders++|--select orders++: this is no selection; write a name or a pattern",
        "a-b|--select a-b: this is no selection",
        "+|--select +: this is no selection",
        "Orders|--select Orders: no table or model is named so; did you mean `orders`?",
      })
  void refusesWhatMeansNothing(String selected, String message) {
    PipelineException e = assertThrows(PipelineException.class, () -> select(selected, ""));
    assertThat(e.getMessage(), startsWith(message));
    assertThat(e.code().exitCode(), is(2));
  }

  @Test
  void refusesToRunNothing() {
    PipelineException e = assertThrows(PipelineException.class, () -> select("orders", "orders+"));
    assertThat(e.getMessage(), is("--select and --exclude leave nothing to run"));
  }
}
