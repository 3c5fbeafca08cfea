// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.schema.TableSchema;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The columns that rows of a case may name.
 *
 * @param table whose they are
 * @param names of the columns
 * @param others names that a source may have for them
 */
record CaseColumns(String table, List<String> names, List<String> others) {
  /** The columns of typed rows. */
  static CaseColumns typed(String table, TableSchema schema) {
    return new CaseColumns(table, schema.names(), List.of());
  }

  /** The columns of rows as a source has them. */
  static CaseColumns raw(String table, TableSchema schema) {
    return new CaseColumns(
        table,
        schema.names(),
        schema.columns().stream().flatMap(column -> column.sourcing().others().stream()).toList());
  }

  boolean has(String name) {
    String meant = folded(name);
    return names.contains(name) || others.stream().anyMatch(each -> folded(each).equals(meant));
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** A column for a message. */
  String example() {
    return Stream.concat(names.stream(), Stream.of("column")).findFirst().orElse("column");
  }
}
