// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.bind.filter.RowFilter;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Says a condition on rows as the list of files takes it. */
final class FileFilter {
  private FileFilter() {}

  static Expression of(RowFilter filter) {
    if (filter instanceof RowFilter.All all) {
      return all.parts().stream()
          .map(FileFilter::of)
          .reduce(Expressions.alwaysTrue(), Expressions::and);
    }
    if (filter instanceof RowFilter.Any any) {
      return any.parts().stream()
          .map(FileFilter::of)
          .reduce(Expressions.alwaysFalse(), Expressions::or);
    }
    if (filter instanceof RowFilter.IsNull is) {
      return is.isSo() ? Expressions.isNull(is.column()) : Expressions.notNull(is.column());
    }
    return compares((RowFilter.Compares) filter);
  }

  private static Expression compares(RowFilter.Compares filter) {
    String column = filter.column();
    Object value = filter.value();
    return switch (filter.operator()) {
      case EQUAL -> Expressions.equal(column, value);
      case LESS -> Expressions.lessThan(column, value);
      case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(column, value);
      case GREATER -> Expressions.greaterThan(column, value);
      case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(column, value);
    };
  }
}
