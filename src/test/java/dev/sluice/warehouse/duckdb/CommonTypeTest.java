// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BIGINT; BIGINT; BIGINT",
        "INTEGER; BIGINT; BIGINT",
        "FLOAT; DOUBLE; DOUBLE",
        "BIGINT; DOUBLE; VARCHAR",
        "INTEGER; DECIMAL(12,2); VARCHAR",
        "DECIMAL(9,2); DECIMAL(12,4); DECIMAL(12,4)",
        "DECIMAL(38,2); DECIMAL(12,4); VARCHAR",
        "BIGINT; TIMESTAMP; VARCHAR",
        "DATE; TIMESTAMP; VARCHAR",
        "VARCHAR; BOOLEAN; VARCHAR",
        "INTEGER[]; BIGINT[]; BIGINT[]",
        "INTEGER[]; INTEGER; VARCHAR",
        "INTEGER[]; DATE[]; VARCHAR[]",
        "MAP(VARCHAR, INTEGER); MAP(VARCHAR, DATE); MAP(VARCHAR, VARCHAR)",
      })
  void holdsTheValuesOfBothInAnyOrder(String one, String other, String common) {
    assertThat(CommonType.of(one, other), is(common));
    assertThat(CommonType.of(other, one), is(common));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "STRUCT(a INTEGER); STRUCT(a BIGINT, \"b c\" DATE); STRUCT(a BIGINT, \"b c\" DATE)",
        "STRUCT(a INTEGER)[]; STRUCT(b DATE)[]; STRUCT(a INTEGER, b DATE)[]",
        "STRUCT(a INTEGER); INTEGER; VARCHAR",
      })
  void joinsTheFieldsOfStructsByName(String one, String other, String common) {
    assertThat(CommonType.of(one, other), is(common));
  }
}
