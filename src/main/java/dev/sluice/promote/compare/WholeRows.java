// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.promote.compare.ProductionChange.Sample;
import dev.sluice.promote.compare.ProductionChange.Value;
import dev.sluice.schema.Column;
import dev.sluice.table.file.PiiTokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shows rows that have no key, with the columns that only their side has. */
final class WholeRows {
  private final Kernel kernel;
  private final PiiTokens tokens;
  private final List<Column> shared;

  WholeRows(Kernel kernel, PiiTokens tokens, List<Column> shared) {
    this.kernel = kernel;
    this.tokens = tokens;
    this.shared = List.copyOf(shared);
  }

  /**
   * Rows of a statement whose columns are {@code __change} and the shared ones, {@code __k0} and
   * on; few.
   *
   * @param gone columns that only the state before has
   * @param came columns that only the state after has
   */
  List<Sample> samples(String rows, List<Column> gone, List<Column> came) throws StatementFailed {
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE __samples AS SELECT *, row_number() OVER (PARTITION BY __change, %s) AS __nth FROM (%s)"
            .formatted(keys(""), rows));
    List<Sample> samples = new ArrayList<>(of("added", TableComparison.AFTER, came));
    samples.addAll(of("removed", TableComparison.BEFORE, gone));
    return samples;
  }

  /** Equal rows of a side are told apart by a number. */
  private List<Sample> of(String change, String view, List<Column> more) throws StatementFailed {
    String casts = each("CAST({name} AS {type}) AS __k{i}", ", ");
    String names =
        more.stream().map(c -> ", " + SqlName.quote(c.name())).collect(Collectors.joining());
    String side =
        "SELECT *, row_number() OVER (PARTITION BY %s) AS __nth FROM (SELECT %s%s FROM %s) __t SEMI JOIN __s ON %s"
            .formatted(keys(""), casts, names, SqlName.quote(view), same("__t"));
    String sql =
        "WITH __s AS (SELECT * FROM __samples WHERE __change = '%s') SELECT %s%s FROM __s JOIN (%s) __x ON __x.__nth = __s.__nth AND %s ORDER BY %s"
            .formatted(change, keys("__s."), names, side, same("__x"), keys("__s."));
    List<Column> all = Stream.concat(shared.stream(), more.stream()).toList();
    return kernel.rows(sql, row -> sample(change, row, all));
  }

  private String keys(String of) {
    return each(of + "__k{i}", ", ");
  }

  private String same(String side) {
    return each(side + ".__k{i} IS NOT DISTINCT FROM __s.__k{i}", " AND ");
  }

  private String each(String form, String between) {
    return IntStream.range(0, shared.size())
        .mapToObj(
            i ->
                form.replace("{i}", String.valueOf(i))
                    .replace("{type}", shared.get(i).type())
                    .replace("{name}", SqlName.quote(shared.get(i).name())))
        .collect(Collectors.joining(between));
  }

  private Sample sample(String change, ResultSet row, List<Column> all) throws SQLException {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Column column = all.get(i);
      values.add(
          new Value(column.name(), RowComparison.shown(tokens, column, row.getString(i + 1))));
    }
    return new Sample(change, values, List.of());
  }
}
