// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.time.EventTime;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An extracted table: its source, its contract, how it is loaded, and what it must satisfy.
 *
 * @param about for people
 * @param eventTime which column says when rows happened; null where nobody says
 */
public record TableSpec(
    String name,
    SourceSpec source,
    TableSchema schema,
    Contract contract,
    LoadSpec load,
    QualitySpec quality,
    About about,
    @Nullable EventTime eventTime)
    implements Serializable {
  /** A table of which nothing more is said. */
  public TableSpec(
      String name,
      SourceSpec source,
      TableSchema schema,
      Contract contract,
      LoadSpec load,
      QualitySpec quality) {
    this(name, source, schema, contract, load, quality, About.NOTHING, null);
  }

  /** The columns that its source brought, or made wider, as they are now. */
  public TableSchema evolved() {
    return new TableSchema(schema.columnsOf(contract.evolved()));
  }
}
