// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.batch.GivenValues;
import dev.sluice.batch.RecordBatch;
import dev.sluice.commit.checkpoint.Checkpoint;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.land.Inherit;
import dev.sluice.land.LandRaw;
import dev.sluice.land.merge.Update;
import dev.sluice.lineage.LineageLog;
import dev.sluice.metrics.Figures;
import dev.sluice.model.Derive;
import dev.sluice.promote.notify.Notices;
import dev.sluice.promote.release.Publish;
import dev.sluice.promote.sign.Signers;
import dev.sluice.source.cursor.Increment;
import dev.sluice.source.files.Sources;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.PublishedManifest;
import dev.sluice.validate.Validate;
import dev.sluice.validate.ValidateFiles;
import dev.sluice.warehouse.load.Audit;
import dev.sluice.warehouse.load.Load;
import dev.sluice.warehouse.load.Show;
import dev.sluice.warehouse.load.WarehouseChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Wires the whole pipeline; read this file first. Steps give one another rows and live files, and
 * each tells what it did: facts, from which the commit makes the manifest.
 */
public final class PipelineGraph {
  private final Pipeline pipeline;
  private final PipelineSpec spec;
  private final RunContext context;
  private final Host host;
  private final int threads;
  private final Map<String, PCollection<DataFile>> live = new LinkedHashMap<>();
  private final Map<String, PCollection<Fact>> passed = new HashMap<>();
  private final List<PCollection<Fact>> facts = new ArrayList<>();

  /** Where a graph runs. */
  public enum Host {
    /**
     * The starter's own process: it waits and does what follows the end; memory is all there is.
     */
    PROCESS,
    /**
     * Workers of a runner that spreads the work; the starter may be gone, so the graph does all.
     */
    WORKERS,
    /**
     * Workers of a runner that spreads the work, for whose end the starter waits; it does what
     * follows the commit, for which they may lack files and keys.
     */
    CLUSTER;

    /** Whether the runner spreads the work, and what is grouped goes through its shuffle. */
    boolean isSpreading() {
      return this != PROCESS;
    }
  }

  private PipelineGraph(
      Pipeline pipeline, PipelineSpec spec, RunContext context, Host host, int threads) {
    this.pipeline = pipeline;
    this.spec = spec;
    this.context = context;
    this.host = host;
    this.threads = threads;
  }

  public static void build(Pipeline pipeline, PipelineSpec spec, RunContext context, Host host) {
    build(pipeline, spec, context, host, 1);
  }

  /**
   * Wires the pipeline.
   *
   * @param threads that work on this machine, where the graph runs on it
   */
  public static void build(
      Pipeline pipeline, PipelineSpec spec, RunContext context, Host host, int threads) {
    PipelineGraph graph = new PipelineGraph(pipeline, spec, context, host, threads);
    spec.tables().forEach(graph::extract);
    spec.models().forEach(graph::derive);
    graph.commit();
  }

  /** read → bound by the cursor → validate → land → merge with the earlier rows. */
  private void extract(TableSpec table) {
    String name = table.name();
    if (context.stays(name)) {
      inherit(name);
      return;
    }
    PCollectionTuple read = pipeline.apply("Read " + name, context.read(table, host, threads));
    PCollectionTuple bound =
        context.hasBounds(table)
            ? read.get(Sources.RAW).apply("Bound " + name, context.bound(table))
            : PCollectionTuple.of(Increment.ROWS, read.get(Sources.RAW));
    PCollection<RecordBatch> rows = bound.get(Increment.ROWS);
    PCollectionTuple judged = rows.apply("Validate " + name, context.validate(table));
    PCollection<Fact> raw =
        (context.landsEveryRow() ? rows : judged.get(Validate.RAW))
            .apply("Land raw " + name, LandRaw.rows(name, context.run(), context.kernel()));
    PCollectionTuple updated =
        judged.get(Validate.GOOD).apply("Update " + name, context.update(table));
    PCollection<Fact> letters =
        PCollectionList.of(read.get(Sources.DEAD))
            .and(judged.get(Validate.DEAD))
            .apply("Dead letters of " + name, context.landLetters());
    live.put(name, updated.get(Update.LIVE));
    PCollectionList<Fact> told = Told.by(read, bound, judged, updated).and(raw).and(letters);
    if (context.movesTime(table)) {
      passed.put(
          name, judged.get(Validate.GOOD).apply("Pass time of " + name, context.passTime(table)));
      told = told.and(passed.get(name));
    }
    finish(name, told);
  }

  /** derive of the live files → validate. */
  private void derive(ModelSpec model) {
    String name = model.name();
    if (context.stays(name)) {
      inherit(name);
      return;
    }
    PCollectionTuple derived = inputs(model).apply("Derive " + name, context.derive(model, host));
    PCollectionTuple judged =
        derived.get(Derive.RESULT).apply("Validate " + name, context.validate(model));
    PCollection<Fact> letters =
        PCollectionList.of(derived.get(Derive.DEAD))
            .and(judged.get(Validate.DEAD))
            .apply("Dead letters of " + name, context.landLetters());
    live.put(name, withKept(name, judged.get(ValidateFiles.FILES), derived));
    finish(name, Told.by(derived, judged).and(letters));
  }

  /** Rows of an incremental model that stay were judged before. */
  private static PCollection<DataFile> withKept(
      String name, PCollection<DataFile> judged, PCollectionTuple derived) {
    return derived.has(Derive.KEPT)
        ? PCollectionList.of(judged)
            .and(derived.get(Derive.KEPT))
            .apply("Rows of " + name, Flatten.pCollections())
        : judged;
  }

  /** A table or model that stays as it is; nothing where nobody reads its rows. */
  private void inherit(String name) {
    if (context.isInherited(name)) {
      PCollectionTuple there = pipeline.apply("Inherit " + name, context.inherit(name));
      live.put(name, there.get(Inherit.LIVE));
      facts.add(there.get(Inherit.FACTS));
    }
  }

  private void finish(String name, PCollectionList<Fact> told) {
    facts.add(
        told.apply("Facts of " + name, Flatten.pCollections())
            .apply("Finish " + name, Checkpoint.of(context.draft(), name)));
  }

  private PCollectionTuple inputs(ModelSpec model) {
    PCollectionTuple inputs =
        PCollectionTuple.of(Derive.INPUTS, live("Inputs of " + model.name(), model.inputs()));
    if (context.waitsForTime(model)) {
      inputs = inputs.and(Derive.PASSED, time(model));
    }
    return model.lookup().isEmpty()
        ? inputs
        : inputs.and(Derive.LOOKUPS, live("Lookups of " + model.name(), model.lookup()));
  }

  /** How far the event time of each table came that a model is made of. */
  private PCollection<Fact> time(ModelSpec model) {
    List<PCollection<Fact>> all = new ArrayList<>();
    for (String table : context.timed(model)) {
      all.add(
          passed.computeIfAbsent(
              table,
              name ->
                  pipeline.apply(
                      "Time of " + name,
                      GivenValues.values(List.of(context.passed(name)), FactCoder.of()))));
    }
    return PCollectionList.of(all).apply("Time for " + model.name(), Flatten.pCollections());
  }

  private PCollection<DataFile> live(String step, Collection<String> names) {
    List<PCollection<DataFile>> files = names.stream().map(live::get).toList();
    return (files.isEmpty() ? PCollectionList.<DataFile>empty(pipeline) : PCollectionList.of(files))
        .apply(step, Flatten.pCollections())
        .setCoder(SerializableCoder.of(DataFile.class));
  }

  /** checks → gate and manifest → production in the lake → warehouse → message. */
  private void commit() {
    String root = context.run().root();
    facts.add(pipeline.apply("Begin", GivenValues.values(context.begin(), FactCoder.of())));
    facts.add(live("All live files", live.keySet()).apply("Check", context.check(host)));
    PCollection<Manifest> committed =
        PCollectionList.of(facts)
            .apply("All facts", Flatten.pCollections())
            .apply("Describe", context.describe())
            .apply("Commit", context.commit().failingTheJob(host == Host.WORKERS));
    if (host == Host.CLUSTER) {
      return;
    }
    WarehouseChecks asked = WarehouseChecks.of(spec);
    if (!asked.isEmpty()) {
      if (host == Host.PROCESS) {
        return; // who waits for the commit does what follows, and says what the warehouse found
      }
      committed = committed.apply("Audit in warehouse", Audit.by(asked, root));
    }
    PCollection<PublishedManifest> run =
        committed.apply("Publish", Publish.in(root, Signers.of(spec.publish().signers())));
    if (spec.warehouse() != null) {
      run =
          run.apply("Load warehouse", Load.into(spec.warehouse(), root))
              .apply("Show in warehouse", Show.in(spec.warehouse(), root));
    }
    NotifySpec notice = spec.publish().notice();
    if (notice != null && host == Host.WORKERS) {
      run.apply("Notify", Notices.telling(root, notice));
    }
    LineageSpec lineage = spec.lineage();
    if (lineage != null && host == Host.WORKERS) {
      run.apply("Tell lineage", LineageLog.telling(spec, lineage));
    }
    MetricsSpec metrics = spec.metrics();
    if (metrics != null && host == Host.WORKERS) {
      run.apply("Tell figures", Figures.telling(root, metrics));
    }
  }
}
