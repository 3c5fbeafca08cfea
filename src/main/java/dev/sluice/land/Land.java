// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.spec.policy.DeadLetterSpec.Payload;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.LetterColumns;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.BucketLayout;
import dev.sluice.table.read.LakeRelation;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Lands batches as Parquet files of the attempt: one file per bundle (and bucket).
 *
 * <p>A bundle that runs twice leaves extra files that no manifest names; the returned files are
 * complete and checked. Order is kept within a file.
 */
public final class Land extends PTransform<PCollection<RecordBatch>, PCollection<DataFile>> {
  private static final long serialVersionUID = 1L;

  private final Target target;
  private final Scope run;
  private final KernelSettings kernel;
  private final Payload policy;

  private Land(Target target, Scope run, KernelSettings kernel) {
    this(target, run, kernel, Payload.KEEP);
  }

  private Land(Target target, Scope run, KernelSettings kernel, Payload policy) {
    this.target = target;
    this.run = run;
    this.kernel = kernel;
    this.policy = policy;
  }

  /**
   * Lands raw batches of a table under {@code raw_<table>}, with the source file in {@code _file}.
   */
  public static Land raw(String table, Scope run, KernelSettings kernel) {
    return new Land(new Target(LakeTables.raw(table), Shape.RAW, List.of(), ""), run, kernel);
  }

  /** Lands typed batches with the audit columns. */
  public static Land typed(String table, TableSchema schema, Scope run, KernelSettings kernel) {
    String items = LakeRelation.casts(schema) + AuditColumns.stamp(schema, run);
    return new Land(new Target(table, Shape.TYPED, List.of(), items), run, kernel);
  }

  /**
   * Cuts typed batches into files by hash bucket of a key, in scratch, on their way to a merge;
   * {@code __file} and {@code __row} are kept.
   */
  public static Land bucketed(
      TableSpec table, BucketLayout buckets, Scope run, KernelSettings kernel) {
    List<String> key = table.load().key();
    String items =
        "__file, __row, %s, %s AS %s"
            .formatted(
                LakeRelation.casts(table.schema()),
                buckets.of(table.schema().columnsOf(key)),
                SqlName.quote(ParquetFiles.BUCKET));
    return new Land(new Target(table.name(), Shape.BUCKETED, key, items), run, kernel);
  }

  /**
   * Lands dead letters of all tables, one row a letter, reasons as a list of structs, payloads as
   * the policy allows.
   */
  public static Land deadLetters(
      String runId, DeadLetterSpec policy, Scope run, KernelSettings kernel) {
    String items =
        "%s, %s AS run_id, TIMESTAMPTZ %s AS created_at, %s, _file AS origin, _row AS origin_row, %s, %s, CAST(%s AS BIGINT) AS %7$s"
            .formatted(
                LetterColumns.ID,
                SqlName.literal(runId),
                SqlName.literal(run.createdAt()),
                SqlName.list(List.of(LetterColumns.TABLE, LetterColumns.STAGE)),
                "from_json(reasons, '[{\"code\":\"VARCHAR\",\"rule\":\"VARCHAR\",\"column\":\"VARCHAR\",\"value\":\"VARCHAR\",\"message\":\"VARCHAR\"}]') AS reasons",
                SqlName.list(
                    List.of(
                        LetterColumns.PAYLOAD,
                        LetterColumns.FORMAT,
                        LetterColumns.HEADER,
                        LetterColumns.SHA256)),
                LetterColumns.BYTES);
    Target target = new Target(LakeTables.DEAD_LETTERS, Shape.DEAD, List.of(), items);
    return new Land(target, run, kernel, policy.payload());
  }

  enum Shape {
    RAW,
    TYPED,
    BUCKETED,
    DEAD
  }

  /**
   * What to write.
   *
   * @param items the select items
   */
  record Target(String table, Shape shape, List<String> key, String items) implements Serializable {
    Target {
      key = List.copyOf(key);
    }

    boolean needsFile() {
      return shape != Shape.TYPED;
    }

    /** What the column is called that says the source file. */
    String file() {
      return shape == Shape.BUCKETED ? "__file" : "_file";
    }
  }

  @Override
  public PCollection<DataFile> expand(PCollection<RecordBatch> batches) {
    PCollection<RecordBatch> allowed =
        policy == Payload.KEEP
            ? batches
            : batches
                .apply("Seal", ParDo.of(new SealLettersFn(policy)))
                .setCoder(RecordBatchCoder.of());
    return allowed
        .apply("Write", ParDo.of(new LandFn(target, run, kernel)))
        .setCoder(SerializableCoder.of(DataFile.class));
  }
}
