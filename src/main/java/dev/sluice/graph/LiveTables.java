// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.batch.GivenValues;
import dev.sluice.batch.RecordBatch;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.intake.Intake;
import dev.sluice.land.Land;
import dev.sluice.land.merge.Displace;
import dev.sluice.land.merge.Merge;
import dev.sluice.model.Derive;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.read.VerifyInherited;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Keeps what the tables and models give one another: live files, and facts for the commit. */
final class LiveTables {
  private final Pipeline pipeline;
  private final PipelineSpec spec;
  private final RunContext context;
  private final List<PCollection<Fact>> facts = new ArrayList<>();
  private final Map<String, PCollection<DataFile>> live = new LinkedHashMap<>();

  LiveTables(Pipeline pipeline, PipelineSpec spec, RunContext context) {
    this.pipeline = pipeline;
    this.spec = spec;
    this.context = context;
  }

  /**
   * Takes a table or model over as it is, when this run leaves it alone or an earlier attempt
   * finished it.
   */
  boolean takeOver(String name) {
    Finished finished = context.finished().get(name);
    if (finished != null) {
      List<DataFile> files = new ArrayList<>(finished.live(name));
      files.addAll(staying(name));
      live.put(name, inherited("Finished", name, files));
      facts.add(
          pipeline.apply(
              "Finished facts of " + name, GivenValues.values(finished.facts(), FactCoder.of())));
      return true;
    }
    if (context.draft().intake(name).isKept()) {
      if (context.isRead(name)) {
        live.put(name, inherited("Kept", name, context.prior(name)));
      }
      return true;
    }
    return false;
  }

  /** The files of a table that only appends that stay as they are. */
  private List<DataFile> staying(String name) {
    Intake intake = context.draft().intake(name);
    boolean isAppended =
        spec.table(name)
            .filter(table -> intake.loadOf(table).disposition() == Disposition.APPEND)
            .isPresent();
    return isAppended
        ? context.prior(name).stream().filter(f -> !intake.replaced().touches(f)).toList()
        : List.of();
  }

  private PCollection<DataFile> files(String label, List<DataFile> files) {
    return pipeline.apply(label, GivenValues.values(files, SerializableCoder.of(DataFile.class)));
  }

  /**
   * Files that were there before; each is read once more, and the commit waits for that: a release
   * shows them too.
   */
  private PCollection<DataFile> inherited(String what, String table, List<DataFile> files) {
    PCollection<DataFile> whole =
        files(what + " files of " + table, files)
            .apply(
                "Inherit " + table,
                VerifyInherited.whole(context.run(), context.draft().request().startedAt()));
    facts.add(
        whole
            .apply(
                "Await " + table,
                FlatMapElements.into(TypeDescriptor.of(Fact.class)).via(file -> List.of()))
            .setCoder(FactCoder.of()));
    return whole;
  }

  /** Lands valid rows and makes the live files: merged by key, or beside the earlier ones. */
  void addTyped(TableFacts unit, TableSpec table, PCollection<RecordBatch> rows) {
    LoadSpec load = context.draft().intake(table.name()).loadOf(table);
    boolean isMerged =
        load.disposition() == Disposition.MERGE
            || (load.disposition() == Disposition.REPLACE && !load.key().isEmpty());
    PCollection<DataFile> fresh =
        isMerged ? merge(unit, table, load, rows) : append(unit, table, load, rows);
    unit.addValid(fresh);
    if (load.cursor() != null) {
      unit.addReached(table.schema().column(load.cursor()).orElseThrow(), rows);
    }
    finish(unit);
  }

  private PCollection<DataFile> merge(
      TableFacts unit, TableSpec table, LoadSpec load, PCollection<RecordBatch> rows) {
    String name = table.name();
    int buckets = spec.layout().buckets();
    PCollection<DataFile> fresh =
        rows.apply("Land " + name, Land.bucketed(table, buckets, context.run(), context.kernel()));
    Merge.Before before =
        load.disposition() == Disposition.MERGE
            ? Merge.Before.of(context.draft()::before, name, load)
            : Merge.Before.NOTHING;
    Merge.Plan plan =
        new Merge.Plan(name, table.schema(), load, buckets, before, context.letters(name));
    PCollectionTuple merged =
        fresh.apply("Merge " + name, Merge.byKey(plan, context.run(), context.kernel()));
    unit.addFacts(merged.get(Merge.FACTS)).addLanded(merged.get(Merge.LIVE));
    unit.addLanded(merged.get(Merge.DELETED));
    live.put(name, merged.get(Merge.LIVE));
    return fresh;
  }

  private PCollection<DataFile> append(
      TableFacts unit, TableSpec table, LoadSpec load, PCollection<RecordBatch> rows) {
    String name = table.name();
    PCollection<DataFile> fresh =
        rows.apply(
            "Land " + name, Land.typed(name, table.schema(), context.run(), context.kernel()));
    unit.addLanded(fresh);
    PCollectionList<DataFile> all = PCollectionList.of(fresh);
    if (load.disposition() == Disposition.APPEND) {
      List<DataFile> staying = staying(name);
      List<DataFile> touched = new ArrayList<>(context.prior(name));
      touched.removeAll(staying);
      all = staying.isEmpty() ? all : all.and(inherited("Earlier", name, staying));
      all = touched.isEmpty() ? all : all.and(displaced(unit, table, touched));
    }
    live.put(name, all.apply("All files of " + name, Flatten.pCollections()));
    return fresh;
  }

  /** Files without the rows whose place this run's rows take. */
  private PCollection<DataFile> displaced(
      TableFacts unit, TableSpec table, List<DataFile> touched) {
    Displace.Plan plan =
        new Displace.Plan(
            table.name(), table.schema(), context.draft().intake(table.name()).replaced());
    PCollectionTuple split =
        files("Files of " + table.name() + " to write anew", touched)
            .apply(
                "Displace rows of " + table.name(),
                Displace.rows(plan, context.run(), context.kernel()));
    unit.addFacts(split.get(Displace.FACTS)).addLanded(split.get(Displace.STAYING));
    return split.get(Displace.STAYING);
  }

  void addModel(TableFacts unit, PCollection<DataFile> files) {
    live.put(unit.name(), files);
    finish(unit.addLanded(files));
  }

  private void finish(TableFacts unit) {
    facts.add(unit.finish());
  }

  void addFacts(PCollection<Fact> more) {
    facts.add(more);
  }

  /** The live files a model reads. */
  PCollectionTuple inputsOf(ModelSpec model) {
    PCollectionTuple inputs =
        PCollectionTuple.of(Derive.INPUTS, flatten("Inputs of " + model.name(), model.inputs()));
    return model.lookup().isEmpty()
        ? inputs
        : inputs.and(Derive.LOOKUPS, flatten("Lookups of " + model.name(), model.lookup()));
  }

  private PCollection<DataFile> flatten(String label, List<String> tables) {
    PCollectionList<DataFile> files = PCollectionList.empty(pipeline);
    for (String table : tables) {
      files = files.and(live.get(table));
    }
    return files
        .apply(label, Flatten.pCollections())
        .setCoder(SerializableCoder.of(DataFile.class));
  }

  /** The live files of all tables and models that this run makes, or reads. */
  PCollection<DataFile> live() {
    PCollectionList<DataFile> all = PCollectionList.empty(pipeline);
    for (PCollection<DataFile> files : live.values()) {
      all = all.and(files);
    }
    return all.apply("All live files", Flatten.pCollections())
        .setCoder(SerializableCoder.of(DataFile.class));
  }

  /** All facts; at least one, so that a run over no rows is committed too. */
  PCollection<Fact> facts() {
    Fact none = new Fact.Counted("", Fact.Tally.SEEN, 0);
    List<Fact> known = new ArrayList<>(context.known());
    known.add(none);
    facts.add(pipeline.apply("Begin", GivenValues.values(known, FactCoder.of())));
    return PCollectionList.of(facts).apply("All facts", Flatten.pCollections());
  }
}
