// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.schema.spelling.YamlText;
import java.util.List;
import java.util.Map;

/** What the source of a table should say. */
public final class SourceChange {
  private final SpecSource spec;
  private final String table;

  public SourceChange(SpecSource spec, String table) {
    this.spec = spec;
    this.table = table;
  }

  /** The source with another value of a key. */
  public Edit with(String key, String flow) {
    Map<String, String> entries = spec.entries("", "tables", table, "source");
    entries.put(key, flow);
    return spec.edit(List.of("tables", table, "source"), "source: " + YamlText.map(entries));
  }
}
