// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableResult;
import dev.sluice.fixture.BigQueryServer;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.LakeBucket;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.WarehouseSpec.Way;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.Concurrently;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.client.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** Datasets and a bucket of a test's own, on servers that stand in for Google Cloud. */
final class BigQueryRig implements AutoCloseable {
  static final Retries FAST = new Retries(4, Duration.ofMillis(4));

  /** Tables one after another, so that faults meet the same one each time. */
  static final Concurrently IN_TURN = new Concurrently(1);

  private final @Nullable BigQueryServer own =
      BigQueryServer.isBuilt() ? new BigQueryServer(null) : null;
  private final String endpoint = own == null ? Emulators.bigquery() : own.endpoint();
  private final LakeBucket bucket = new LakeBucket(Emulators.gcs());
  private final WarehouseSpec spec;
  private final BigQueryService service;

  BigQueryRig(List<WarehouseSpec.Table> known) throws Exception {
    String prefix = "it_" + UUID.randomUUID().toString().replace('-', '_');
    spec = new WarehouseSpec(WarehouseSpec.BIGQUERY, "p-test." + prefix, known);
    service = BigQueryService.of(DatasetPlace.of(spec.location()), endpoint, FAST);
  }

  String endpoint() {
    return endpoint;
  }

  LakeBucket bucket() {
    return bucket;
  }

  WarehouseSpec spec() {
    return spec;
  }

  BigQueryService service() {
    return service;
  }

  Warehouse warehouse() {
    return warehouse(endpoint);
  }

  /** The same warehouse behind another address. */
  Warehouse warehouse(String address) {
    return warehouse(address, IN_TURN);
  }

  Warehouse warehouse(String address, Concurrently atOnce) {
    return new BigQueryWarehouse(spec, address, null, FAST, atOnce);
  }

  /** Where rows are appended: {@code host:port}. */
  String rowsEndpoint() {
    return own == null ? Emulators.bigqueryRows() : own.rowsEndpoint();
  }

  /** The same warehouse, to whose growing tables rows are appended. */
  Warehouse appending() {
    return appending(endpoint, rowsEndpoint());
  }

  /** The same behind other addresses. */
  Warehouse appending(String address, String rowsAddress) {
    // A run tells Beam where its lake is.
    FileSystems.setDefaultPipelineOptions(RemoteFiles.configure(PipelineOptionsFactory.create()));
    return new BigQueryWarehouse(spec.by(Way.APPENDS), address, rowsAddress, FAST, IN_TURN);
  }

  /** The tables aside that were filled by appending rows. */
  List<String> appended() {
    return tables(DatasetPlace.OWN).stream().filter(name -> name.startsWith("app_")).toList();
  }

  List<String> rows(String schema, String table, String... columns) throws Exception {
    List<String> items = new ArrayList<>();
    for (String column : columns) {
      String name = column.startsWith("{") ? column.substring(1) : column;
      items.add(
          column.startsWith("{")
              ? "TO_JSON_STRING(`%1$s`) AS `%1$s`".formatted(name)
              : "`" + name + "`");
    }
    String from = DatasetPlace.sql(service.place().table(schema, table));
    String query = "SELECT " + String.join(", ", items) + " FROM " + from;
    TableResult result = service.client().query(QueryJobConfiguration.of(query));
    List<String> rows = new ArrayList<>();
    List<Field> fields = result.getSchema().getFields();
    result
        .iterateAll()
        .forEach(
            row -> {
              List<String> values = new ArrayList<>();
              for (int i = 0; i < fields.size(); i++) {
                values.add(text(row.get(i), fields.get(i).getType().getStandardType()));
              }
              rows.add(String.join("|", values));
            });
    rows.sort(null);
    return rows;
  }

  private static String text(FieldValue value, StandardSQLTypeName type) {
    if (value.isNull()) {
      return "null";
    }
    return switch (type) {
      case TIMESTAMP -> value.getTimestampInstant().toString();
      case NUMERIC, BIGNUMERIC -> value.getNumericValue().stripTrailingZeros().toPlainString();
      default -> value.getStringValue();
    };
  }

  List<String> tables(String schema) {
    List<String> names = new ArrayList<>();
    for (Table table : service.client().listTables(service.place().dataset(schema)).iterateAll()) {
      names.add(table.getTableId().getTable());
    }
    names.sort(null);
    return names;
  }

  /** A shared server reads its whole catalog for each statement, so that nothing is left in it. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
      return;
    }
    for (String schema : List.of(DatasetPlace.STAGING, DatasetPlace.PRODUCTION, DatasetPlace.OWN)) {
      service
          .client()
          .delete(service.place().dataset(schema), DatasetDeleteOption.deleteContents());
    }
  }
}
