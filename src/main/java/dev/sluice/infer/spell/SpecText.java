// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.spell;

import dev.sluice.infer.decide.TableGuess;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a whole spec. */
public final class SpecText {
  /** Said once, for it is the same of every table. */
  private static final List<String> LATER =
      List.of(
          "Until a table's first run every type may change. Then rows are there: a type may only become",
          "wider (int to bigint); for another write `load: replace` in the table, run, and write the old",
          "`load` again. A key may change at any time.");

  private SpecText() {}

  /**
   * The text of {@code pipeline.yaml}.
   *
   * @param schema where editors find the keys; empty for nowhere
   */
  public static String of(String name, String schema, List<TableGuess> tables) {
    String first = schema.isEmpty() ? "" : "# yaml-language-server: $schema=" + schema + "\n";
    long rows = tables.stream().mapToLong(table -> table.seen().profile().rows()).sum();
    return first
        + "# Guessed from "
        + TableText.count(rows, "row")
        + "; beside each guess stands why. Correct what you know better.\n"
        + later("# ")
        + "name: "
        + name
        + "\nlake: build/lake                          # a folder of Parquet files; made on the first run"
        + "\nwarehouse: duckdb:build/warehouse.duckdb  # the same tables for SQL\n\ntables:\n"
        + tables.stream().map(TableText::of).collect(Collectors.joining("\n"))
        + "\n# models:                                 # what is derived, with SQL\n"
        + ModelText.of(tables)
        + "\npublish: {approve: auto}                  # passing every check is enough\n";
  }

  /** What may change later, each line behind something. */
  public static String later(String before) {
    return LATER.stream().map(line -> before + line + "\n").collect(Collectors.joining());
  }
}
