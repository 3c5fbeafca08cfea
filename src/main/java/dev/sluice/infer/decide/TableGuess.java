// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.profile.TableProfile;
import dev.sluice.infer.sniff.Dialect;
import java.util.List;

/**
 * What a spec should say of one table.
 *
 * @param paths as the spec should name its files
 */
public record TableGuess(
    String name,
    List<String> paths,
    Dialect dialect,
    List<ColumnGuess> columns,
    Nulls nulls,
    Identity identity,
    List<Reference> references,
    Seen seen) {
  /** Texts that mean null wherever they stand, with or without quotes, and why. */
  public record Nulls(List<String> values, boolean isQuoted, List<String> evidence) {}

  /**
   * What tells rows apart, and old ones from new ones.
   *
   * @param isRising whether the cursor was seen to grow from row to row
   */
  public record Identity(
      List<List<String>> keys, boolean isSure, String latestBy, String cursor, boolean isRising) {}

  /** That every value of a column stands in a column of another table. */
  public record Reference(String column, String table, String to) {}

  /** What was looked at. */
  public record Seen(TableProfile profile, boolean isPartial, List<String> evidence) {}

  public TableGuess {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
    references = List.copyOf(references);
  }

  public TableGuess leadingTo(List<Reference> others) {
    return new TableGuess(name, paths, dialect, columns, nulls, identity, others, seen);
  }
}
