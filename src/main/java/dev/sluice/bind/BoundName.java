// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import dev.sluice.kernel.sql.SqlName;
import org.jspecify.annotations.Nullable;

/** The name under which a table is declared: its own, or behind that of its schema. */
record BoundName(@Nullable String schema, String table) {
  static BoundName of(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new BoundName(null, name)
        : new BoundName(name.substring(0, dot), name.substring(dot + 1));
  }

  String sql() {
    String own = SqlName.quote(table);
    return schema == null ? own : SqlName.quote(schema) + "." + own;
  }
}
