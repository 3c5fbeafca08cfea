// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.time.Window;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A derived table.
 *
 * @param sql the statement as written
 * @param per the columns whose equal values the statement must see together; null for a row-level
 *     statement, empty when one statement must see everything; with windows that are known from a
 *     row alone, their start is one of them
 * @param inputs the tables and models the statement reads, without the lookups; exactly one when
 *     row-level
 * @param lookup the tables and models every worker sees whole
 * @param output the result's columns: the declared schema, else what binding found (all nullable)
 * @param key the result's unique key; empty when none is declared
 * @param carried of a model that computes only what changed: the result's columns that hold those
 *     of {@code per}, in their order; empty where it is always computed whole
 * @param window by which rows of the inputs are gathered; null for none
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
    @Nullable Window window,
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
    this(name, sql, per, inputs, lookup, output, key, quality, List.of(), null, About.NOTHING);
  }

  /** The same model, of whose rows something else is asked. */
  public ModelSpec judged(QualitySpec other) {
    return new ModelSpec(
        name, sql, per, inputs, lookup, output, key, other, carried, window, about);
  }

  /** Whether rows of keys whose inputs did not change stay as they are. */
  public boolean isIncremental() {
    return !carried.isEmpty();
  }

  /** The columns of an input or a lookup as the statement sees them. */
  public TableSchema seen(String table, TableSchema schema) {
    return window == null || lookup.contains(table) ? schema : window.over(schema);
  }

  /** The columns of {@link #per()} that inputs store. */
  public List<String> storedPer() {
    return per == null
        ? List.of()
        : per.stream().filter(name -> window == null || !name.equals(Window.START)).toList();
  }

  /**
   * What goes before a SELECT from the statement where its inputs are temporary tables that hold
   * all their rows: they get their windows.
   *
   * @param schemas of the inputs, by name
   */
  public String windows(Function<String, TableSchema> schemas) {
    if (window == null) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    for (String input : inputs) {
      TableSchema schema = schemas.apply(input);
      String name = SqlName.quote(input);
      String stored = "SELECT %s FROM temp.main.%s".formatted(SqlName.list(schema.names()), name);
      parts.add(name + " AS (" + window.rows(stored, schema, storedPer()) + ")");
    }
    return "WITH " + String.join(", ", parts) + " ";
  }

  /** Whether the statement is sharded by {@link #per()}. */
  public boolean isKeyed() {
    return per != null;
  }
}
