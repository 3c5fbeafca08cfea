// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.batch.RecordBatch;
import dev.sluice.checks.Check;
import dev.sluice.commit.Commit;
import dev.sluice.land.Land;
import dev.sluice.model.Derive;
import dev.sluice.promote.notify.Notify;
import dev.sluice.promote.release.Publish;
import dev.sluice.promote.sign.Signers;
import dev.sluice.source.files.Sources;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.DeadLetterSpec.Payload;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.log.PublishedManifest;
import dev.sluice.validate.Validate;
import dev.sluice.validate.ValidateFiles;
import dev.sluice.warehouse.load.Load;
import dev.sluice.warehouse.load.Show;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** Wires the whole pipeline; read this file first. */
public final class PipelineGraph {
  private final PipelineSpec spec;
  private final RunContext context;
  private final LiveTables streams;
  private final Host host;

  /** Where a graph runs. */
  public enum Host {
    /**
     * The starter's own process: it waits and does what follows the end; memory is all there is.
     */
    PROCESS,
    /**
     * Workers of a runner that spreads the work; the starter may be gone, so the graph does all.
     */
    WORKERS
  }

  private PipelineGraph(Pipeline pipeline, PipelineSpec spec, RunContext context, Host host) {
    this.spec = spec;
    this.context = context;
    this.host = host;
    this.streams = new LiveTables(pipeline, spec, context);
  }

  public static void build(Pipeline pipeline, PipelineSpec spec, RunContext context, Host host) {
    PipelineGraph graph = new PipelineGraph(pipeline, spec, context, host);
    spec.tables().forEach(table -> graph.extract(pipeline, table));
    spec.models().forEach(graph::derive);
    graph.commit();
  }

  /**
   * read → bound by the cursor → land raw → validate → land → merge; where records of dead letters
   * are not to lie in clear, only the good rows are landed raw.
   */
  private void extract(Pipeline pipeline, TableSpec table) {
    String name = table.name();
    if (streams.takeOver(name)) {
      return;
    }
    TableFacts unit = new TableFacts(name, context);
    Sources.Read source = context.read(spec, table);
    PCollectionTuple read =
        pipeline.apply("Read " + name, host == Host.WORKERS ? source.spreadByRunner() : source);
    unit.addDead(read.get(Sources.DEAD)).addRead(read.get(Sources.FILES));
    PCollection<RecordBatch> raw =
        unit.within(context.draft().intake(name).bounds(), read.get(Sources.RAW));
    boolean keepsDead = spec.deadLetters().payload() == Payload.KEEP;
    Validate validate =
        Validate.table(table, context.kernel()).maskingWith(PiiTokens.in(context.run().root()));
    PCollectionTuple judged =
        raw.apply("Validate " + name, keepsDead ? validate : validate.withGoodRaw());
    unit.addLanded(
        (keepsDead ? raw : judged.get(Validate.RAW))
            .apply("Land raw " + name, Land.raw(name, context.run(), context.kernel())));
    unit.addDead(judged.get(Validate.DEAD));
    unit.addWarned(table.quality(), judged.get(Validate.WARNED));
    streams.addTyped(unit, table, judged.get(Validate.GOOD));
  }

  /** derive → validate. */
  private void derive(ModelSpec model) {
    String name = model.name();
    if (streams.takeOver(name)) {
      return;
    }
    TableFacts unit = new TableFacts(name, context);
    PCollectionTuple derived =
        streams
            .inputsOf(model)
            .apply(
                "Derive " + name,
                Derive.model(context.plan(spec, model), context.run(), context.kernel()));
    PCollectionTuple judged =
        derived
            .get(Derive.RESULT)
            .apply("Validate " + name, ValidateFiles.of(model, context.run(), context.kernel()));
    unit.addFacts(derived.get(Derive.FACTS)).addDead(derived.get(Derive.DEAD));
    unit.addDead(judged.get(Validate.DEAD));
    unit.addWarned(model.quality(), judged.get(Validate.WARNED));
    streams.addModel(unit, judged.get(ValidateFiles.FILES));
  }

  /** checks → gate and manifest → production in the lake → warehouse → message. */
  private void commit() {
    streams.addFacts(streams.live().apply("Check", checks()));
    String root = context.run().root();
    PCollection<PublishedManifest> run =
        streams
            .facts()
            .apply("Commit", Commit.run(context.draft()).failingTheJob(host == Host.WORKERS))
            .apply("Publish", Publish.in(root, Signers.of(spec.publish().signers())));
    if (spec.warehouse() != null) {
      run =
          run.apply("Load warehouse", Load.into(spec.warehouse(), root))
              .apply("Show in warehouse", Show.in(spec.warehouse(), root));
    }
    NotifySpec notice = spec.publish().notice();
    if (notice != null && host == Host.WORKERS) {
      run.apply("Notify", Notify.of(root, notice));
    }
  }

  private Check checks() {
    return Check.tables(
        ReusableWork.open(context.draft()),
        StepPlans.schemas(spec),
        context.run().root(),
        context.kernel());
  }
}
