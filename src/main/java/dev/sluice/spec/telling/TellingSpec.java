// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.telling;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * To which programs runs are told; what people are told stands with what is published.
 *
 * @param lineage where events of OpenLineage go; null for nowhere
 * @param metrics where figures go; null for nowhere
 */
public record TellingSpec(@Nullable LineageSpec lineage, @Nullable MetricsSpec metrics)
    implements Serializable {
  public static final TellingSpec NOBODY = new TellingSpec(null, null);
}
