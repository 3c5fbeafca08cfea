// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.selection;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.HashSet;
import java.util.Set;

/** Tells whose records may hold personal data. */
public final class PersonalTables {
  private PersonalTables() {}

  /** Whether a table has personal columns; nobody knows of one that is not in the spec. */
  public static boolean has(PipelineSpec spec, String table) {
    return !impersonal(spec).contains(table);
  }

  /** The tables and models without personal columns; a model's records are of what it reads. */
  public static Set<String> impersonal(PipelineSpec spec) {
    Set<String> names = new HashSet<>();
    for (TableSpec table : spec.tables()) {
      if (!table.schema().hasPii()) {
        names.add(table.name());
      }
    }
    for (ModelSpec model : spec.models()) {
      if (!model.output().hasPii()
          && names.containsAll(model.inputs())
          && names.containsAll(model.lookup())) {
        names.add(model.name());
      }
    }
    return names;
  }
}
