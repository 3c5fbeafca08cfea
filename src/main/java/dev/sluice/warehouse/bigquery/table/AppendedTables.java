// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.warehouse.bigquery.append.AppendClient;
import dev.sluice.warehouse.bigquery.append.NotAppendableException;
import dev.sluice.warehouse.bigquery.append.PendingStream;
import dev.sluice.warehouse.bigquery.append.RowSchema;
import dev.sluice.warehouse.bigquery.append.RowWriter;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.BigQueryRefusal;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files of the lake into tables of their own by appending their rows, which takes less time
 * than a load job and is paid for.
 *
 * <p>Every attempt fills a table of its own, in one commit of one write stream, and then gives it
 * the name that follows from the files: an empty table of that name, which can be made once, says
 * where the rows are. So an attempt that dies anywhere leaves a table that nobody looks at and that
 * expires; one that comes second uses the table of the first; and what was appended for {@code
 * staging} is used for {@code production} too.
 */
public final class AppendedTables {
  private static final Logger LOG = LoggerFactory.getLogger(AppendedTables.class);

  /** Long enough for {@code production} to follow; there may be many of them in a day. */
  private static final Duration KEPT = Duration.ofHours(6);

  /** A name goes so long before the rows it stands for: who finds it has time to use them. */
  private static final Duration USED = Duration.ofHours(1);

  private static final StandardTableDefinition NAME =
      StandardTableDefinition.of(Schema.of(Field.of("aside", StandardSQLTypeName.STRING)));

  /** What was said once is known. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private final BigQueryService service;
  private final AppendClient client;
  private final String lake;

  public AppendedTables(BigQueryService service, AppendClient client, String lake) {
    this.service = service;
    this.client = client;
    this.lake = lake;
  }

  /**
   * Brings files that are not there yet.
   *
   * @param stamp as in {@link StagedTable}
   * @throws NotAppendableException when rows do not carry what the files hold
   * @throws PipelineException WAREHOUSE when BigQuery refuses; LAKE_READ when a file is lost, or
   *     has other rows than the manifest says
   */
  StagedTable load(StagedTables.Files files, @Nullable Instant stamp) {
    TableColumns columns = files.columns();
    if (columns == null) {
      throw new NotAppendableException("the types of its columns are known from its files alone");
    }
    RowSchema schema = RowSchema.of(columns.all());
    String name = "%s_%d_%s".formatted(files.table(), files.manifest(), files.digest());
    TableId mark = service.place().table(DatasetPlace.OWN, "app_" + name);
    TableId aside = named(mark);
    if (aside == null) {
      Instant expires = Instant.now().plus(KEPT);
      TableId filled = fill(name, files, schema, expires);
      service.makeTable(mark, NAME, expires.minus(USED).toEpochMilli(), filled.getTable());
      aside = named(mark);
    }
    if (aside == null) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "%s was removed while it was needed; nothing is shown of it. Run the same command again"
              .formatted(mark.getTable()));
    }
    return new StagedTable(aside, TableColumns.of(schema.columns()), stamp, files.isMerged());
  }

  /** Says why files of a table go by load jobs all the same; once in a process. */
  static void say(String table, NotAppendableException why) {
    String said = "%s goes by load jobs: %s".formatted(table, why.getMessage());
    if (SAID.add(said)) {
      LOG.warn("{}", said);
    }
  }

  /** The table that a name stands for; null before it was given. */
  private @Nullable TableId named(TableId mark) {
    Table there = service.table(mark);
    String aside = there == null ? null : there.getDescription();
    return aside == null ? null : service.place().table(DatasetPlace.OWN, aside);
  }

  private TableId fill(String name, StagedTables.Files files, RowSchema schema, Instant expires) {
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    TableId aside = service.place().table(DatasetPlace.OWN, "stg_" + name + "_" + attempt);
    StandardTableDefinition definition =
        StandardTableDefinition.of(TableColumns.of(schema.columns()).schema());
    service.makeTable(aside, definition, expires.toEpochMilli());
    try (PendingStream stream = PendingStream.open(client, aside, schema)) {
      send(files, schema, stream);
      long rows = stream.end();
      if (rows != files.rows()) {
        throw StagedTables.otherRows(rows, files);
      }
      stream.commit();
      return aside;
    } catch (ApiException e) {
      throw BigQueryRefusal.of("Cannot append to " + files.table(), e);
    }
  }

  private void send(StagedTables.Files files, RowSchema schema, PendingStream stream) {
    RowWriter writer = new RowWriter(schema, stream::append);
    List<String> folder = List.of(ObjectStore.of(lake).folder().toString());
    long memory = KernelSettings.memoryFor(schema.columns().size());
    try (Kernel kernel = Kernel.open(new KernelSettings(memory, "", folder))) {
      for (String path : files.paths()) {
        // One by one: each is read with the types it has.
        String file = ParquetRead.of(List.of(local(path)));
        kernel.about("Reading " + path).scan("SELECT * FROM " + file, writer::write);
      }
      writer.flush();
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "Cannot read the files of %s: %s: `sluice verify` looks at every file of the lake. The warehouse is as it was"
              .formatted(files.table(), e.getMessage()),
          e);
    }
  }

  private String local(String path) {
    try {
      return ObjectStore.of(lake).fetch(path).toString();
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "it is lost" : String.valueOf(e.getMessage());
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "Cannot read %s/%s: %s; `sluice verify` looks at every file of the lake. The warehouse is as it was"
              .formatted(lake, path, why),
          e);
    }
  }
}
