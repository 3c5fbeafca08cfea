// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.batch.GivenValues;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.table.DataFile;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Judges whole tables, each check on its own worker, over the live files of every table.
 *
 * <p>What files' footers know is not read again; the rest is one statement that spills to disk.
 * Exact, and the same for any cut of the input. A check that cannot be computed stops the run; it
 * never passes.
 */
public final class Check extends PTransform<PCollection<DataFile>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final List<Task> tasks;
  private final Map<String, TableSchema> schemas;
  private final String root;
  private final KernelSettings kernel;

  private Check(
      List<Task> tasks, Map<String, TableSchema> schemas, String root, KernelSettings kernel) {
    this.tasks = List.copyOf(tasks);
    this.schemas = Map.copyOf(schemas);
    this.root = root;
    this.kernel = kernel;
  }

  /**
   * Checks of many tables at once; the input is every live file of every table.
   *
   * @param schemas of all tables
   * @param root the lake's root
   */
  public static Check tables(
      List<Task> tasks, Map<String, TableSchema> schemas, String root, KernelSettings kernel) {
    return new Check(tasks, schemas, root, kernel);
  }

  /** One check of one table. */
  public record Task(String table, CheckSpec check) implements Serializable {}

  @Override
  public PCollection<Fact> expand(PCollection<DataFile> live) {
    PCollectionView<Map<String, Iterable<DataFile>>> files =
        live.apply("By table", WithKeys.of(DataFile::table))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(DataFile.class)))
            .apply("Files", View.asMultimap());
    return live.getPipeline()
        .apply("Checks", GivenValues.values(tasks, SerializableCoder.of(Task.class)))
        .apply("Judge", ParDo.of(new CheckFn(schemas, root, kernel, files)).withSideInputs(files))
        .setCoder(FactCoder.of());
  }
}
