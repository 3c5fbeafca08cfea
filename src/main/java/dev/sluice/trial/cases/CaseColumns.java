// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.SourceNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns that rows of a case may name.
 *
 * @param table whose they are
 * @param names of the columns
 * @param sources how a source calls them, by the same places; empty where rows are typed
 */
record CaseColumns(String table, List<String> names, List<SourceNames.Wanted> sources) {
  /** The columns of typed rows. */
  static CaseColumns typed(String table, TableSchema schema) {
    return new CaseColumns(table, schema.names(), List.of());
  }

  /** The columns of rows as a source has them: by their own names too. */
  static CaseColumns raw(String table, TableSchema schema) {
    return new CaseColumns(
        table,
        schema.names(),
        schema.columns().stream()
            .map(column -> column.sourcing().byOwnName().wanted(column.name()))
            .toList());
  }

  /** The column that is called so, by its own name or as its source calls it. */
  Optional<String> own(String name) {
    if (names.contains(name)) {
      return Optional.of(name);
    }
    try {
      List<List<Integer>> found = SourceNames.match(sources, List.of(name));
      return IntStream.range(0, found.size())
          .filter(i -> !found.get(i).isEmpty())
          .mapToObj(names::get)
          .findFirst();
    } catch (SourceNames.Ambiguous e) {
      return Optional.empty();
    }
  }

  /** All names, for a message. */
  List<String> known() {
    return Stream.concat(names.stream(), sources.stream().flatMap(each -> each.names().stream()))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** A column for a message. */
  String example() {
    return Stream.concat(names.stream(), Stream.of("column")).findFirst().orElse("column");
  }
}
