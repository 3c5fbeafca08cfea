// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.Binder;
import dev.sluice.bind.BoundStatement;
import dev.sluice.bind.lineage.MadeColumn;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.error.ErrorCode;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.history.Metric;
import dev.sluice.spec.parse.columns.PlainValue;
import dev.sluice.spec.parse.context.NameUses;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.AcceptedValues;
import dev.sluice.spec.rule.CheckSpec.Expected;
import dev.sluice.spec.rule.CheckSpec.Figure;
import dev.sluice.spec.rule.CheckSpec.Golden;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.Quantile;
import dev.sluice.spec.rule.CheckSpec.Range;
import dev.sluice.spec.rule.CheckSpec.References;
import dev.sluice.spec.rule.CheckSpec.Share;
import dev.sluice.spec.rule.CheckSpec.Sql;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds the checks of tables and models: their SQL, and their values to the types of columns. What
 * refers to a column that is not there is reported with all other uses of names.
 */
final class CheckBinder {
  private final Binder binder;
  private final PersonalColumns impersonal;
  private final Map<String, TableSchema> schemas;
  private final Map<String, String> names;
  private final NameUses uses;
  private final Problems problems;

  CheckBinder(
      Binder binder,
      PersonalColumns impersonal,
      Map<String, TableSchema> schemas,
      Map<String, String> names,
      NameUses uses,
      Problems problems) {
    this.binder = binder;
    this.impersonal = impersonal;
    this.schemas = schemas;
    this.names = names;
    this.uses = uses;
    this.problems = problems;
  }

  /** The same quality with bound checks. */
  QualitySpec bind(String table, QualitySpec quality) {
    List<CheckSpec> bound = new ArrayList<>();
    for (CheckSpec check : quality.checks()) {
      SqlText where = check.terms().where();
      if (where != null && schemas.containsKey(table)) {
        boolean unused = report(binder.bindCondition(where.text(), table).problems(), where);
      }
      bound.add(check.kind() instanceof Sql sql ? check.of(statement(sql)) : check);
      values(table, check);
    }
    return new QualitySpec(quality.rules(), bound, quality.tolerate());
  }

  private String canonical(String name) {
    return names.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  private boolean report(List<SqlProblem> found, SqlText sql) {
    for (SqlProblem problem : found) {
      problems.error(
          problem.code(), sql.at(problem.offset()), problem.message(), problem.suggestion());
    }
    return found.isEmpty();
  }

  /** Values that the author wrote must be of the types of their columns. */
  private void values(String table, CheckSpec check) {
    CheckSpec.Kind kind = check.kind();
    if (kind.isOfHistory()) {
      impersonal(table, check);
    } else if (kind instanceof References references) {
      match(table, check, references);
    } else if (kind instanceof Range range) {
      limits(table, range.column(), check, range.limits());
    } else if (kind instanceof Quantile quantile) {
      limits(table, quantile.column(), check, quantile.limits());
    } else if (kind instanceof Figure figure && isOfValues(figure)) {
      limits(table, figure.columns().get(0), check, figure.limits());
    } else if (kind instanceof AcceptedValues accepted) {
      for (Share share : accepted.values()) {
        boolean unused = isValue(table, accepted.column(), check, share.value());
      }
    } else if (kind instanceof Golden golden) {
      for (Expected row : golden.rows()) {
        for (int i = 0; i < golden.columns().size(); i++) {
          boolean unused = isValue(table, golden.columns().get(i), check, row.values().get(i));
        }
      }
    }
  }

  /** Statistics tell nothing of personal values but how many there are. */
  private void impersonal(String table, CheckSpec check) {
    String name = valued(check.kind());
    Column column = name == null ? null : column(table, name);
    if (column != null && column.pii()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          check.position(),
          "`%s` is personal, and of personal values nothing but counts is kept".formatted(name),
          "take another column, or `anomaly: {of: null_ratio, column: %s}`".formatted(name));
    }
  }

  private static @Nullable String valued(CheckSpec.Kind kind) {
    if (kind instanceof CheckSpec.Drift drift) {
      return drift.column();
    } else if (kind instanceof CheckSpec.NewValues fresh) {
      return fresh.column();
    }
    return kind instanceof CheckSpec.Anomaly anomaly && anomaly.metric() != Metric.NULL_RATIO
        ? anomaly.column()
        : null;
  }

  private static boolean isOfValues(Figure figure) {
    return figure.statistic() == CheckSpec.Statistic.MIN
        || figure.statistic() == CheckSpec.Statistic.MAX;
  }

  private void limits(String table, String column, CheckSpec check, Limits limits) {
    boolean areValues =
        isValue(table, column, check, limits.min()) && isValue(table, column, check, limits.max());
    String min = limits.min();
    String max = limits.max();
    Column found = column(table, column);
    if (areValues
        && found != null
        && min != null
        && max != null
        && !binder.isInOrder(min, max, comparedAs(found))) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          written(check, min).map(Scalar::position).orElse(check.position()),
          "`min` " + min + " is above `max` " + max,
          "write the lower one as `min`");
    }
  }

  private @Nullable Column column(String table, String column) {
    TableSchema schema = schemas.get(table);
    return schema == null ? null : schema.column(column).orElse(null);
  }

  /** Bounds of numbers may be finer than the numbers. */
  private static String comparedAs(Column column) {
    boolean isNumber = column.type().matches(".*(INT|INTEGER|FLOAT|DOUBLE)|DECIMAL.*");
    return isNumber ? "DOUBLE" : column.type();
  }

  private boolean isValue(String table, String name, CheckSpec check, @Nullable String value) {
    Column column = column(table, name);
    if (value == null || column == null || binder.isValue(value, comparedAs(column))) {
      return true;
    }
    Optional<Scalar> written = written(check, value);
    problems.error(
        ErrorCode.INVALID_VALUE,
        written.map(Scalar::position).orElse(check.position()),
        "`%s` is no value of `%s`, which is of type %s".formatted(value, name, column.type()),
        written.map(scalar -> wanted(scalar, column)).orElse("write it as that type is written"));
    return false;
  }

  /** Where a value stands that was read as a text. */
  private Optional<Scalar> written(CheckSpec check, String value) {
    return Optional.ofNullable(uses.value(check.position(), value));
  }

  private static String wanted(Scalar value, Column column) {
    try {
      JsonNode unused = PlainValue.of(value, column);
      return "write it as that type is written";
    } catch (PlainValue.Misfit e) {
      return "write " + e.wanted();
    }
  }

  private void match(String table, CheckSpec check, References each) {
    if (column(table, each.column()) == null || column(each.table(), each.to()) == null) {
      return;
    }
    for (SqlProblem problem : binder.bindMatch(table, each.column(), each.table(), each.to())) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          check.position(),
          "`%s.%s` cannot be looked for in `%s.%s`: %s"
              .formatted(table, each.column(), each.table(), each.to(), problem.message()),
          "give both one type in their schemas, or compare by a model that casts one of them");
    }
  }

  /**
   * A statement with what it reads and returns. Without {@code per} it runs file by file where that
   * is proven to be the same, else in one piece, which is always right.
   */
  private Sql statement(Sql check) {
    // What is wrong with a table was said where it stands.
    boolean isInputReported =
        binder.references(check.sql().text()).stream()
            .map(this::canonical)
            .anyMatch(name -> names.containsValue(name) && !schemas.containsKey(name));
    BoundStatement result = binder.bindQuery(check.sql().text());
    if (isInputReported || !report(result.problems(), check.sql())) {
      return check;
    }
    List<String> inputs =
        result.tables().stream().map(this::canonical).sorted().distinct().toList();
    if (inputs.isEmpty()) {
      problems.error(ErrorCode.INVALID_VALUE, check.sql().at(0), "the statement reads no table");
      return check;
    }
    List<TableSchema> read = inputs.stream().map(schemas::get).filter(Objects::nonNull).toList();
    TableSchema output = marked(check, result.columns(), read);
    List<SqlProblem> cut =
        binder.checkSharding(
            check.sql().text(), check.per().isEmpty() ? null : check.per(), Set.of());
    if (!check.per().isEmpty()) {
      boolean unused = report(cut.stream().map(CheckBinder::withoutLookup).toList(), check.sql());
    }
    boolean isByRow = check.per().isEmpty() && cut.isEmpty() && inputs.size() == 1;
    return new Sql(check.sql(), check.per(), inputs, isByRow, output);
  }

  /** Which columns of a result are shown as tokens: those that are made of personal ones. */
  private TableSchema marked(Sql check, TableSchema result, List<TableSchema> read) {
    List<MadeColumn> made = binder.lineage(check.sql().text()).orElse(List.of());
    if (made.size() != result.columns().size()) {
      return impersonal.mark(result, check.sql().text(), schemas, read);
    }
    Set<String> personal = new HashSet<>();
    schemas.forEach(
        (table, schema) ->
            schema.columns().stream()
                .filter(Column::pii)
                .forEach(c -> personal.add((table + "." + c.name()).toLowerCase(Locale.ROOT))));
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      boolean isPersonal =
          made.get(i).origins().stream()
              .anyMatch(origin -> personal.contains(origin.toLowerCase(Locale.ROOT)));
      Column column = result.columns().get(i);
      columns.add(isPersonal ? column.personal(true) : column);
    }
    return new TableSchema(columns);
  }

  /** Checks have no lookups: without {@code per} one look sees all rows. */
  private static SqlProblem withoutLookup(SqlProblem problem) {
    return new SqlProblem(
        problem.code(),
        problem.offset(),
        problem.message(),
        "leave out `per`, and the statement runs in one piece");
  }
}
