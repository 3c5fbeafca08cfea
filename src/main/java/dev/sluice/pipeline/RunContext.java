// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Checkpoint.Finished;
import dev.sluice.lake.Commit;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.LakeRun;
import dev.sluice.model.Derive;
import dev.sluice.source.Sources;
import dev.sluice.source.format.InputFile;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.TableSpec;
import dev.sluice.sql.KernelSettings;
import java.util.List;
import java.util.Map;

/**
 * What every step of one run shares.
 *
 * @param files the source files that are read of each table
 * @param finished the tables and models that an earlier attempt finished
 */
record RunContext(
    LakeRun run,
    KernelSettings kernel,
    Commit.Draft draft,
    Map<String, List<InputFile>> files,
    Map<String, Finished> finished) {
  /** The source of a table, or what this run reads of it. */
  Sources.Read read(PipelineSpec spec, TableSpec table) {
    return Plans.read(spec, table).ofFiles(files.getOrDefault(table.name(), List.of()));
  }

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
