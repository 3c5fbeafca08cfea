// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.key;

import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.store.Sha256;
import dev.sluice.table.TableState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows by which the keys of a merged table were deleted. They stay in the lake, where no reader
 * of the table finds them, so that an older version that comes later does not bring its key back.
 */
public final class DeletedRows {
  private static final String PREFIX = "_deleted_";

  private DeletedRows() {}

  /** What the lake calls a table's deleted rows; no table of a spec may be called so. */
  public static String of(String table) {
    return PREFIX + table;
  }

  /** The table whose deleted rows are called so; the name itself where it is no such name. */
  public static String owner(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** Whether a version of a row deletes its key, as SQL: true or false for every row. */
  public static String holds(LoadSpec load) {
    SqlText condition = load.deleteWhen();
    return condition == null ? "false" : "coalesce(" + computed(condition) + ", false)";
  }

  /** The same, but null for a row for which the condition cannot be computed. */
  public static String computed(SqlText condition) {
    // The line end closes a comment that the author may have left open.
    return "TRY(coalesce((" + condition.text() + "\n), false))";
  }

  /**
   * Whether today's condition said which rows of a table are deleted.
   *
   * @param before the deleted rows as an earlier run left them
   */
  public static boolean isSaidBy(LoadSpec load, Optional<TableState> before) {
    String digest = before.map(state -> state.taken().spec()).orElse("");
    return digest.equals(digest(load.deleteWhen()));
  }

  /** Digest of the condition; empty where there is none. */
  public static String digest(@Nullable SqlText condition) {
    return condition == null ? "" : Sha256.of(condition.text()).substring(0, 16);
  }
}
