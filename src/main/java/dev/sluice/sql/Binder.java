// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sql;

import dev.sluice.schema.TableSchema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds statements to empty tables, so that they are checked before any data is touched. */
public final class Binder implements AutoCloseable {
  private Binder() {}

  public static Binder open() {
    throw new UnsupportedOperationException();
  }

  /** Makes a table known under its name, with no rows. */
  public void declare(String table, TableSchema schema) {
    throw new UnsupportedOperationException();
  }

  /** The tables a SELECT reads, without binding it; empty when it cannot be parsed. */
  public Set<String> references(String sql) {
    throw new UnsupportedOperationException();
  }

  /** Binds one SELECT over declared tables; refuses everything else. */
  public Bound bindQuery(String sql) {
    throw new UnsupportedOperationException();
  }

  /**
   * Binds a boolean expression over the columns of one declared table; it may not contain
   * aggregates or subqueries.
   */
  public Bound bindCondition(String sql, String table) {
    throw new UnsupportedOperationException();
  }

  /**
   * Says why a statement would give another result on parts of its inputs than on the whole.
   *
   * @param per the shard key; null when the statement must be row-level (one input, no lookback
   *     across rows); empty when one shard sees everything, which is always right
   * @param lookup tables that every shard sees whole
   */
  public List<SqlProblem> checkSharding(
      String sql, @Nullable List<String> per, Set<String> lookup) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
