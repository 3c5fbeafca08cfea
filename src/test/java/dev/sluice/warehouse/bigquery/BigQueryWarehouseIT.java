// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableResult;
import dev.sluice.fixture.Bucket;
import dev.sluice.fixture.Emulators;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.WarehouseContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

class BigQueryWarehouseIT extends WarehouseContract {
  private static final Retries FAST = new Retries(4, Duration.ofMillis(4));

  private Bucket bucket;
  private Service service;

  @Override
  protected Warehouse open() throws Exception {
    String endpoint = Emulators.bigquery();
    bucket = new Bucket(Emulators.gcs());
    String prefix = "it_" + UUID.randomUUID().toString().replace('-', '_');
    WarehouseSpec spec = new WarehouseSpec(WarehouseSpec.BIGQUERY, "p-test." + prefix, KNOWN);
    service = Service.of(Place.of(spec.location()), endpoint, FAST);
    return new BigQueryWarehouse(spec, endpoint, FAST);
  }

  /** The server reads its whole catalog for each statement. */
  @AfterEach
  void dropDatasets() {
    for (String schema : List.of(Place.STAGING, Place.PRODUCTION, Place.OWN)) {
      service
          .client()
          .delete(service.place().dataset(schema), DatasetDeleteOption.deleteContents());
    }
  }

  @Override
  protected String place() throws Exception {
    bucket.upload(Path.of(lake.root()));
    return bucket.uri();
  }

  @Override
  protected List<String> rows(String schema, String table, String... columns) throws Exception {
    List<String> items = new ArrayList<>();
    for (String column : columns) {
      items.add(
          column.startsWith("{")
              ? "TO_JSON_STRING(`" + column.substring(1) + "`) AS `" + column.substring(1) + "`"
              : "`" + column + "`");
    }
    String from = Place.sql(service.place().table(schema, table));
    TableResult result =
        service
            .client()
            .query(
                QueryJobConfiguration.of("SELECT " + String.join(", ", items) + " FROM " + from));
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

  @Override
  protected List<String> tables(String schema) {
    List<String> names = new ArrayList<>();
    for (Table table : service.client().listTables(service.place().dataset(schema)).iterateAll()) {
      names.add(table.getTableId().getTable());
    }
    names.sort(null);
    return names;
  }
}
