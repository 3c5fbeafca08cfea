// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;

/** Counts the values of a column whose file says its type. */
final class TypedCounting {
  private TypedCounting() {}

  static void count(Kernel kernel, ColumnProfile column, String relation, String name)
      throws StatementFailed {
    boolean isNested = Column.of("", column.sourceType, true).isNested();
    String distinct = isNested ? "0" : "count(DISTINCT " + name + ")";
    kernel
        .rows(
            "SELECT count(*), count(%1$s), %2$s, coalesce(min(left(%1$s::VARCHAR, 80)), '') FROM %3$s"
                .formatted(name, distinct, relation),
            row -> {
              long filled = row.getLong(2);
              column.rows += row.getLong(1);
              column.nulls += row.getLong(1) - filled;
              column.filled += filled;
              column.isUnique &= !isNested && row.getLong(3) == filled;
              column.example = column.example.isEmpty() ? row.getString(4) : column.example;
              return 0;
            })
        .clear();
    column.isGrowing = false;
    column.values.overflow();
  }
}
