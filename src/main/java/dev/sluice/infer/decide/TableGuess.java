// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.profile.TableProfile;
import dev.sluice.infer.sniff.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * @param near what would be a key, were there not a few rows; empty where there is a key
   * @param isRising whether the cursor was seen to grow from row to row
   */
  public record Identity(
      List<List<String>> keys,
      boolean isSure,
      Optional<NearKey> near,
      String latestBy,
      String cursor,
      boolean isRising) {}

  /**
   * A column that is called like a key and would be one, did some rows not repeat an earlier value.
   *
   * @param repeats so many rows
   * @param of all rows
   * @param value the first that is repeated; empty when it could not be found again, or when its
   *     column is likely personal
   * @param rows that have it
   */
  public record NearKey(String column, long repeats, long of, String value, long rows) {
    private static final double FEW_REPEATS = 0.01;

    /** Whether so few rows repeat a value that they may be bad ones of a key. */
    public boolean isKeyButForFew() {
      return repeats <= Math.max(1, of * FEW_REPEATS);
    }
  }

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

  /** The same with more to say of what was looked at. */
  public TableGuess beside(List<String> more) {
    List<String> evidence = new ArrayList<>(seen.evidence());
    evidence.addAll(more);
    Seen both = new Seen(seen.profile(), seen.isPartial(), evidence);
    return new TableGuess(name, paths, dialect, columns, nulls, identity, references, both);
  }
}
