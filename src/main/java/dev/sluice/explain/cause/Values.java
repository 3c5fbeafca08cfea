// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.explain.cause.Cause.Sample;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Values that are counted; conditions speak of {@code val}. */
final class Values {
  private static final int SAMPLES = 3;

  /** The engine keeps room for a batch of values of every condition of a statement. */
  private static final int AT_ONCE = 50;

  private final Kernel kernel;
  private final String from;
  private final String where;

  /**
   * Values of a table.
   *
   * @param from a table with {@code val}, and {@code n}, in how many rows it stands
   */
  Values(Kernel kernel, String from, String where) {
    this.kernel = kernel;
    this.from = from;
    this.where = where;
  }

  /** The same, but for those of which a condition holds. */
  Values without(String condition) {
    return new Values(kernel, from, where + " AND NOT coalesce(" + condition + ", false)");
  }

  Values with(String condition) {
    return new Values(kernel, from, where + " AND " + condition);
  }

  /** In how many rows a value stands. */
  long rows() throws StatementFailed {
    return sum("true");
  }

  long sum(String condition) throws StatementFailed {
    return one("coalesce(sum(n) FILTER (%s), 0)::BIGINT".formatted(condition))
        .map(Long::parseLong)
        .orElse(0L);
  }

  /** In how many rows each of some conditions holds. */
  List<Long> sums(List<String> conditions) throws StatementFailed {
    return firstSums(Integer.MAX_VALUE, conditions);
  }

  /** As {@link #sums}, of so many different values, those of most rows. */
  List<Long> firstSums(int most, List<String> conditions) throws StatementFailed {
    String into = "first_" + UUID.randomUUID().toString().replace("-", "");
    kernel.execute(
        "CREATE TEMP TABLE %s AS SELECT val, sum(n)::BIGINT AS n FROM %s WHERE %s AND val IS NOT NULL GROUP BY val ORDER BY n DESC, val LIMIT %d"
            .formatted(into, from, where, most));
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i += AT_ONCE) {
      List<String> some = conditions.subList(i, Math.min(i + AT_ONCE, conditions.size()));
      sums.addAll(sums(into, some));
    }
    kernel.execute("DROP TABLE " + into);
    return sums;
  }

  private List<Long> sums(String table, List<String> conditions) throws StatementFailed {
    String items =
        conditions.stream()
            .map("coalesce(sum(n) FILTER (%s), 0)::BIGINT"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    return kernel.rows("SELECT unnest(%s) FROM %s".formatted(items, table), row -> row.getLong(1));
  }

  /** A value over all of them, as text. */
  Optional<String> one(String sql) throws StatementFailed {
    return kernel
        .rows(
            "SELECT (%s)::VARCHAR FROM %s WHERE %s".formatted(sql, from, where),
            row -> Optional.ofNullable(row.getString(1)))
        .get(0);
  }

  /** How many there are. */
  long distinct() throws StatementFailed {
    return one("count(DISTINCT val)").map(Long::parseLong).orElse(0L);
  }

  /** The values, most rows first. */
  List<String> texts(int most) throws StatementFailed {
    return kernel.rows(
        "SELECT val FROM (SELECT val, sum(n) AS rows FROM %s WHERE %s AND val IS NOT NULL GROUP BY val) ORDER BY rows DESC, %s LIMIT %d"
            .formatted(from, where, order("val"), most),
        row -> row.getString(1));
  }

  /** As numbers where all are, else as texts. */
  private static String order(String text) {
    String number = "TRY_CAST(" + text + " AS DOUBLE)";
    return "CASE WHEN bool_and(%1$s IS NOT NULL) OVER () THEN %1$s END, %2$s"
        .formatted(number, text);
  }

  /** The first of them, or where there are no values what was said. */
  List<Sample> samples() throws StatementFailed {
    return kernel.rows(
        "SELECT shown, rows, isValue FROM (SELECT coalesce(left(val, 80), message) AS shown, val IS NOT NULL AS isValue, sum(n)::BIGINT AS rows FROM %s WHERE %s AND shown IS NOT NULL GROUP BY 1, 2) ORDER BY rows DESC, %s LIMIT %d"
            .formatted(from, where, order("shown"), SAMPLES),
        row -> new Sample(row.getString(1), row.getLong(2), row.getBoolean(3)));
  }
}
