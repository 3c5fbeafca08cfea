// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.exchange.Relation;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.time.Window;
import java.util.List;

/** Rows of an input with the windows they lie in, which are known from each row alone. */
record WindowRows(Window window, TableSchema stored) implements Relation.Made {
  @Override
  public String rows(String rows) {
    return window.rows(rows, stored, List.of());
  }
}
