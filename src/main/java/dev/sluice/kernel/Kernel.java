// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.duckdb.DuckDb;
import dev.sluice.kernel.duckdb.KernelMessages;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.kernel.sql.SqlName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBResultSet;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One in-memory DuckDB of one thread: runs statements over batches and over the files it was
 * allowed.
 *
 * <p>It has no other access to the outside, its configuration is locked, its clock zone is UTC, and
 * it keeps rows in order. Not thread-safe: {@link Kernels} lends one to each thread.
 */
public final class Kernel implements AutoCloseable {
  /** For whom a statement runs when nobody else is known. */
  static final String OWN = "A statement";

  private final DuckDBConnection connection;
  private final Duration timeout;
  private final @Nullable SpillFolder own;
  private Statement statement;
  private String subject = OWN;
  private boolean isBroken;

  private Kernel(DuckDBConnection connection, Duration timeout, @Nullable SpillFolder own)
      throws SQLException {
    this.connection = connection;
    this.timeout = timeout;
    this.own = own;
    this.statement = newStatement();
  }

  private Statement newStatement() throws SQLException {
    Statement fresh = connection.createStatement();
    fresh.setQueryTimeout(Math.toIntExact(Math.max(1, timeout.toSeconds())));
    return fresh;
  }

  /**
   * Says for whom the next statements run, so that one that is stopped can be told by its name.
   *
   * @param what as a sentence begins with it, such as {@code Model totals}
   */
  public Kernel about(String what) {
    subject = what;
    return this;
  }

  /**
   * The temporary folder of a kernel that has {@linkplain KernelSettings#aside one of its own}, for
   * files on their way; gone when the kernel is closed.
   */
  public Path scratch() {
    return Path.of(Objects.requireNonNull(own).path());
  }

  /** For whom statements run now. */
  String subject() {
    return subject;
  }

  /** Whether it failed in a way after which it runs nothing more. */
  boolean isBroken() {
    return isBroken;
  }

  /** Opens a kernel; the caller closes it. */
  public static Kernel open(KernelSettings settings) {
    if (!settings.isAside()) {
      String scratch = settings.scratch();
      return open(settings, scratch.isEmpty() ? null : KernelSettings.resolve(scratch), null);
    }
    SpillFolder own = SpillFolder.make();
    try {
      return open(settings, own.path(), own);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private static Kernel open(
      KernelSettings settings, @Nullable String scratch, @Nullable SpillFolder own) {
    try {
      List<String> folders = new ArrayList<>();
      settings.folders().forEach(folder -> folders.add(KernelSettings.resolve(folder)));
      List<String> limits = new ArrayList<>();
      limits.add("threads = 1");
      limits.add("preserve_insertion_order = true");
      limits.add("enable_geoparquet_conversion = false");
      limits.add("memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'");
      if (scratch != null) {
        makeFolder(scratch);
        folders.add(scratch);
        limits.add("temp_directory = " + SqlName.literal(scratch + "/spill"));
      }
      DuckDBConnection connection = DuckDb.memory(folders, limits);
      if (!settings.logicalTime().isEmpty()) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(LogicalTime.definition(settings.logicalTime()));
        }
      }
      return new Kernel(connection, settings.timeout(), own);
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot open the SQL kernel: " + e.getMessage(), e);
    }
  }

  private static void makeFolder(String folder) {
    try {
      Path path = Path.of(folder);
      if (!Files.isDirectory(path)) {
        Path unused = Files.createDirectories(path, ownerOnly(path));
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot make a folder for spilling, %s: %s".formatted(folder, e),
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Runs a query over named inputs, each of which the statement may read once.
   *
   * @param inputs batches of one schema for each name; never an empty list
   * @param origin given to the resulting batches
   * @return the result in batches of at most {@link RecordBatch#MAX_ROWS} rows; empty when it has
   *     no rows
   * @throws StatementFailed when the statement does not fit its inputs or fails on their values
   */
  public List<RecordBatch> query(String sql, Map<String, List<RecordBatch>> inputs, String origin)
      throws StatementFailed {
    return withInputs(inputs, () -> collect(sql, origin));
  }

  /** Runs a query over the allowed files and the views created before. */
  public List<RecordBatch> query(String sql) throws StatementFailed {
    return query(sql, Map.of(), "");
  }

  /** Runs a statement that returns nothing of interest. */
  public void execute(String sql) throws StatementFailed {
    execute(sql, Map.of());
  }

  /** Runs a statement that returns nothing of interest over named inputs. */
  public void execute(String sql, Map<String, List<RecordBatch>> inputs) throws StatementFailed {
    Boolean unused = withInputs(inputs, () -> statement.execute(sql));
  }

  /** Runs a statement that changes or writes rows, and tells how many. */
  public long update(String sql) throws StatementFailed {
    return withInputs(Map.of(), () -> statement.executeLargeUpdate(sql));
  }

  /** Adds a function of a text and a whole number that gives a text; null gives null. */
  public void define(String name, BiFunction<String, Integer, String> function) {
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      var unused =
          builder
              .withName(name)
              .withParameters(DuckDBColumnType.VARCHAR, DuckDBColumnType.INTEGER)
              .withReturnType(DuckDBColumnType.VARCHAR)
              .withNullInNullOut()
              .withVectorizedFunction(
                  (in, out) -> {
                    for (long row = 0; row < in.rowCount(); row++) {
                      if (in.vector(0).isNull(row) || in.vector(1).isNull(row)) {
                        out.setNull(row);
                      } else {
                        String text = in.vector(0).getString(row);
                        out.setString(row, function.apply(text, in.vector(1).getInt(row)));
                      }
                    }
                  })
              .register(connection);
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot add a function to the SQL kernel: " + e.getMessage(), e);
    }
  }

  /** Runs a small query and hands each row to a reader. */
  public <T> List<T> rows(String sql, RowReader<T> reader) throws StatementFailed {
    return rows(sql, Map.of(), reader);
  }

  /** Runs a small query over named inputs and hands each row to a reader. */
  public <T> List<T> rows(String sql, Map<String, List<RecordBatch>> inputs, RowReader<T> reader)
      throws StatementFailed {
    return withInputs(
        inputs,
        () -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
              rows.add(reader.read(result));
            }
          }
          return rows;
        });
  }

  /** Runs a query and hands its result over as it comes, batch by batch; none is kept. */
  public void scan(String sql, Consumer<VectorSchemaRoot> reader) throws StatementFailed {
    Boolean unused =
        withInputs(
            Map.of(),
            () -> {
              try (DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery(sql);
                  ArrowReader batches =
                      (ArrowReader)
                          result.arrowExportStream(ArrowMemory.root(), RecordBatch.MAX_ROWS)) {
                while (batches.loadNextBatch()) {
                  reader.accept(batches.getVectorSchemaRoot());
                }
              }
              return true;
            });
  }

  /** Reads one row of a small result. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Work<T> {
    T run() throws SQLException, IOException;
  }

  private <T> T withInputs(Map<String, List<RecordBatch>> inputs, Work<T> work)
      throws StatementFailed {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (Map.Entry<String, List<RecordBatch>> input : inputs.entrySet()) {
        BatchStream reader = new BatchStream(ArrowMemory.root(), input.getValue());
        open.add(reader);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(ArrowMemory.root());
        open.add(stream);
        Data.exportArrayStream(ArrowMemory.root(), reader, stream);
        connection.registerArrowStream(input.getKey(), stream);
      }
      return work.run();
    } catch (SQLException e) {
      renewStatement();
      throw failure(e);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read a record batch", e);
    } finally {
      closeAll(open);
    }
  }

  private List<RecordBatch> collect(String sql, String origin) throws SQLException, IOException {
    List<RecordBatch> batches = new ArrayList<>();
    try (DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery(sql);
        ArrowReader reader =
            (ArrowReader) result.arrowExportStream(ArrowMemory.root(), RecordBatch.MAX_ROWS)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        if (root.getRowCount() > 0) {
          batches.add(ArrowIpc.write(root, origin));
        }
      }
    }
    return batches;
  }

  private static void closeAll(List<AutoCloseable> open) {
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception e) {
        throw new PipelineException(ErrorCode.INTERNAL, "Cannot release a record batch", e);
      }
    }
  }

  /** A statement that failed is closed by the driver and cannot run another text. */
  private void renewStatement() {
    try {
      statement.close();
      statement = newStatement();
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot continue after a failed statement: " + e.getMessage(), e);
    }
  }

  private StatementFailed failure(SQLException e) {
    String message = KernelMessages.untraced(String.valueOf(e.getMessage()));
    isBroken |= message.startsWith("FATAL") || message.startsWith("INTERNAL Error");
    if (e instanceof SQLTimeoutException) {
      throw new PipelineException(
          ErrorCode.SQL_TIMEOUT,
          "%s took longer than %s and was stopped. Does a WITH RECURSIVE end, or does a join pair all rows with all? If it needs that long, give `sql_timeout` in pipeline.yaml a longer span."
              .formatted(subject, timeout.toSeconds() + " s"),
          e);
    }
    if (message.startsWith("Out of Memory Error")) {
      throw new PipelineException(
          ErrorCode.OUT_OF_MEMORY,
          "%s needs more memory than it may use. %s".formatted(subject, KernelMessages.of(message)),
          e);
    }
    if (message.startsWith("IO Error") || message.startsWith("FATAL")) {
      throw IoFailure.of(e);
    }
    if (message.startsWith("INTERNAL Error")) {
      throw new PipelineException(ErrorCode.INTERNAL, message, e);
    }
    return new StatementFailed(message, e);
  }

  @Override
  public void close() {
    try {
      statement.close();
      connection.close();
    } catch (SQLException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot close the SQL kernel", e);
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }
}
