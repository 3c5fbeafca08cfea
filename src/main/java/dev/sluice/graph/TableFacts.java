// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.commit.checkpoint.Checkpoint;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.intake.CursorBounds;
import dev.sluice.land.Land;
import dev.sluice.land.NoteCursor;
import dev.sluice.letters.count.CountLetters;
import dev.sluice.schema.Column;
import dev.sluice.source.cursor.Increment;
import dev.sluice.source.files.ReadFile;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Gathers what the steps of one table or model tell of it; finished as a whole, or done again. */
final class TableFacts {
  private static final TypeDescriptor<Fact> FACT = TypeDescriptor.of(Fact.class);

  private final String name;
  private final RunContext context;
  private final List<PCollection<RecordBatch>> dead = new ArrayList<>();
  private final List<PCollection<DataFile>> landed = new ArrayList<>();
  private final List<PCollection<Fact>> facts = new ArrayList<>();

  TableFacts(String name, RunContext context) {
    this.name = name;
    this.context = context;
  }

  String name() {
    return name;
  }

  TableFacts addDead(PCollection<RecordBatch> letters) {
    dead.add(letters.setCoder(RecordBatchCoder.of()));
    return this;
  }

  TableFacts addFacts(PCollection<Fact> more) {
    facts.add(more);
    return this;
  }

  TableFacts addLanded(PCollection<DataFile> files) {
    landed.add(files);
    return this;
  }

  TableFacts addRead(PCollection<ReadFile> files) {
    String table = name;
    return addFacts(
        files
            .apply(
                "Note files of " + name,
                MapElements.into(FACT)
                    .via(
                        f ->
                            new Fact.Read(
                                table,
                                new SourceFile(
                                    f.path(),
                                    f.bytes(),
                                    f.modified(),
                                    f.records(),
                                    f.digest(),
                                    ""))))
            .setCoder(FactCoder.of()));
  }

  /** The rows inside the run's bounds. */
  PCollection<RecordBatch> within(Map<String, CursorBounds> bounds, PCollection<RecordBatch> raw) {
    if (bounds.isEmpty()) {
      return raw;
    }
    String table = name;
    PCollectionTuple split = raw.apply("Bound " + name, Increment.within(bounds, context.kernel()));
    addFacts(
        split
            .get(Increment.FILTERED)
            .apply(
                "Note rows outside of " + name,
                MapElements.into(FACT)
                    .via(rows -> new Fact.Counted(table, Fact.Tally.FILTERED, rows)))
            .setCoder(FactCoder.of()));
    return split.get(Increment.ROWS);
  }

  TableFacts addWarned(QualitySpec quality, PCollection<KV<String, Long>> warned) {
    if (quality.rules().stream().noneMatch(r -> r.consequence() == Consequence.WARN)) {
      return this;
    }
    String table = name;
    return addFacts(
        warned
            .apply(
                "Note warnings of " + name,
                MapElements.into(FACT)
                    .via(rows -> new Fact.Warned(table, rows.getKey(), rows.getValue())))
            .setCoder(FactCoder.of()));
  }

  /** Files of valid rows. */
  TableFacts addValid(PCollection<DataFile> files) {
    return addFacts(
        files
            .apply(
                "Note valid rows of " + name,
                MapElements.into(FACT)
                    .via(f -> new Fact.Counted(f.table(), Fact.Tally.VALID, f.rows())))
            .setCoder(FactCoder.of()));
  }

  /** Valid rows of a table with a cursor. */
  TableFacts addReached(Column cursor, PCollection<RecordBatch> rows) {
    return addFacts(
        rows.apply("Note cursor of " + name, NoteCursor.of(name, cursor, context.kernel())));
  }

  /** All facts, once all are there and the unit is noted as finished. */
  PCollection<Fact> finish() {
    PCollection<RecordBatch> letters =
        PCollectionList.of(dead).apply("Letters of " + name, Flatten.pCollections());
    addFacts(letters.apply("Count letters of " + name, CountLetters.byTable(context.kernel())));
    addLanded(
        letters.apply(
            "Land letters of " + name,
            Land.deadLetters(
                context.draft().runId(),
                context.draft().spec().deadLetters(),
                context.run(),
                context.kernel())));
    PCollection<Fact> files =
        PCollectionList.of(landed)
            .apply("Files of " + name, Flatten.pCollections())
            .apply("Note files landed of " + name, MapElements.into(FACT).via(Fact.Live::new))
            .setCoder(FactCoder.of());
    return PCollectionList.of(facts)
        .and(files)
        .apply("Facts of " + name, Flatten.pCollections())
        .apply("Finish " + name, Checkpoint.of(context.draft(), name));
  }
}
