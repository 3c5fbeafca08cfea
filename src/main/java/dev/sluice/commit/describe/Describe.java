// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Describes every file of a table or model that the run landed, keeps that beside the file, and
 * tells the commit where the sum over each table's new files is. Facts pass unchanged.
 *
 * <p>Facts come here as one element for each table, for a table is finished as a whole; its files
 * are spread again, so that all workers describe them. Sums are made where the files are, and once
 * more by table: what reaches the commit is a name.
 */
public final class Describe extends PTransform<PCollection<Fact>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final Subjects subjects;
  private final KernelSettings kernel;

  private Describe(Subjects subjects, KernelSettings kernel) {
    this.subjects = subjects;
    this.kernel = kernel;
  }

  /**
   * Describes what attempts at a run landed.
   *
   * @param attempts earlier ones whose work is committed
   */
  public static Describe landed(
      PipelineSpec spec, Scope run, Set<String> attempts, KernelSettings kernel) {
    HashMap<String, HashSet<String>> personal = new HashMap<>();
    spec.tables().forEach(t -> personal.put(t.name(), new HashSet<>(personal(t.schema()))));
    spec.models().forEach(m -> personal.put(m.name(), new HashSet<>(personal(m.output()))));
    return new Describe(new Subjects(run, new HashSet<>(attempts), personal), kernel);
  }

  private static Set<String> personal(TableSchema schema) {
    Set<String> names = new HashSet<>();
    schema.columns().stream().filter(Column::pii).map(Column::name).forEach(names::add);
    return names;
  }

  /**
   * What is described.
   *
   * @param personal the personal columns of each table that is
   */
  record Subjects(Scope run, HashSet<String> attempts, HashMap<String, HashSet<String>> personal)
      implements Serializable {
    boolean has(Fact.Live live) {
      String path = live.file().path();
      boolean isLanded =
          run.isOwn(path) || attempts.stream().anyMatch(attempt -> Scope.isOf(attempt, path));
      return isLanded && personal.containsKey(live.table());
    }
  }

  @Override
  public PCollection<Fact> expand(PCollection<Fact> facts) {
    PCollection<Fact> totals =
        facts
            .apply("Landed", ParDo.of(new LandedFn(subjects)))
            .setCoder(SerializableCoder.of(DataFile.class))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("Read", ParDo.of(new DescribeFn(subjects, kernel)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
            .apply("Add up", Combine.perKey(new SumFn(subjects.run().root())))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), TableStatsCoder.of()))
            .apply("Keep", ParDo.of(new KeepFn(subjects.run())))
            .setCoder(FactCoder.of());
    return PCollectionList.of(facts).and(totals).apply("All", Flatten.pCollections());
  }
}
