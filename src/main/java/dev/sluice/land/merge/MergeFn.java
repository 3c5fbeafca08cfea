// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Counted;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.fact.meter.StepMeter;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Merges the files of one bucket. */
final class MergeFn extends DoFn<KV<Integer, Iterable<BucketFile>>, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Merge.Plan plan;
  private final Scope run;
  private final Kernels kernels;
  private final StepMeter meter;

  MergeFn(Merge.Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
    this.meter = StepMeter.of("Merge " + plan.table());
  }

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @ProcessElement
  public void merge(@Element KV<Integer, Iterable<BucketFile>> bucket, MultiOutputReceiver out) {
    List<DataFile> fresh = new ArrayList<>();
    List<DataFile> recut = new ArrayList<>();
    List<DataFile> earlier = new ArrayList<>();
    for (BucketFile each : bucket.getValue()) {
      switch (each.from()) {
        case FRESH -> fresh.add(each.file());
        case RECUT -> recut.add(each.file());
        case EARLIER -> earlier.add(each.file());
      }
    }
    // What is written anew gets a new checksum, under which a flipped bit would never be found.
    earlier.forEach(file -> VerifyInherited.requireWhole(run.root(), file));
    Files files = new Files(fresh, recut, earlier);
    try (StepMeter.Turn turn = meter.begin();
        Kernels.Lent lent = kernels.lend()) {
      mergeBucket(lent.kernel(), bucket.getKey(), files, out);
      fresh.forEach(file -> turn.did(file.rows(), file.content().bytes()));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot merge %s: %s".formatted(plan.table(), e.getMessage()), e);
    }
  }

  /** The files of a bucket. */
  private record Files(List<DataFile> fresh, List<DataFile> recut, List<DataFile> earlier) {
    List<DataFile> old() {
      List<DataFile> old = new ArrayList<>(recut);
      old.addAll(earlier);
      return old;
    }
  }

  private void mergeBucket(Kernel own, int bucket, Files files, MultiOutputReceiver out)
      throws StatementFailed {
    MergeSql sql = new MergeSql(plan, run);
    if (!files.recut().isEmpty()) {
      requireOneRowEach(own, sql.shared(files.old()));
    }
    own.execute(
        "CREATE OR REPLACE TEMP TABLE __merged AS " + sql.merge(files.old(), files.fresh()));
    requireWholeRows(own);
    long rows = files.fresh().stream().mapToLong(DataFile::rows).sum();
    long published = count(own, "__fate IN ('inserted', 'updated', 'unchanged')");
    long deleted = count(own, "__gone AND (__fate NOT IN ('kept', 'older') OR NOT __was)");
    put(own, new Part(bucket, plan.table(), false), files, out)
        .forEach(out.get(Merge.LIVE)::output);
    List<DataFile> unused =
        put(own, new Part(bucket, DeletedRows.of(plan.table()), true), files, out);
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

  /** A part's file: the one that was there, unless the part has other rows now. */
  private List<DataFile> put(Kernel own, Part part, Files files, MultiOutputReceiver out)
      throws StatementFailed {
    String here = part.isDeleted() ? "__gone" : "NOT __gone";
    String was = part.isDeleted() ? "coalesce(__was, false)" : "NOT coalesce(__was, true)";
    String isOther = "(%s AND __fate IN ('inserted', 'updated')) OR (%1$s) <> (%s)";
    List<DataFile> before =
        files.earlier().stream().filter(file -> file.table().equals(part.table())).toList();
    if (files.recut().isEmpty() && count(own, isOther.formatted(here, was)) == 0) {
      return before;
    }
    before.forEach(file -> out.get(Merge.FACTS).output(new Fact.Gone(file)));
    List<DataFile> now = write(own, part, here).stream().toList();
    now.forEach(file -> out.get(Merge.FACTS).output(new Fact.Live(file)));
    return now;
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
              "`delete_when` of %s changed, and by what it says now rows are live that were deleted, and in one bucket alone %s null where the contract demands a value. Nothing was committed. Go back to the earlier condition; or run once with `load: replace`, which reads the source anew and forgets deleted rows."
                  .formatted(plan.table(), Plural.of(rows, "row") + (rows == 1 ? " is" : " are")))
          .about("tables", plan.table(), "delete_when");
    }
  }

  /** Rows that were not merged by this key may share one: which of them to drop is not said. */
  private void requireOneRowEach(Kernel own, String shared) throws StatementFailed {
    long cases = own.rows(shared, row -> row.getLong(1)).get(0);
    if (cases > 0) {
      throw new PipelineException(
              ErrorCode.KEY_SHARED,
              "Rows of %s that are there already share a key (%s) with one another, in %s in one bucket alone. Nothing was committed. `load: replace` keeps one row of each key: run once with it, or go back to the key they were merged by."
                  .formatted(plan.table(), String.join(", ", plan.key()), Plural.of(cases, "case")))
          .about("tables", plan.table(), "key");
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
