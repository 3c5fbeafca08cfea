// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.time.EventTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table as far as it could be read; what is null was reported. */
public record TableDraft(
    String name,
    @Nullable SourceSpec source,
    @Nullable TableSchema schema,
    Contract contract,
    LoadSpec load,
    QualityDraft quality,
    About about,
    @Nullable EventTime eventTime) {

  /**
   * The table, once nothing was reported.
   *
   * @param bound what is asked of its rows, over its columns
   */
  public TableSpec complete(QualitySpec bound) {
    return new TableSpec(
        name,
        Objects.requireNonNull(source),
        Objects.requireNonNull(schema),
        contract,
        load,
        bound,
        about,
        eventTime);
  }
}
