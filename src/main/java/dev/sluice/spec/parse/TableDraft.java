// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.Contract;
import dev.sluice.spec.LoadSpec;
import dev.sluice.spec.QualitySpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TableSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table as far as it could be read; what is null was reported. */
record TableDraft(
    String name,
    @Nullable SourceSpec source,
    @Nullable TableSchema schema,
    Contract contract,
    LoadSpec load,
    QualitySpec quality) {

  /** The table, once nothing was reported. */
  TableSpec complete() {
    return new TableSpec(
        name,
        Objects.requireNonNull(source),
        Objects.requireNonNull(schema),
        contract,
        load,
        quality);
  }
}
