// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.store.Sha256;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.file.LandedRun;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.BigQueryJobs;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Loads files of the lake into tables of their own, by load jobs, which cost nothing.
 *
 * <p>A stage's name and its job's follow from the files: what a run that died has loaded is used by
 * the next one, and what was loaded for {@code staging} is used for {@code production} too.
 */
public final class StagedTables {
  /** Long enough for a run to be finished by the next, or approved on the day; then it is gone. */
  private static final Duration KEPT = Duration.ofDays(2);

  private final BigQueryService service;
  private final BigQueryJobs jobs;
  private final String lake;

  public StagedTables(BigQueryService service, BigQueryJobs jobs, String lake) {
    this.service = service;
    this.jobs = jobs;
    this.lake = lake;
  }

  /**
   * What to load.
   *
   * @param table of the lake
   * @param manifest whose load it is for; part of names only
   * @param paths of files, relative to the lake's root, with what tells their content apart
   * @param columns to load; null to take those of the files
   * @param rows that the files have; -1 when it is not known
   */
  record Files(
      String table, long manifest, List<String> paths, @Nullable TableColumns columns, long rows) {
    Files {
      paths = List.copyOf(paths);
    }

    /** Whether each row says itself which run landed it. */
    boolean isMerged() {
      return paths.stream().anyMatch(LandedRun::isMerged);
    }

    /** Committed files never change, so that their paths tell the content. */
    String digest() {
      String definition = columns == null ? "" : columns.stored().definition();
      return Sha256.of(paths + definition).substring(0, 16);
    }
  }

  /**
   * Loads files that are not loaded yet.
   *
   * @param stamp as in {@link StagedTable}
   * @throws PipelineException WAREHOUSE when BigQuery refuses; LAKE_READ when the files have other
   *     rows than the manifest says
   */
  StagedTable load(Files files, @Nullable Instant stamp) {
    String digest = files.digest();
    String name = "stg_" + files.table() + "_" + files.manifest() + "_" + digest;
    TableId id = service.place().table(DatasetPlace.OWN, name);
    if (service.table(id) == null && files.columns() != null) {
      // Made before it is loaded, so that it expires even if this process dies in between.
      service.makeTable(
          id, StandardTableDefinition.of(files.columns().stored().schema()), expiry());
    }
    String key = "sluice_load_" + service.place().prefix() + "_" + name;
    Failpoints.around(
        Step.WAREHOUSE_BEGIN,
        () -> {
          String what = "Cannot load " + files.table();
          Job unused = jobs.run(what, key, job(id, files), job -> isThere(id, files));
        });
    requireRows(id, files);
    TableColumns columns = files.columns() == null ? found(id) : files.columns();
    return new StagedTable(id, columns, stamp, files.isMerged());
  }

  private static long expiry() {
    return Instant.now().plus(KEPT).toEpochMilli();
  }

  private LoadJobConfiguration job(TableId id, Files files) {
    List<String> uris = files.paths().stream().map(path -> lake + "/" + path).toList();
    ParquetOptions lists = ParquetOptions.newBuilder().setEnableListInference(true).build();
    LoadJobConfiguration.Builder job =
        LoadJobConfiguration.newBuilder(id, uris, lists)
            .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
            // A job that is run again replaces what the one before it had loaded.
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC"))
            // Columns that left the contract are still in the files of earlier runs.
            .setIgnoreUnknownValues(true);
    if (files.columns() != null) {
      job.setSchema(files.columns().stored().schema());
    }
    return job.build();
  }

  private boolean isThere(TableId id, Files files) {
    long rows = rows(id);
    return rows >= 0 && (files.rows() < 0 || rows == files.rows());
  }

  /** As its metadata says, which costs nothing to read; -1 when there is no such table. */
  private long rows(TableId id) {
    Table table = service.table(id);
    return table == null || table.getNumRows() == null ? -1 : table.getNumRows().longValue();
  }

  private void requireRows(TableId id, Files files) {
    long rows = files.rows() < 0 ? -1 : rows(id);
    if (rows != files.rows()) {
      throw otherRows(rows, files);
    }
  }

  static PipelineException otherRows(long rows, Files files) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        "BigQuery loaded %s of %s from %s, but the manifest says %d: `sluice verify` looks at every file of the lake. The warehouse is as it was"
            .formatted(
                Plural.of(rows, "row"),
                files.table(),
                Plural.of(files.paths().size(), "file"),
                files.rows()));
  }

  /** The columns that BigQuery found in the files. */
  private TableColumns found(TableId id) {
    Table table = Objects.requireNonNull(service.table(id));
    Schema schema = Objects.requireNonNull(table.getDefinition().getSchema());
    if (table.getExpirationTime() == null) {
      Table unused =
          service
              .retries()
              .call(() -> table.toBuilder().setExpirationTime(expiry()).build().update());
    }
    return TableColumns.of(schema);
  }
}
