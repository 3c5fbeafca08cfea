// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.spell;

import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.decide.TableGuess.Reference;
import dev.sluice.infer.words.NameHints;
import dev.sluice.schema.spelling.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Writes a first model, as a comment: the table that leads to most others, joined with those that
 * are small; where none does, a sum.
 */
final class ModelText {
  /** A table that every worker can see whole. */
  private static final long SMALL = 100_000;

  private final List<TableGuess> tables;
  private final TableGuess table;
  private final List<Reference> references;

  private ModelText(List<TableGuess> tables, TableGuess table) {
    this.tables = tables;
    this.table = table;
    this.references = small(tables, table);
  }

  /** The lines, each with its end. */
  static String of(List<TableGuess> tables) {
    TableGuess most =
        tables.stream()
            .max(Comparator.comparingInt(table -> small(tables, table).size()))
            .orElseThrow();
    ModelText text = new ModelText(tables, most);
    return text.references.isEmpty() ? sum(tables.get(0)) : text.joined();
  }

  /** One of each table that is small enough, and no other column of the same name. */
  private static List<Reference> small(List<TableGuess> tables, TableGuess table) {
    List<Reference> small = new ArrayList<>();
    for (Reference each : table.references()) {
      boolean isTaken = small.stream().anyMatch(other -> other.table().equals(each.table()));
      boolean isSmall = named(tables, each.table()).seen().profile().rows() <= SMALL;
      if (!isTaken && isSmall && told(tables, each).isPresent()) {
        small.add(each);
      }
    }
    return small;
  }

  private static TableGuess named(List<TableGuess> tables, String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** The first column of a table that tells more than the reference does. */
  private static Optional<String> told(List<TableGuess> tables, Reference reference) {
    TableGuess to = named(tables, reference.table());
    return to.columns().stream()
        .map(ColumnGuess::name)
        .filter(name -> !name.equals(reference.to()))
        .findFirst();
  }

  private static String sum(TableGuess table) {
    return "#   a_summary:\n"
        + "#     per: []                             # the statement sees all rows\n"
        + "#     sql: \"SELECT count(*) AS rows FROM "
        + table.name()
        + "\"\n";
  }

  private String joined() {
    List<String> names = references.stream().map(Reference::table).toList();
    String lookup = "#     lookup: " + YamlText.list(names);
    String padded = lookup + " ".repeat(Math.max(0, 40 - lookup.length()));
    return "#   "
        + table.name()
        + "_with_"
        + names.get(0)
        + ":\n"
        + padded
        + "  # small tables, which every worker sees whole\n#     sql: "
        + YamlText.of(sql())
        + "\n";
  }

  private String sql() {
    List<String> columns = new ArrayList<>();
    List<String> own =
        table.identity().isSure()
            ? table.identity().keys().get(0)
            : List.of(table.columns().get(0).name());
    own.forEach(name -> columns.add(table.name() + "." + name));
    StringBuilder joins = new StringBuilder();
    for (Reference each : references) {
      String told = told(tables, each).orElseThrow();
      columns.add(
          "%1$s.%2$s AS %3$s_%2$s".formatted(each.table(), told, NameHints.singular(each.table())));
      joins.append(
          " JOIN %1$s ON %2$s.%3$s = %1$s.%4$s"
              .formatted(each.table(), table.name(), each.column(), each.to()));
    }
    return "SELECT " + String.join(", ", columns) + " FROM " + table.name() + joins;
  }
}
