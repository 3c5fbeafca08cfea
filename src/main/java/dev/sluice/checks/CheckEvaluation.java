// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.table.DataFile;
import dev.sluice.table.Verdict;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.read.LakeRelation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Computes one check over live files; pure but for reading them. */
final class CheckEvaluation {
  private final Kernel kernel;
  private final Map<String, TableSchema> schemas;
  private final Map<String, List<DataFile>> live;
  private final String root;

  CheckEvaluation(
      Kernel kernel,
      Map<String, TableSchema> schemas,
      Map<String, List<DataFile>> live,
      String root) {
    this.kernel = kernel;
    this.schemas = schemas;
    this.live = live;
    this.root = root;
  }

  Verdict judge(Check.Task task) throws StatementFailed {
    CheckSpec check = task.check();
    String table = task.table();
    if (check instanceof CheckSpec.RowCount count) {
      return rowCount(table, count);
    } else if (check instanceof CheckSpec.NotNull notNull) {
      long nulls = notNull.columns().stream().mapToLong(column -> nulls(table, column)).sum();
      return verdict(table, check, nulls == 0, nulls + " nulls", "0 nulls");
    } else if (check instanceof CheckSpec.NullRatio ratio) {
      return nullRatio(table, ratio);
    } else if (check instanceof CheckSpec.Unique unique) {
      return unique(table, unique);
    } else if (check instanceof CheckSpec.References references) {
      return references(table, references);
    }
    return sumEquals(table, (CheckSpec.SumEquals) check);
  }

  private Verdict rowCount(String table, CheckSpec.RowCount check) {
    long rows = rows(table);
    Long min = check.min();
    Long max = check.max();
    boolean passed = (min == null || rows >= min) && (max == null || rows <= max);
    String expected =
        max == null ? "at least " + min : min == null ? "at most " + max : min + " to " + max;
    return verdict(table, check, passed, String.valueOf(rows), expected);
  }

  private Verdict nullRatio(String table, CheckSpec.NullRatio check) {
    long rows = rows(table);
    long nulls = nulls(table, check.column());
    double ratio = rows == 0 ? 0 : (double) nulls / rows;
    return verdict(
        table,
        check,
        nulls <= check.max() * rows,
        String.format(Locale.ROOT, "%.6f", ratio),
        "at most " + check.max());
  }

  private Verdict unique(String table, CheckSpec.Unique check) throws StatementFailed {
    String columns = SqlName.list(check.columns());
    String notNull =
        check.columns().stream()
            .map(c -> SqlName.quote(c) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    long again =
        number(
            "SELECT coalesce(sum(__n - 1), 0)::BIGINT FROM (SELECT count(*) AS __n FROM (%s) WHERE %s GROUP BY %s HAVING count(*) > 1)"
                .formatted(relation(table), notNull, columns));
    return verdict(table, check, again == 0, again + " duplicates", "0 duplicates");
  }

  private Verdict references(String table, CheckSpec.References check) throws StatementFailed {
    String column = SqlName.quote(check.column());
    String to = SqlName.quote(check.to());
    long lost =
        number(
            "SELECT count(*) FROM (%s) AS __a ANTI JOIN (%s) AS __b ON __a.%s = __b.%s WHERE __a.%s IS NOT NULL"
                .formatted(relation(table), relation(check.table()), column, to, column));
    String expected = "every value in %s.%s".formatted(check.table(), check.to());
    return verdict(table, check, lost == 0, lost + " rows without", expected);
  }

  private Verdict sumEquals(String table, CheckSpec.SumEquals check) throws StatementFailed {
    String sql =
        """
        WITH __a AS (SELECT coalesce(sum(%s), 0) AS __s FROM (%s)),
        __b AS (SELECT coalesce(sum(%s), 0) AS __s FROM (%s))
        SELECT __a.__s::VARCHAR, __b.__s::VARCHAR,
          CASE WHEN typeof(__a.__s) IN ('DOUBLE', 'FLOAT') OR typeof(__b.__s) IN ('DOUBLE', 'FLOAT')
            THEN abs(__a.__s::DOUBLE - __b.__s::DOUBLE) <= 1e-9 * greatest(1, abs(__b.__s::DOUBLE))
            ELSE __a.__s = __b.__s END
        FROM __a, __b"""
            .formatted(
                SqlName.quote(check.column()),
                relation(table),
                SqlName.quote(check.other()),
                relation(check.table()));
    return kernel
        .rows(
            sql,
            row ->
                verdict(
                    table,
                    check,
                    row.getBoolean(3),
                    shown(table, check, row.getString(1)),
                    shown(table, check, row.getString(2))))
        .get(0);
  }

  /** A sum over one row is its value: where either column is personal, both sums are masked. */
  private @Nullable String shown(String table, CheckSpec.SumEquals check, @Nullable String sum) {
    boolean isOpen = !isPii(table, check.column()) && !isPii(check.table(), check.other());
    return isOpen ? sum : PiiTokens.in(root).of(sum);
  }

  private boolean isPii(String table, String column) {
    return Objects.requireNonNull(schemas.get(table), table)
        .column(column)
        .map(Column::pii)
        .orElse(false);
  }

  private static Verdict verdict(
      String table,
      CheckSpec check,
      boolean passed,
      @Nullable String observed,
      @Nullable String expected) {
    String severity = check.consequence() == Consequence.WARN ? "warn" : "fail";
    return new Verdict(
        table, check.name(), severity, passed, String.valueOf(observed), String.valueOf(expected));
  }

  private long number(String sql) throws StatementFailed {
    return kernel.rows(sql, row -> row.getLong(1)).get(0);
  }

  private String relation(String table) {
    return LakeRelation.of(
        root,
        Objects.requireNonNull(live.get(table), table),
        Objects.requireNonNull(schemas.get(table), table));
  }

  private long rows(String table) {
    return files(table).stream().mapToLong(DataFile::rows).sum();
  }

  /** From the footers; a file without the column has only nulls. */
  private long nulls(String table, String column) {
    long nulls = 0;
    for (DataFile file : files(table)) {
      nulls +=
          file.columns().stream()
              .filter(c -> c.name().equals(column))
              .mapToLong(DataFile.ColumnStats::nulls)
              .findFirst()
              .orElse(file.rows());
    }
    return nulls;
  }

  private List<DataFile> files(String table) {
    return Objects.requireNonNull(live.get(table), table);
  }
}
