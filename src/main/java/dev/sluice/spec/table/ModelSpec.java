// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A derived table.
 *
 * @param sql the statement as written
 * @param per the columns whose equal values the statement must see together; null for a row-level
 *     statement, empty when one statement must see everything
 * @param inputs the tables and models the statement reads, without the lookups; exactly one when
 *     row-level
 * @param lookup the tables and models every worker sees whole
 * @param output the result's columns: the declared schema, else what binding found (all nullable)
 * @param key the result's unique key; empty when none is declared
 * @param carried of a model that computes only what changed: the result's columns that hold those
 *     of {@code per}, in their order; empty where it is always computed whole
 * @param about for people
 */
public record ModelSpec(
    String name,
    SqlText sql,
    @Nullable List<String> per,
    List<String> inputs,
    List<String> lookup,
    TableSchema output,
    List<String> key,
    QualitySpec quality,
    List<String> carried,
    About about)
    implements Serializable {
  public ModelSpec {
    per = per == null ? null : List.copyOf(per);
    inputs = List.copyOf(inputs);
    lookup = List.copyOf(lookup);
    key = List.copyOf(key);
    carried = List.copyOf(carried);
  }

  /** A model that is always computed whole. */
  public ModelSpec(
      String name,
      SqlText sql,
      @Nullable List<String> per,
      List<String> inputs,
      List<String> lookup,
      TableSchema output,
      List<String> key,
      QualitySpec quality) {
    this(name, sql, per, inputs, lookup, output, key, quality, List.of(), About.NOTHING);
  }

  /** The same model, of whose rows something else is asked. */
  public ModelSpec judged(QualitySpec other) {
    return new ModelSpec(name, sql, per, inputs, lookup, output, key, other, carried, about);
  }

  /** Whether rows of keys whose inputs did not change stay as they are. */
  public boolean isIncremental() {
    return !carried.isEmpty();
  }

  /** Whether the statement is sharded by {@link #per()}. */
  public boolean isKeyed() {
    return per != null;
  }
}
