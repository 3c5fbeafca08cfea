// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.table.Verdict.Row;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one file, or one shard, shows of a check. All that is observed of a check, taken together,
 * decides it.
 *
 * @param seen rows of the probe's state
 * @param against some of the rows that are against the check
 */
record Observed(List<Values> seen, List<Row> against) implements Serializable {
  /** Nothing, so that a check of a table without files is judged too. */
  static final Observed NOTHING = new Observed(List.of(), List.of());

  Observed {
    seen = List.copyOf(seen);
    against = List.copyOf(against);
  }

  /** One row of a state, as text. */
  record Values(List<@Nullable String> texts) implements Serializable {
    Values {
      texts = Collections.unmodifiableList(new ArrayList<>(texts));
    }
  }
}
