// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.quality.Check;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes out of the spec what the steps need of more than one table. */
final class Plans {
  private Plans() {}

  /** The columns of every table and model. */
  static Map<String, TableSchema> schemas(PipelineSpec spec) {
    Map<String, TableSchema> schemas = new LinkedHashMap<>();
    spec.tables().forEach(table -> schemas.put(table.name(), table.schema()));
    spec.models().forEach(model -> schemas.put(model.name(), model.output()));
    return schemas;
  }

  /** The columns of what one model reads. */
  static Map<String, TableSchema> schemas(PipelineSpec spec, ModelSpec model) {
    Map<String, TableSchema> schemas = schemas(spec);
    schemas
        .keySet()
        .removeIf(name -> !model.inputs().contains(name) && !model.lookup().contains(name));
    return schemas;
  }

  static List<Check.Task> checks(PipelineSpec spec) {
    List<Check.Task> tasks = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      table.quality().checks().forEach(check -> tasks.add(new Check.Task(table.name(), check)));
    }
    for (ModelSpec model : spec.models()) {
      model.quality().checks().forEach(check -> tasks.add(new Check.Task(model.name(), check)));
    }
    return tasks;
  }
}
