// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.file;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.store.Sha256;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Content;
import dev.sluice.table.column.StoredColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of statements as Parquet files of an attempt, and reads lake files as
 * relations.
 *
 * <p>Every file has a fresh name, so a retried bundle leaves files that no manifest names, never a
 * changed one. The name of one that a table may have holds its checksum, and its columns have the
 * ids by which the table's schema knows them.
 */
public final class ParquetFiles {
  /** The column by which {@link #writeBucketed} cuts; it is not stored. */
  public static final String BUCKET = "__bucket";

  private static final String OPTIONS =
      "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 4096, RETURN_STATS";

  private ParquetFiles() {}

  /**
   * Writes a statement's result as one file.
   *
   * @param folder relative to the lake's root
   * @return the file, or null when the result has no rows (nothing is left behind then)
   * @throws StatementFailed when the statement fails on its values
   */
  public static @Nullable DataFile write(
      Kernel kernel, Scope run, String table, String folder, Query query) throws StatementFailed {
    StoredColumns columns = StoredColumns.of(kernel, query.sql(), query.inputs());
    String path = folder + "/" + UUID.randomUUID() + ".parquet";
    Path draft = draft(run, path);
    String copy =
        "COPY (%s) TO %s (%s)"
            .formatted(columns.select(query.sql()), SqlName.literal(draft.toString()), OPTIONS);
    List<Map<String, Long>> nulls =
        kernel.rows(copy, query.inputs(), row -> columns.nulls(row.getObject("column_statistics")));
    StoredColumns.Footer footer = footer(columns, draft, nulls.get(0));
    DataFile file = named(run, table, footer, draft, query.origin());
    if (file == null) {
      delete(draft);
      return null;
    }
    return landed(run, file);
  }

  /** The draft under a name that holds its digest; null when it has no rows. */
  private static @Nullable DataFile named(
      Scope run, String table, StoredColumns.Footer footer, Path draft, String origin) {
    if (footer.rows() == 0) {
      return null;
    }
    try {
      Content content = new Content(footer.rows(), Files.size(draft), Sha256.of(draft));
      String name = String.valueOf(draft.getFileName()).replace(".parquet", "");
      Path named = draft.resolveSibling(name + "-" + content.sha256() + ".parquet");
      Path unused = Files.move(draft, named);
      return run.concealment()
          .of(new DataFile(table, -1, relative(run, named), content, footer.columns(), origin));
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot read back " + draft, e);
    }
  }

  private static StoredColumns.Footer footer(
      StoredColumns columns, Path draft, Map<String, Long> nulls) {
    try {
      return columns.identify(draft, nulls);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s. Nothing was committed; run again.".formatted(draft, e),
          e);
    }
  }

  private static String relative(Scope run, Path file) {
    return ObjectStore.of(run.root()).folder().relativize(file).toString();
  }

  /**
   * Writes a statement's result as one file for each value of its column {@link #BUCKET}, on their
   * way to a later step: no table can have them.
   */
  public static List<DataFile> writeBucketed(
      Kernel kernel, Scope run, String table, String folder, Query query) throws StatementFailed {
    Path target = draft(run, folder + "/" + UUID.randomUUID() + "/_").resolveSibling("");
    String copy =
        "COPY (%s) TO %s (%s, PARTITION_BY (%s), FILENAME_PATTERN '{uuid}')"
            .formatted(
                query.sql(), SqlName.literal(target.toString()), OPTIONS, SqlName.quote(BUCKET));
    List<DataFile> files =
        kernel.rows(
            copy, query.inputs(), row -> toFile(run, table, bucketOf(row), row, query.origin()));
    files.forEach(file -> landed(run, file));
    return files;
  }

  /**
   * A statement to write.
   *
   * @param origin recorded in the files
   */
  public record Query(String sql, Map<String, List<RecordBatch>> inputs, String origin) {
    public static Query of(String sql) {
      return new Query(sql, Map.of(), "");
    }
  }

  private static int bucketOf(ResultSet row) throws SQLException {
    Map<?, ?> keys = (Map<?, ?>) row.getObject("partition_keys");
    return Integer.parseInt(String.valueOf(keys.get(BUCKET)));
  }

  private static DataFile toFile(Scope run, String table, int bucket, ResultSet row, String origin)
      throws SQLException {
    String absolute = row.getString("filename");
    long bytes = row.getLong("file_size_bytes");
    Path path = Path.of(absolute);
    try {
      if (Files.size(path) != bytes) {
        throw new PipelineException(
            ErrorCode.LAKE_WRITE,
            "%s has %d bytes, but %d were written".formatted(path, Files.size(path), bytes));
      }
      Content content = new Content(row.getLong("count"), bytes, Sha256.of(path));
      return new DataFile(table, bucket, relative(run, path), content, List.of(), origin);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot read back " + path, e);
    }
  }

  private static Path draft(Scope run, String path) {
    try {
      return ObjectStore.of(run.root()).draft(path);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot create the folder of " + run.absolute(path), e);
    }
  }

  private static DataFile landed(Scope run, DataFile file) {
    try {
      ObjectStore.of(run.root()).land(file.path());
      return file;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s. Nothing was committed; run again."
              .formatted(run.absolute(file.path()), e),
          e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot remove empty file " + path, e);
    }
  }
}
