// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.schema.Column;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.table.key.DeletedRows;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a row that deletes its key, which may know no more than that: its values are
 * held against the contract, but what it does not say may be null, and no rule is asked.
 *
 * @param needed the columns without which nobody knows which key it deletes, and when
 */
record DeletionContract(String holds, RuleSpec rule, Set<String> needed) implements Serializable {
  static final String NAME = "delete_when";

  DeletionContract {
    needed = Set.copyOf(needed);
  }

  /** Null when no row of the table deletes a key. */
  static @Nullable DeletionContract of(LoadSpec load) {
    SqlText condition = load.deleteWhen();
    if (condition == null) {
      return null;
    }
    Set<String> needed = new HashSet<>(load.key());
    Stream.of(load.latestBy(), load.cursor()).filter(Objects::nonNull).forEach(needed::add);
    RuleSpec rule = new RuleSpec(NAME, condition, Consequence.DEAD_LETTER);
    return new DeletionContract(DeletedRows.holds(load), rule, needed);
  }

  /** Null for a row for which nobody can compute whether it deletes its key. */
  String computed() {
    return DeletedRows.computed(rule.sql());
  }

  /** Whether a row may leave a column null that the contract demands. */
  boolean spares(Column column) {
    return !column.nullable() && !needed.contains(column.name());
  }
}
