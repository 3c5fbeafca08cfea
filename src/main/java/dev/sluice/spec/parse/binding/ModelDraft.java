// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.About;
import dev.sluice.spec.time.Window;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model before binding; what is null was reported.
 *
 * @param position where its name stands
 * @param per null when it is not there
 * @param window null when there is none
 * @param incremental where it asks to compute only what changed; null when it does not
 * @param declared null when no schema is declared
 */
public record ModelDraft(
    String name,
    Position position,
    @Nullable SqlText sql,
    @Nullable List<Scalar> per,
    @Nullable WindowDraft window,
    @Nullable Position incremental,
    List<Scalar> lookup,
    @Nullable TableSchema declared,
    List<String> key,
    QualityDraft quality,
    About about) {

  /**
   * The columns whose equal values the statement must see together, as its text must show; null
   * when it is row-level.
   */
  @Nullable List<String> gathered() {
    List<String> names = perNames();
    if (window == null) {
      return names;
    }
    List<String> all = names == null ? new ArrayList<>() : new ArrayList<>(names);
    all.add(Window.START);
    return all;
  }

  /** The columns by which rows are brought together; null when the statement is row-level. */
  @Nullable List<String> shardKey() {
    List<String> names = perNames();
    return window != null && !window.window().isOfRow()
        ? names == null ? List.of() : names
        : gathered();
  }

  private @Nullable List<String> perNames() {
    return per == null ? null : per.stream().map(Scalar::text).collect(Collectors.toList());
  }

  List<String> lookupNames() {
    return lookup.stream().map(Scalar::text).toList();
  }
}
