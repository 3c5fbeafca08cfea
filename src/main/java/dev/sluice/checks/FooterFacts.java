// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.Observed.Values;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Kind;
import dev.sluice.table.DataFile;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file's footer knows of a check, so that nothing of it is read: how many rows there are,
 * and how many nulls. What else is known of files, exactly, has its place here.
 */
final class FooterFacts {
  private FooterFacts() {}

  /** The state of a look at the file; null where it must be read. */
  static @Nullable Observed of(CheckPlan plan, Task task, DataFile file) {
    Kind kind = task.check().kind();
    if (task.check().terms().where() != null) {
      return null;
    }
    if (kind instanceof CheckSpec.RowCount) {
      return counts(file.rows(), 0);
    }
    List<String> columns =
        kind instanceof CheckSpec.NotNull notNull
            ? notNull.columns()
            : kind instanceof CheckSpec.NullRatio ratio ? List.of(ratio.column()) : List.of();
    long nulls = columns.isEmpty() ? -1 : nulls(plan, file, columns);
    // Rows without a value are shown, and so they are read: where too many are, some file has too
    // many.
    double most = task.check().terms().keepsRows() ? 0 : most(kind);
    boolean isRead = nulls < 0 || nulls > most * file.rows();
    return isRead ? null : counts(file.rows() * columns.size(), nulls);
  }

  /** The share of nulls of which none is shown. */
  private static double most(Kind kind) {
    return kind instanceof CheckSpec.NullRatio ratio && ratio.limits().max() != null
        ? Double.parseDouble(ratio.limits().max())
        : 0;
  }

  private static Observed counts(long rows, long found) {
    return new Observed(
        List.of(new Values(List.of(String.valueOf(rows), String.valueOf(found)))), List.of());
  }

  /**
   * A column that the file does not have has only nulls; of a nested column the footer knows only
   * the values inside.
   *
   * @return -1 where it is not known
   */
  private static long nulls(CheckPlan plan, DataFile file, List<String> names) {
    TableSchema schema = Objects.requireNonNull(plan.schemas().get(file.table()));
    long nulls = 0;
    for (Column column : schema.columnsOf(names)) {
      if (column.isNested()) {
        return -1;
      }
      nulls +=
          file.columns().stream()
              .filter(c -> c.name().equals(column.name()))
              .mapToLong(DataFile.ColumnStats::nulls)
              .findFirst()
              .orElse(file.rows());
    }
    return nulls;
  }
}
