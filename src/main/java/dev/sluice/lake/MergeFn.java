// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Fact.Counted;
import dev.sluice.lake.Fact.Tally;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.Kernels;
import dev.sluice.sql.StatementFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Merges the files of one bucket. */
final class MergeFn extends DoFn<KV<Integer, Iterable<DataFile>>, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Merge.Plan plan;
  private final LakeRun run;
  private final KernelSettings kernel;

  MergeFn(Merge.Plan plan, LakeRun run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
  }

  @ProcessElement
  public void merge(@Element KV<Integer, Iterable<DataFile>> bucket, MultiOutputReceiver out) {
    List<DataFile> fresh = new ArrayList<>();
    List<DataFile> recut = new ArrayList<>();
    for (DataFile file : bucket.getValue()) {
      if (!file.path().isEmpty()) {
        (file.origin().equals(Merge.RECUT) ? recut : fresh).add(file);
      }
    }
    List<DataFile> old = new ArrayList<>(recut);
    plan.live().stream()
        .filter(f -> f.bucket() == bucket.getKey())
        .filter(plan.isCut())
        .forEach(old::add);
    // What is written anew gets a new checksum, under which a flipped bit would never be found.
    for (DataFile file : old.subList(recut.size(), old.size())) {
      Inherit.requireWhole(run.root(), file);
    }
    if (fresh.isEmpty() && recut.isEmpty()) {
      old.forEach(out.get(Merge.LIVE)::output);
      return;
    }
    try {
      mergeBucket(bucket.getKey(), old, fresh, out);
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot merge %s: %s".formatted(plan.table(), e.getMessage()), e);
    }
  }

  private void mergeBucket(
      int bucket, List<DataFile> old, List<DataFile> fresh, MultiOutputReceiver out)
      throws StatementFailed {
    Kernel own = Kernels.ofThread(kernel);
    MergeSql sql = new MergeSql(plan, run);
    boolean isRecut = old.stream().anyMatch(file -> file.origin().equals(Merge.RECUT));
    if (isRecut) {
      requireOneRowEach(own, sql.shared(old));
    }
    own.execute("CREATE OR REPLACE TEMP TABLE __merged AS " + sql.merge(old, fresh));
    Map<String, Long> fates = new HashMap<>();
    own.rows(
        "SELECT __fate, count(*) FROM __merged GROUP BY __fate",
        row -> fates.put(row.getString(1), row.getLong(2)));
    long rows = fresh.stream().mapToLong(DataFile::rows).sum();
    long changed = fates.getOrDefault("inserted", 0L) + fates.getOrDefault("updated", 0L);
    long published = changed + fates.getOrDefault("unchanged", 0L);
    if (changed == 0 && !isRecut) {
      old.forEach(out.get(Merge.LIVE)::output);
    } else {
      out.get(Merge.LIVE).output(write(own, bucket));
    }
    own.execute("DROP TABLE __merged");
    out.get(Merge.FACTS).output(new Counted(plan.table(), Tally.PUBLISHED, published));
    out.get(Merge.FACTS).output(new Counted(plan.table(), Tally.DEDUPLICATED, rows - published));
  }

  /** Rows that were not merged by this key may share one: which of them to drop is not said. */
  private void requireOneRowEach(Kernel own, String shared) throws StatementFailed {
    long cases = own.rows(shared, row -> row.getLong(1)).get(0);
    if (cases > 0) {
      throw new PipelineException(
          ErrorCode.KEY_SHARED,
          "Rows of %s that are there already share a key (%s) with one another, in %d cases in one bucket alone. Nothing was committed. `load: replace` keeps one row of each key: run once with it, or go back to the key they were merged by."
              .formatted(plan.table(), String.join(", ", plan.key()), cases));
    }
  }

  private DataFile write(Kernel own, int bucket) throws StatementFailed {
    DataFile file =
        ParquetFiles.write(
            own,
            run,
            plan.table(),
            run.folder(plan.table()) + "/" + plan.folder(),
            ParquetFiles.Query.of("SELECT * EXCLUDE (__fate) FROM __merged"));
    if (file == null) {
      throw new PipelineException(ErrorCode.INTERNAL, "A changed bucket cannot be empty");
    }
    return new DataFile(
        file.table(), bucket, file.path(), file.content(), file.columns(), file.origin());
  }
}
