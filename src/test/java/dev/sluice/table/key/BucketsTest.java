// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Batches;
import dev.sluice.schema.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
  private static final String FLOATS =
      "(-0.0), (0.0), ('nan'), (-('nan'::DOUBLE)), ('inf'), ('-inf'), (1), (1e23), (-5e-324)";

  /** Every pair of values: equal to SQL means one bucket, and one shard of a model. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DOUBLE | v",
        "FLOAT | v::FLOAT",
        "DOUBLE[] | [v, 1]",
        "STRUCT(a DOUBLE, b VARCHAR) | {'a': v, 'b': 'x'}",
        "MAP(VARCHAR, DOUBLE) | MAP {'a': v}",
        "STRUCT(\"select\" MAP(VARCHAR, FLOAT[])[]) | {'select': [MAP {'k': [v::FLOAT, NULL]}]}",
        "DECIMAL(38,4) | CASE WHEN isfinite(v) AND abs(v) < 2 THEN v END::DECIMAL(38,4)",
        "TIMESTAMP WITH TIME ZONE | CASE WHEN v = 0 THEN '2026-01-01 12:00:00+02'::TIMESTAMPTZ ELSE '2026-01-01 10:00:00Z' END",
      })
  void cutsEqualKeysAlike(String type, String sql) {
    String bucket = Buckets.of(List.of(Column.of("k", type, false)), 1 << 30);
    String query =
        "WITH s AS (SELECT k, %s AS b, hash(k) AS h FROM (SELECT CAST(%s AS %s) AS k FROM (SELECT CAST(c AS DOUBLE) AS v FROM (VALUES %s) t(c))))"
                .formatted(bucket, sql, type, FLOATS)
            + " SELECT count(*) FILTER (l.b <> r.b OR l.h <> r.h), count(*) > 8 FROM s l JOIN s r ON l.k = r.k";
    assertThat(Batches.rows(Batches.query(query, "")), contains("0|true"));
  }

  @Test
  void cutsOtherKeysAsBefore() {
    String before =
        "SELECT (md5_number_lower(concat(CAST(\"k\" AS VARCHAR))) %% 4)::INTEGER FROM (%s)";
    String keys = "SELECT i / 7 AS k FROM range(1000) t(i)";
    String now = Buckets.of(List.of(Column.of("k", "DOUBLE", false)), 4);
    assertThat(
        Batches.rows(Batches.query("SELECT %s FROM (%s)".formatted(now, keys), "")),
        equalTo(Batches.rows(Batches.query(before.formatted(keys), ""))));
  }

  @Test
  void saysByWhatFloatsWereCut() {
    assertThat(Buckets.form(Column.of("k", "BIGINT", false)), equalTo("BIGINT"));
    assertThat(Buckets.form(Column.of("k", "DOUBLE", false)), not(equalTo("DOUBLE")));
  }
}
