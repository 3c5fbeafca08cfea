// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Sha256;
import dev.sluice.table.key.DeletedRows;
import java.util.List;

/** Digests what a spec says of how the rows of a table or model are made. */
public final class DefinitionDigest {
  private DefinitionDigest() {}

  /** Of a table: its source, its contract, its rules and how its rows are loaded. */
  public static String by(TableSpec table) {
    return digest(
        table.source(),
        table.schema(),
        table.contract(),
        table.load().deletingWhen(null),
        DeletedRows.digest(table.load().deleteWhen()),
        table.quality().rules().stream()
            .map(r -> r.name() + r.consequence() + r.sql().text())
            .toList());
  }

  /** Of a model: its statement, what it reads and what it must give. */
  public static String by(ModelSpec model) {
    return digest(
        model.sql().text(),
        String.valueOf(model.per()),
        model.inputs(),
        model.lookup(),
        model.output(),
        model.key(),
        model.quality().rules().stream()
            .map(r -> r.name() + r.consequence() + r.sql().text())
            .toList());
  }

  private static String digest(Object... parts) {
    return Sha256.of(List.of(parts).toString()).substring(0, 16);
  }
}
