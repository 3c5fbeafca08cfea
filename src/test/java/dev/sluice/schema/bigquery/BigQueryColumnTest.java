// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.schema.bigquery.BigQueryColumn.NoEqualException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BigQueryColumnTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOLEAN|BOOL",
        "BIGINT|INT64",
        "UINTEGER|INT64",
        "FLOAT|FLOAT64",
        "VARCHAR|STRING",
        "UUID|STRING",
        "BLOB|BYTES",
        "DATE|DATE",
        "TIME|TIME",
        "TIMESTAMP|DATETIME",
        "TIMESTAMP WITH TIME ZONE|TIMESTAMP",
        "DECIMAL(38,9)|NUMERIC",
        "DECIMAL(29,0)|NUMERIC",
        "DECIMAL(30,0)|BIGNUMERIC",
        "DECIMAL(12,10)|BIGNUMERIC",
        "DECIMAL(38,38)|BIGNUMERIC",
        "VARCHAR[]|ARRAY<STRING>",
        "STRUCT(a BIGINT, \"or,der\" STRUCT(b DATE)[])|STRUCT<`a` INT64, `or,der` ARRAY<STRUCT<`b` DATE>>>",
      })
  void holdsEachTypeByItsEqual(String type, String expected) throws Exception {
    assertThat(BigQueryColumn.of("c", type).spelled(), is(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BIGINT[][]",
        "MAP(VARCHAR, BIGINT)",
        "UBIGINT",
        "TIMESTAMP_NS",
        "INTERVAL",
        "HUGEINT",
        "STRUCT(a BIGINT[][])"
      })
  void hasNoEqualForTypesThatBigQueryWouldChange(String type) {
    assertThrows(NoEqualException.class, () -> BigQueryColumn.of("c", type));
  }

  @Test
  void namesAFieldInsideByItsPath() {
    NoEqualException inner =
        assertThrows(
            NoEqualException.class, () -> BigQueryColumn.of("a", "STRUCT(b STRUCT(c UBIGINT)[])"));
    assertThat(
        inner.getMessage(),
        is(
            "`a.b.c` is of type UBIGINT, which BigQuery cannot hold exactly; cast it to"
                + " DECIMAL(20,0)"));
  }

  @Test
  void saysWhatToUseInstead() {
    NoEqualException nanoseconds =
        assertThrows(NoEqualException.class, () -> BigQueryColumn.of("at", "TIMESTAMP_NS"));
    assertThat(
        nanoseconds.getMessage(),
        is(
            "`at` is of type TIMESTAMP_NS, which BigQuery cannot hold exactly; cast it to TIMESTAMP:"
                + " BigQuery's times end at microseconds"));
  }
}
