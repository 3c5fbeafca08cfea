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
            "SELECT count(*), count(%1$s), %2$s, count(*) FILTER (%3$s), coalesce(min(left(%1$s::VARCHAR, 80)), ''), count(*) FILTER (%5$s) FROM %4$s"
                .formatted(
                    name,
                    distinct,
                    tooFine(column.sourceType, name),
                    relation,
                    whole(column, name)),
            row -> {
              long filled = row.getLong(2);
              column.rows += row.getLong(1);
              column.nulls += row.getLong(1) - filled;
              column.filled += filled;
              column.tooFine += row.getLong(4);
              column.isUnique &= !isNested && row.getLong(3) == filled;
              column.example = column.example.isEmpty() ? row.getString(5) : column.example;
              column.whole += row.getLong(6);
              return 0;
            })
        .clear();
    new GrowthCounting(kernel, column).count(relation, name);
    column.values.overflow();
  }

  private static String whole(ColumnProfile column, String name) {
    boolean isFloat = column.sourceType.equals("DOUBLE") || column.sourceType.equals("FLOAT");
    return isFloat ? "isfinite(%1$s) AND %1$s = trunc(%1$s)".formatted(name) : "false";
  }

  /** Whether a time is no whole number of microseconds. */
  private static String tooFine(String type, String name) {
    return switch (type) {
      case "TIMESTAMP_NS" -> name + "::TIMESTAMP::TIMESTAMP_NS <> " + name;
      case "TIME_NS" -> name + "::TIME::TIME_NS <> " + name;
      case "TIMESTAMPTZ_NS" -> name + "::TIMESTAMPTZ::TIMESTAMPTZ_NS <> " + name;
      default -> "false";
    };
  }
}
