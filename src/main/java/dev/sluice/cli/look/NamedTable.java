// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.look.table.LookedTable;
import dev.sluice.look.table.TableCatalog;

/** Finds the table that a person names. */
final class NamedTable {
  private NamedTable() {}

  /**
   * Finds one.
   *
   * @throws PipelineException UNKNOWN_NAME when there is none
   */
  static LookedTable in(TableCatalog catalog, String name) {
    return catalog.find(name).orElseThrow(() -> absent(catalog, name));
  }

  private static PipelineException absent(TableCatalog catalog, String name) {
    String why = catalog.whyAbsent(name);
    return new PipelineException(
        ErrorCode.UNKNOWN_NAME,
        why != null
            ? why + "."
            : "There is no table or model %s; %s"
                .formatted(name, Suggestion.nearestOr(name, "there are ", catalog.names())));
  }
}
