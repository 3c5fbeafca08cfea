// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.Fact;
import dev.sluice.lake.FactCoder;
import dev.sluice.lake.Land;
import dev.sluice.lake.Merge;
import dev.sluice.lake.TableState.SourceFile;
import dev.sluice.model.Derive;
import dev.sluice.source.ReadFile;
import dev.sluice.spec.Consequence;
import dev.sluice.spec.LoadSpec;
import dev.sluice.spec.LoadSpec.Disposition;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.QualitySpec;
import dev.sluice.spec.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Gathers what many steps produce and one step consumes: letters, facts and live files. */
final class Streams {
  private static final TypeDescriptor<Fact> FACT = TypeDescriptor.of(Fact.class);

  private final Pipeline pipeline;
  private final PipelineSpec spec;
  private final RunContext context;
  private final List<PCollection<RecordBatch>> dead = new ArrayList<>();
  private final List<PCollection<DataFile>> landed = new ArrayList<>();
  private final List<PCollection<DataFile>> valid = new ArrayList<>();
  private final List<PCollection<Fact>> facts = new ArrayList<>();
  private final Map<String, PCollection<DataFile>> live = new LinkedHashMap<>();

  Streams(Pipeline pipeline, PipelineSpec spec, RunContext context) {
    this.pipeline = pipeline;
    this.spec = spec;
    this.context = context;
  }

  Streams addDead(PCollection<RecordBatch> letters) {
    dead.add(letters.setCoder(RecordBatchCoder.of()));
    return this;
  }

  Streams addFacts(PCollection<Fact> more) {
    facts.add(more);
    return this;
  }

  Streams addLanded(PCollection<DataFile> files) {
    landed.add(files);
    return this;
  }

  Streams addRead(String table, PCollection<ReadFile> files) {
    facts.add(
        files
            .apply(
                "Note files of " + table,
                MapElements.into(FACT)
                    .via(
                        f ->
                            new Fact.Read(
                                table,
                                new SourceFile(f.path(), f.bytes(), f.modified(), f.records()))))
            .setCoder(FactCoder.of()));
    return this;
  }

  Streams addWarned(TableSpec table, PCollection<KV<String, Long>> warned) {
    return addWarned(table.name(), table.quality(), warned);
  }

  Streams addWarned(ModelSpec model, PCollection<KV<String, Long>> warned) {
    return addWarned(model.name(), model.quality(), warned);
  }

  private Streams addWarned(
      String table, QualitySpec quality, PCollection<KV<String, Long>> warned) {
    if (quality.rules().stream().noneMatch(r -> r.consequence() == Consequence.WARN)) {
      return this;
    }
    facts.add(
        warned
            .apply(
                "Note warnings of " + table,
                MapElements.into(FACT)
                    .via(rows -> new Fact.Warned(table, rows.getKey(), rows.getValue())))
            .setCoder(FactCoder.of()));
    return this;
  }

  /**
   * Lands a table's valid rows and makes its live files: merged by key, or beside the earlier ones.
   */
  void addTyped(TableSpec table, PCollection<RecordBatch> rows) {
    String name = table.name();
    LoadSpec load = table.load();
    boolean isMerged =
        load.disposition() == Disposition.MERGE
            || (load.disposition() == Disposition.REPLACE && !load.key().isEmpty());
    if (isMerged) {
      int buckets = spec.layout().buckets();
      PCollection<DataFile> fresh =
          rows.apply(
              "Land " + name, Land.bucketed(table, buckets, context.run(), context.kernel()));
      valid.add(fresh);
      List<DataFile> prior =
          load.disposition() == Disposition.MERGE ? context.prior(name) : List.of();
      Merge.Plan plan =
          new Merge.Plan(name, table.schema(), load.key(), load.latestBy(), buckets, prior);
      PCollectionTuple merged =
          fresh.apply("Merge " + name, Merge.byKey(plan, context.run(), context.kernel()));
      facts.add(merged.get(Merge.FACTS));
      landed.add(merged.get(Merge.LIVE));
      live.put(name, merged.get(Merge.LIVE));
      return;
    }
    PCollection<DataFile> fresh =
        rows.apply(
            "Land " + name, Land.typed(name, table.schema(), context.run(), context.kernel()));
    valid.add(fresh);
    landed.add(fresh);
    List<DataFile> prior =
        load.disposition() == Disposition.APPEND ? context.prior(name) : List.of();
    live.put(name, prior.isEmpty() ? fresh : withPrior(name, fresh, prior));
  }

  private PCollection<DataFile> withPrior(
      String name, PCollection<DataFile> fresh, List<DataFile> prior) {
    PCollection<DataFile> earlier =
        pipeline.apply(
            "Earlier files of " + name,
            Create.of(prior).withCoder(SerializableCoder.of(DataFile.class)));
    return PCollectionList.of(fresh)
        .and(earlier)
        .apply("All files of " + name, Flatten.pCollections());
  }

  void addModel(ModelSpec model, PCollection<DataFile> files) {
    landed.add(files);
    live.put(model.name(), files);
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
    return files.apply(label, Flatten.pCollections());
  }

  PCollection<RecordBatch> dead() {
    return PCollectionList.of(dead).apply("All letters", Flatten.pCollections());
  }

  /** The live files of all tables and models. */
  PCollection<DataFile> live() {
    return PCollectionList.of(new ArrayList<>(live.values()))
        .apply("All live files", Flatten.pCollections());
  }

  PCollection<Fact> facts() {
    PCollection<Fact> files =
        PCollectionList.of(landed)
            .apply("All landed files", Flatten.pCollections())
            .apply("Note landed files", MapElements.into(FACT).via(Fact.Live::new))
            .setCoder(FactCoder.of());
    PCollection<Fact> rows =
        PCollectionList.of(valid)
            .apply("All valid files", Flatten.pCollections())
            .apply(
                "Note valid rows",
                MapElements.into(FACT)
                    .via(f -> new Fact.Counted(f.table(), Fact.Tally.VALID, f.rows())))
            .setCoder(FactCoder.of());
    return PCollectionList.of(facts)
        .and(files)
        .and(rows)
        .apply("All facts", Flatten.pCollections());
  }
}
