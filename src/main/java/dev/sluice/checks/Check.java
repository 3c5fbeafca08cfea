// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.batch.GivenValues;
import dev.sluice.checks.probe.Subject.Earlier;
import dev.sluice.exchange.Exchange;
import dev.sluice.exchange.Relation;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.NoteFiles;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/**
 * Judges whole tables over the live files of every table.
 *
 * <p>A {@link dev.sluice.checks.probe.Probe} says in SQL what is asked. What adds up over files is
 * observed file by file: counts and nulls from their footers, the rest from the columns they are
 * of. Rows that must meet are brought together by key, in shards, and with no other columns. All
 * that was observed of a check is put together and judged: the same for any cut of the input. A
 * check that cannot be computed never passes. Rows against a check that keeps them become files of
 * {@code check_rows}, written where they are found.
 */
public final class Check extends PTransform<PCollection<DataFile>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final CheckPlan plan;
  private final Scope run;
  private final KernelSettings kernel;
  private final Exchange.Kind exchange;
  private final Exchange.Size size;
  private final String runId;

  private Check(
      CheckPlan plan,
      Scope run,
      KernelSettings kernel,
      Exchange.Kind exchange,
      Exchange.Size size,
      String runId) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
    this.exchange = exchange;
    this.size = size;
    this.runId = runId;
  }

  /**
   * Checks of many tables at once; the input is every live file of every table.
   *
   * @param schemas of all tables
   */
  public static Check tables(
      List<Task> tasks, Map<String, TableSchema> schemas, Scope run, KernelSettings kernel) {
    return new Check(
        CheckPlan.of(tasks, schemas, run),
        run,
        kernel,
        Exchange.Kind.FILES,
        Exchange.Size.BY_BYTES,
        "");
  }

  /** The same, whose rows of equal keys meet in another way. */
  public Check through(Exchange.Kind kind, Exchange.Size shards) {
    return new Check(plan, run, kernel, kind, shards, runId);
  }

  /** The same; rows that checks keep say of which run they are. */
  public Check keepingRowsOf(String id) {
    return new Check(plan, run, kernel, exchange, size, id);
  }

  /**
   * One check of one table.
   *
   * @param key the columns that tell its rows
   * @param earlier how many rows the last run left; null when there was none
   */
  public record Task(String table, CheckSpec check, List<String> key, @Nullable Earlier earlier)
      implements Serializable {
    public Task {
      key = List.copyOf(key);
    }

    /** Of a table that no run left yet. */
    public Task(String table, CheckSpec check, List<String> key) {
      this(table, check, key, null);
    }

    /** Of a table whose rows nothing tells. */
    public Task(String table, CheckSpec check) {
      this(table, check, List.of());
    }

    /** The same, with what the last run left. */
    public Task after(@Nullable Earlier last) {
      return new Task(table, check, key, last);
    }
  }

  @Override
  public PCollection<Fact> expand(PCollection<DataFile> live) {
    KvCoder<Integer, Observed> coder =
        KvCoder.of(VarIntCoder.of(), SerializableCoder.of(Observed.class));
    List<KV<Integer, Observed>> every =
        IntStream.range(0, plan.tasks().size())
            .mapToObj(task -> KV.of(task, Observed.NOTHING))
            .toList();
    KeptRows kept = new KeptRows(plan, runId);
    PCollectionTuple looked =
        live.apply("Spread", Reshuffle.viaRandomKey())
            .apply("Each file", KeptRows.beside(new FileCheckFn(plan, kept, kernel)));
    PCollectionList<KV<Integer, Observed>> observed =
        PCollectionList.of(live.getPipeline().apply("Checks", GivenValues.values(every, coder)))
            .and(looked.get(KeptRows.OBSERVED).setCoder(coder));
    PCollectionList<DataFile> files = PCollectionList.of(looked.get(KeptRows.FILES));
    List<Relation> relations = plan.relations();
    if (!relations.isEmpty()) {
      PCollectionTuple met =
          live.apply("Exchange", Exchange.of(exchange, size, relations, run, kernel))
              .apply("Each shard", KeptRows.beside(new ShardCheckFn(plan, kept, kernel)));
      observed = observed.and(met.get(KeptRows.OBSERVED).setCoder(coder));
      files = files.and(met.get(KeptRows.FILES));
    }
    PCollection<Fact> judged =
        observed
            .apply("Observed", Flatten.pCollections())
            .apply("By check", GroupByKey.create())
            .apply("Judge", ParDo.of(new JudgeFn(plan, kernel)))
            .setCoder(FactCoder.of());
    return plan.keepsRows()
        ? PCollectionList.of(judged).and(noted(files)).apply("Told", Flatten.pCollections())
        : judged;
  }

  private static PCollection<Fact> noted(PCollectionList<DataFile> files) {
    return files
        .apply("Kept rows", Flatten.pCollections())
        .setCoder(SerializableCoder.of(DataFile.class))
        .apply("Files", NoteFiles.live());
  }
}
