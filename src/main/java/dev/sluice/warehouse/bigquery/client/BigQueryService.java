// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.client;

import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** BigQuery as this package sees it: every request is tried again as {@link Retries} says. */
public final class BigQueryService {
  /** Where a server stands in for BigQuery; its requests carry no credentials. */
  public static final String ENDPOINT = "BIGQUERY_EMULATOR_HOST";

  /** Marks the tables that Sluice made, so that it never drops another. */
  static final Map<String, String> OURS = Map.of("made_by", "sluice");

  private static final int CONFLICT = 409;

  private final BigQuery client;
  private final DatasetPlace place;
  private final Retries retries;

  private BigQueryService(BigQuery client, DatasetPlace place, Retries retries) {
    this.client = client;
    this.place = place;
    this.retries = retries;
  }

  /** Application default credentials are used unless an endpoint is given. */
  public static BigQueryService of(DatasetPlace place, @Nullable String endpoint, Retries retries) {
    BigQueryOptions.Builder options =
        BigQueryOptions.newBuilder()
            .setProjectId(place.project())
            .setRetrySettings(ServiceOptions.getNoRetrySettings());
    if (endpoint != null && !endpoint.isEmpty()) {
      options.setHost(endpoint).setCredentials(NoCredentials.getInstance());
    }
    try {
      return new BigQueryService(options.build().getService(), place, retries);
    } catch (RuntimeException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "Cannot reach "
              + place
              + ": "
              + e.getMessage()
              + " Log in with `gcloud auth application-default login`, or run with a service"
              + " account",
          e);
    }
  }

  public BigQuery client() {
    return client;
  }

  public DatasetPlace place() {
    return place;
  }

  public Retries retries() {
    return retries;
  }

  /** Where the datasets are; null for BigQuery's default, or when there are none yet. */
  @Nullable
  public String location() {
    Dataset own = dataset(DatasetPlace.OWN);
    String asked = place.location().isEmpty() ? null : place.location();
    return own == null || own.getLocation() == null ? asked : own.getLocation();
  }

  @Nullable
  public Dataset dataset(String schema) {
    return retries.call(() -> client.getDataset(place.dataset(schema)));
  }

  /** Makes a dataset unless it is there. */
  public void makeDataset(String schema) {
    if (dataset(schema) == null) {
      DatasetInfo.Builder info = DatasetInfo.newBuilder(place.dataset(schema)).setLabels(OURS);
      if (!place.location().isEmpty()) {
        info.setLocation(place.location());
      }
      tolerant(() -> client.create(info.build()));
    }
  }

  @Nullable
  public Table table(TableId id) {
    return retries.call(() -> client.getTable(id));
  }

  /** Makes a table unless it is there. */
  public void makeTable(TableId id, StandardTableDefinition definition, @Nullable Long expires) {
    makeTable(id, definition, expires, null);
  }

  /**
   * Makes a table that says something, unless one of its name is there: that says what it said.
   *
   * @param expires in milliseconds since 1970; null for never
   */
  public void makeTable(
      TableId id,
      StandardTableDefinition definition,
      @Nullable Long expires,
      @Nullable String description) {
    TableInfo.Builder info = TableInfo.newBuilder(id, definition).setLabels(OURS);
    if (expires != null) {
      info.setExpirationTime(expires);
    }
    if (description != null) {
      info.setDescription(description);
    }
    tolerant(() -> client.create(info.build()));
  }

  public void makeTable(TableId id, Schema schema) {
    if (table(id) == null) {
      makeTable(id, StandardTableDefinition.of(schema), null);
    }
  }

  /** What was made by another in between is as good. */
  private <T> void tolerant(java.util.function.Supplier<T> create) {
    try {
      Object unused = retries.call(create);
    } catch (BigQueryException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  /** The tables of a schema that Sluice made. */
  public List<TableId> ownTables(String schema) {
    return retries.call(
        () -> {
          List<TableId> ours = new ArrayList<>();
          for (Table table : client.listTables(place.dataset(schema)).iterateAll()) {
            if (OURS.entrySet().stream()
                .allMatch(l -> l.getValue().equals(table.getLabels().get(l.getKey())))) {
              ours.add(table.getTableId());
            }
          }
          return ours;
        });
  }

  public void drop(TableId table) {
    boolean unused = retries.call(() -> client.delete(table));
  }

  /** The rows of a statement that only reads. */
  public List<FieldValueList> query(String sql) {
    return rows(QueryJobConfiguration.newBuilder(sql));
  }

  /** The same, where names of tables without a dataset are those of {@code staging}. */
  public List<FieldValueList> ask(String sql) {
    return rows(
        QueryJobConfiguration.newBuilder(sql)
            .setDefaultDataset(place.dataset(DatasetPlace.STAGING)));
  }

  private List<FieldValueList> rows(QueryJobConfiguration.Builder asked) {
    QueryJobConfiguration query = asked.setUseLegacySql(false).setUseQueryCache(false).build();
    return retries.call(
        () -> {
          try {
            List<FieldValueList> rows = new ArrayList<>();
            client.query(query).iterateAll().forEach(rows::add);
            return rows;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(ErrorCode.WAREHOUSE, "Stopped while reading " + place, e);
          }
        });
  }

  public long count(TableId table) {
    return query("SELECT COUNT(*) FROM " + DatasetPlace.sql(table)).get(0).get(0).getLongValue();
  }
}
