// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;

/** What a read gave when it ran in a pipeline: every output as sorted text. */
record Outcome(List<String> rows, List<String> dead, List<String> files) {
  private static final Map<String, List<String>> COLLECTED = new ConcurrentHashMap<>();

  /** Runs a read; paths of files are shortened to their names. */
  static Outcome of(Sources.Read read) {
    String id = UUID.randomUUID().toString();
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple tuple = pipeline.apply("Read", read);
    tuple.get(Sources.RAW).apply("Rows", ParDo.of(new CollectBatchFn(id + "rows", false)));
    tuple.get(Sources.DEAD).apply("Dead", ParDo.of(new CollectBatchFn(id + "dead", true)));
    tuple.get(Sources.FILES).apply("Files", ParDo.of(new CollectFileFn(id + "files")));
    try {
      pipeline.run().waitUntilFinish();
    } catch (Pipeline.PipelineExecutionException e) {
      throw e.getCause() instanceof PipelineException known ? known : e;
    }
    return new Outcome(take(id + "rows"), take(id + "dead"), take(id + "files"));
  }

  private static List<String> take(String key) {
    List<String> all = COLLECTED.remove(key);
    return all == null ? List.of() : all.stream().sorted().toList();
  }

  private static void add(String key, List<String> texts) {
    COLLECTED
        .computeIfAbsent(key, k -> Collections.synchronizedList(new ArrayList<>()))
        .addAll(texts);
  }

  private static String name(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }

  static final class CollectBatchFn extends DoFn<RecordBatch, Void> {
    private static final long serialVersionUID = 1L;
    private final String key;
    private final boolean isDead;

    CollectBatchFn(String key, boolean isDead) {
      this.key = key;
      this.isDead = isDead;
    }

    @ProcessElement
    public void collect(@Element RecordBatch batch) {
      String origin = name(batch.origin()) + ":";
      List<String> rows = isDead ? Read.dead(batch) : Read.rows(batch);
      add(key, rows.stream().map(row -> origin + row).toList());
    }
  }

  static final class CollectFileFn extends DoFn<ReadFile, Void> {
    private static final long serialVersionUID = 1L;
    private final String key;

    CollectFileFn(String key) {
      this.key = key;
    }

    @ProcessElement
    public void collect(@Element ReadFile file) {
      add(key, List.of(name(file.path()) + ":" + file.bytes() + ":" + file.records()));
    }
  }
}
