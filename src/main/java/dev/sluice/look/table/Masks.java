// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.selection.PersonalTables;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.PiiTokens;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts tokens in the place of personal values before a statement reads them, so that no expression
 * of it can tell more than which are equal.
 */
public final class Masks {
  private static final String TOKEN = "__token";

  /** What is added to the values of a source; it says nothing of a person. */
  private static final Set<String> PLACE = Set.of("_file", "_row");

  private final PipelineSpec spec;
  private final boolean isRevealed;

  /**
   * The masks of a pipeline.
   *
   * @param isRevealed whether personal values are shown all the same
   */
  public Masks(PipelineSpec spec, boolean isRevealed) {
    this.spec = spec;
    this.isRevealed = isRevealed;
  }

  /** Lets statements of a kernel make tokens. */
  public void define(Kernel kernel) {
    PiiTokens tokens = PiiTokens.kept(spec.lake());
    kernel.define(TOKEN, (text, unused) -> Objects.requireNonNull(tokens.of(text)));
  }

  /** The column as a select item, and under its own name. */
  static String item(Column column, boolean isMasked) {
    String name = SqlName.quote(column.name());
    return isMasked ? token(name) + " AS " + name : name;
  }

  /** The token of a value, as an expression. */
  public static String token(String value) {
    return "%s(CAST(%s AS VARCHAR), 0)".formatted(TOKEN, value);
  }

  /** Whether the values of a column are personal, and hidden. */
  public boolean hides(Column column) {
    return column.pii() && !isRevealed;
  }

  /** Whether the values of a column of a state are personal, and hidden. */
  boolean hides(TableState state, String column) {
    if (isRevealed) {
      return false;
    }
    return switch (state.kind()) {
      case TYPED, MODEL, DELETED -> isPersonal(state, column);
      case RAW -> !PLACE.contains(column) && isPersonalRaw(state);
      case DEAD -> false;
    };
  }

  private boolean isPersonal(TableState state, String column) {
    return Stream.concat(contract(state.table()).stream(), Stream.of(state.schema()))
        .anyMatch(schema -> schema.column(column).map(Column::pii).orElse(false));
  }

  /** A value may stand in a wrong column, or in one that the contract does not know. */
  private boolean isPersonalRaw(TableState state) {
    return contract(LakeTables.ofRaw(state.table())).map(TableSchema::hasPii).orElse(true);
  }

  private Optional<TableSchema> contract(String table) {
    return spec.table(table)
        .map(found -> found.schema())
        .or(() -> spec.model(table).map(found -> found.output()));
  }

  /** The tables whose dead records are shown; all where personal values are. */
  Optional<Set<String>> openRecords() {
    return isRevealed ? Optional.empty() : Optional.of(PersonalTables.impersonal(spec));
  }
}
