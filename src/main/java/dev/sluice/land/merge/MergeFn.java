// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact.Counted;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.read.VerifyInherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Merges the files of one bucket. */
final class MergeFn extends DoFn<KV<Integer, Iterable<DataFile>>, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Merge.Plan plan;
  private final Scope run;
  private final Kernels kernels;
  private transient Map<Integer, List<DataFile>> there = Map.of();

  MergeFn(Merge.Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
  }

  @Setup
  public void setup() {
    kernels.open();
    there = plan.cut();
  }

  @Teardown
  public void teardown() {
    kernels.close();
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
    List<DataFile> old = new ArrayList<>(there.getOrDefault(bucket.getKey(), List.of()));
    // What is written anew gets a new checksum, under which a flipped bit would never be found.
    old.forEach(file -> VerifyInherited.requireWhole(run.root(), file));
    if (fresh.isEmpty() && recut.isEmpty() && !plan.before().isJudgedAnew()) {
      old.forEach(file -> keep(file, out));
      return;
    }
    old.addAll(0, recut);
    try (Kernels.Lent lent = kernels.lend()) {
      mergeBucket(lent.kernel(), bucket.getKey(), old, fresh, out);
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot merge %s: %s".formatted(plan.table(), e.getMessage()), e);
    }
  }

  private void keep(DataFile file, MultiOutputReceiver out) {
    out.get(file.table().equals(plan.table()) ? Merge.LIVE : Merge.DELETED).output(file);
  }

  private void mergeBucket(
      Kernel own, int bucket, List<DataFile> old, List<DataFile> fresh, MultiOutputReceiver out)
      throws StatementFailed {
    MergeSql sql = new MergeSql(plan, run);
    boolean isRecut = old.stream().anyMatch(file -> file.origin().equals(Merge.RECUT));
    if (isRecut) {
      requireOneRowEach(own, sql.shared(old));
    }
    own.execute("CREATE OR REPLACE TEMP TABLE __merged AS " + sql.merge(old, fresh));
    requireWholeRows(own);
    long rows = fresh.stream().mapToLong(DataFile::rows).sum();
    long published = count(own, "__fate IN ('inserted', 'updated', 'unchanged')");
    long deleted = count(own, "__gone AND (__fate NOT IN ('kept', 'older') OR NOT __was)");
    put(own, new Part(bucket, plan.table(), false), isRecut, old, out.get(Merge.LIVE));
    put(
        own,
        new Part(bucket, DeletedRows.of(plan.table()), true),
        isRecut,
        old,
        out.get(Merge.DELETED));
    own.execute("DROP TABLE __merged");
    out.get(Merge.FACTS).output(new Counted(plan.table(), Tally.PUBLISHED, published));
    out.get(Merge.FACTS).output(new Counted(plan.table(), Tally.DEDUPLICATED, rows - published));
    if (deleted > 0) {
      out.get(Merge.FACTS).output(new Counted(plan.table(), Tally.DELETED, deleted));
    }
  }

  private static long count(Kernel own, String condition) throws StatementFailed {
    String query = "SELECT count(*) FROM __merged WHERE " + condition;
    return own.rows(query, row -> row.getLong(1)).get(0);
  }

  /** One bucket's live rows, or its deleted ones. */
  private record Part(int bucket, String table, boolean isDeleted) {}

  /** Gives a part's file: the one that was there, unless the part has other rows now. */
  private void put(
      Kernel own, Part part, boolean isRecut, List<DataFile> old, OutputReceiver<DataFile> out)
      throws StatementFailed {
    String here = part.isDeleted() ? "__gone" : "NOT __gone";
    String was = part.isDeleted() ? "coalesce(__was, false)" : "NOT coalesce(__was, true)";
    String isOther = "(%s AND __fate IN ('inserted', 'updated')) OR (%1$s) <> (%s)";
    if (isRecut || count(own, isOther.formatted(here, was)) > 0) {
      write(own, part, here).ifPresent(out::output);
    } else {
      old.stream().filter(file -> file.table().equals(part.table())).forEach(out::output);
    }
  }

  /** A deleted row may lack what a live one must have: another condition must not bring it back. */
  private void requireWholeRows(Kernel own) throws StatementFailed {
    String lacking =
        plan.schema().columns().stream()
            .filter(column -> !column.nullable())
            .map(column -> SqlName.quote(column.name()) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    if (lacking.isEmpty() || !plan.before().isJudgedAnew()) {
      return;
    }
    long rows = count(own, "NOT __gone AND __was AND (" + lacking + ")");
    if (rows > 0) {
      throw new PipelineException(
          ErrorCode.NULL_VIOLATION,
          "`delete_when` of %s changed, and by what it says now rows are live that were deleted, and %d of them in one bucket alone are null where the contract demands a value. Nothing was committed. Go back to the earlier condition; or run once with `load: replace`, which reads the source anew and forgets deleted rows."
              .formatted(plan.table(), rows));
    }
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

  private Optional<DataFile> write(Kernel own, Part part, String condition) throws StatementFailed {
    DataFile file =
        ParquetFiles.write(
            own,
            run,
            part.table(),
            "%s/%s/bucket=%d"
                .formatted(run.folder(part.table()), plan.folder(part.bucket()), part.bucket()),
            ParquetFiles.Query.of(
                "SELECT * EXCLUDE (__fate, __was, __gone) FROM __merged WHERE " + condition));
    return Optional.ofNullable(file)
        .map(
            f ->
                new DataFile(
                    f.table(), part.bucket(), f.path(), f.content(), f.columns(), f.origin()));
  }
}
