// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Commit;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.LakeRun;
import dev.sluice.model.Derive;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.sql.KernelSettings;
import java.util.List;

/** What every step of one run shares. */
record RunContext(LakeRun run, KernelSettings kernel, Commit.Draft draft) {
  /** The live files of a table before this run. */
  List<DataFile> prior(String table) {
    return draft.prior(table);
  }

  Derive.Plan plan(PipelineSpec spec, ModelSpec model) {
    return new Derive.Plan(
        model,
        Plans.schemas(spec, model),
        spec.layout().shards(),
        Derive.Plan.DEFAULT_BYTES_PER_SHARD);
  }
}
