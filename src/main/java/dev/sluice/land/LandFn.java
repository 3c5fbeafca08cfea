// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.meter.StepMeter;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.ParquetFiles.Query;
import dev.sluice.table.file.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;

/** Collects a bundle's batches and writes them as one file, or several when they are many. */
final class LandFn extends DoFn<RecordBatch, DataFile> {
  private static final long serialVersionUID = 1L;

  /** Bytes of batches that go into one file; keeps row groups under 128 MB. */
  private static final long MAX_BYTES = 128L << 20;

  /** Source files whose rows go into one file. */
  private static final int MAX_GROUPS = 64;

  private final Land.Target target;
  private final Scope run;
  private final Kernels kernels;
  private final Counter landed;
  private final StepMeter meter;
  private transient Map<String, List<RecordBatch>> byOrigin = new LinkedHashMap<>();
  private transient long bytes;

  LandFn(Land.Target target, Scope run, KernelSettings kernel) {
    this.target = target;
    this.run = run;
    this.kernels = Kernels.of(kernel);
    this.landed = Metrics.counter("sluice", target.table() + ".landed");
    this.meter = StepMeter.of("Land " + target.table());
  }

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @StartBundle
  public void start() {
    byOrigin = new LinkedHashMap<>();
    bytes = 0;
  }

  @ProcessElement
  public void collect(@Element RecordBatch batch, OutputReceiver<DataFile> out) {
    String group = groupOf(batch);
    boolean isFull = byOrigin.size() == MAX_GROUPS && !byOrigin.containsKey(group);
    if (bytes >= MAX_BYTES || isFull) {
      flush().forEach(out::output);
    }
    byOrigin.computeIfAbsent(group, k -> new ArrayList<>()).add(batch.withRecords(null));
    bytes += batch.ipc().length;
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    for (DataFile file : flush()) {
      context.output(file, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
  }

  /** Batches of one group have one schema and, where it is stored, one origin. */
  private String groupOf(RecordBatch batch) {
    return target.needsFile() ? batch.origin() + '\u0000' + batch.schemaKey() : "";
  }

  private List<DataFile> flush() {
    if (byOrigin.isEmpty()) {
      return List.of();
    }
    List<DataFile> files;
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend()) {
      files = write(lent.kernel());
      files.forEach(file -> turn.did(file.rows(), file.content().bytes()));
    }
    files.forEach(file -> landed.inc(file.rows()));
    byOrigin = new LinkedHashMap<>();
    bytes = 0;
    return files;
  }

  /** Notes of rows that say no longer from where they come which file they were read from. */
  private DataFile withParts(DataFile file) {
    if (target.shape() != Land.Shape.TYPED) {
      return file;
    }
    List<Part> parts = new ArrayList<>();
    byOrigin.values().stream()
        .flatMap(List::stream)
        .forEach(batch -> Part.add(parts, batch.origin(), batch.rows()));
    if (parts.stream().mapToLong(Part::rows).sum() != file.rows()) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Rows of %s were not landed one by one".formatted(target.table()));
    }
    return file.withParts(parts);
  }

  private List<DataFile> write(Kernel own) {
    Map<String, List<RecordBatch>> inputs = new LinkedHashMap<>();
    List<String> selects = new ArrayList<>();
    for (List<RecordBatch> batches : byOrigin.values()) {
      String name = "__landing_" + inputs.size();
      inputs.put(name, batches);
      String file = SqlName.literal(batches.get(0).origin()) + " AS " + target.file() + ", ";
      selects.add("SELECT " + (target.needsFile() ? file : "") + "* FROM " + name);
    }
    String all = String.join(" UNION ALL BY NAME ", selects);
    String items = target.shape() == Land.Shape.RAW ? "*" : target.items();
    String origin = byOrigin.size() == 1 ? byOrigin.values().iterator().next().get(0).origin() : "";
    Query query = new Query("SELECT %s FROM (%s)".formatted(items, all), inputs, origin);
    boolean isPassing = target.shape() == Land.Shape.BUCKETED;
    String folder = isPassing ? run.scratch() + "/" + target.table() : run.folder(target.table());
    try {
      if (isPassing) {
        return ParquetFiles.writeBucketed(own, run, target.table(), folder, query);
      }
      DataFile file = ParquetFiles.write(own, run, target.table(), folder, query);
      return file == null ? List.of() : List.of(withParts(file));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot land rows of %s: %s".formatted(target.table(), e.getMessage()),
          e);
    }
  }
}
