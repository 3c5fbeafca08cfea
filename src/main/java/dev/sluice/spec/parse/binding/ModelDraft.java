// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.About;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model before binding; what is null was reported.
 *
 * @param position where its name stands
 * @param per null when the statement is row-level
 * @param incremental where it asks to compute only what changed; null when it does not
 * @param declared null when no schema is declared
 */
public record ModelDraft(
    String name,
    Position position,
    @Nullable SqlText sql,
    @Nullable List<Scalar> per,
    @Nullable Position incremental,
    List<Scalar> lookup,
    @Nullable TableSchema declared,
    List<String> key,
    QualityDraft quality,
    About about) {

  /** The names of the columns of {@code per}, or null. */
  @Nullable List<String> perNames() {
    return per == null ? null : per.stream().map(Scalar::text).toList();
  }

  List<String> lookupNames() {
    return lookup.stream().map(Scalar::text).toList();
  }
}
