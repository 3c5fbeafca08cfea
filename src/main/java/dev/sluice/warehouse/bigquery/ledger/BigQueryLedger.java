// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.google.cloud.bigquery.FieldValueList;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.warehouse.LoadHistory.Loaded;
import dev.sluice.warehouse.LoadHistory.Shown;
import dev.sluice.warehouse.WarehouseState.Mark;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the datasets hold: tables in dataset {@code PREFIX_sluice} that change in the transaction of
 * the load itself.
 *
 * <p>{@code heads} has a row for each schema, whose number every change raises. Transactions that
 * only insert do not exclude one another in BigQuery; those that update one row do.
 */
public final class BigQueryLedger {
  /** In the message of a transaction that found that another had come before it. */
  static final String OVERTAKEN = "sluice: another load came first";

  private static final String HEADS = "heads";
  private static final List<String> SCHEMAS =
      List.of(DatasetPlace.STAGING, DatasetPlace.PRODUCTION);

  private static final Map<String, String> TABLES =
      Map.of(
          HEADS,
          "name STRING, seq INT64",
          "loads",
          "seq INT64, number INT64, run_id STRING, outcome STRING, created_at STRING,"
              + " loaded_at TIMESTAMP",
          "releases",
          "number INT64, manifest INT64, run_id STRING, published_at TIMESTAMP",
          "files",
          "entry STRING",
          "counts",
          "owner STRING, row_count INT64");

  private final BigQueryService service;

  public BigQueryLedger(BigQueryService service) {
    this.service = service;
  }

  public BigQueryService service() {
    return service;
  }

  public boolean exists() {
    return service.dataset(DatasetPlace.OWN) != null
        && service.table(service.place().table(DatasetPlace.OWN, HEADS)) != null;
  }

  /** Makes the datasets and the ledger's tables where they are missing. */
  public void make() {
    if (exists() && seqs().size() == SCHEMAS.size()) {
      return;
    }
    for (String schema : List.of(DatasetPlace.STAGING, DatasetPlace.PRODUCTION, DatasetPlace.OWN)) {
      service.makeDataset(schema);
    }
    TABLES.forEach(
        (table, columns) ->
            service.makeTable(
                service.place().table(DatasetPlace.OWN, table), columns(columns).schema()));
    for (String schema : SCHEMAS) {
      String name = TransactionScript.literal(schema);
      List<FieldValueList> unused =
          service.query(
              "INSERT INTO %1$s (name, seq) SELECT %2$s, 0 FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM %1$s WHERE name = %2$s)"
                  .formatted(sql(HEADS), name));
    }
  }

  private static TableColumns columns(String definition) {
    return TableColumns.of(
        List.of(definition.split(", ")).stream()
            .map(column -> column.split(" "))
            .map(c -> new BigQueryColumn(c[0], c[1], false, List.of()))
            .toList());
  }

  private String sql(String table) {
    return DatasetPlace.sql(service.place().table(DatasetPlace.OWN, table));
  }

  /** How often each schema changed. */
  public Map<String, Long> seqs() {
    Map<String, Long> seqs = new TreeMap<>();
    for (FieldValueList row : service.query("SELECT name, seq FROM " + sql(HEADS))) {
      seqs.put(row.get(0).getStringValue(), row.get(1).getLongValue());
    }
    return seqs;
  }

  /** The oldest load. */
  @Nullable
  public Mark first() {
    return mark("loads", "seq");
  }

  /** The newest load. */
  @Nullable
  public Mark newest() {
    return mark("loads", "seq DESC");
  }

  /** The newest release. */
  @Nullable
  public Mark newestRelease() {
    return mark("releases", "number DESC");
  }

  private @Nullable Mark mark(String table, String order) {
    List<FieldValueList> rows =
        service.query(
            "SELECT number, run_id FROM " + sql(table) + " ORDER BY " + order + " LIMIT 1");
    return rows.isEmpty()
        ? null
        : new Mark(rows.get(0).get(0).getLongValue(), rows.get(0).get(1).getStringValue());
  }

  /** Whether the last load was of this very manifest, or of a newer one. */
  public boolean isAtOrPast(Loaded load) {
    List<FieldValueList> rows =
        service.query(
            "SELECT number, run_id, outcome, created_at FROM "
                + sql("loads")
                + " ORDER BY seq DESC LIMIT 1");
    if (rows.isEmpty()) {
      return false;
    }
    FieldValueList last = rows.get(0);
    return last.get(0).getLongValue() > load.number()
        || (last.get(0).getLongValue() == load.number()
            && last.get(1).getStringValue().equals(load.runId())
            && last.get(2).getStringValue().equals(load.outcome().name())
            && last.get(3).getStringValue().equals(load.createdAt()));
  }

  /** Whether the last release shown was this one, or a newer one. */
  public boolean isAtOrPast(long release) {
    Mark newest = newestRelease();
    return newest != null && newest.number() >= release;
  }

  /** The paths that each table of a schema was loaded from; a table without files has none. */
  public Map<String, Set<String>> files(String schema) {
    String prefix = schema + ".";
    Map<String, Set<String>> files = new HashMap<>();
    for (FieldValueList row :
        service.query(
            "SELECT owner AS entry FROM %1$s WHERE STARTS_WITH(owner, %3$s) UNION ALL SELECT entry FROM %2$s WHERE STARTS_WITH(entry, %3$s)"
                .formatted(sql("counts"), sql("files"), TransactionScript.literal(prefix)))) {
      String entry = row.get(0).getStringValue();
      int end = entry.indexOf(LedgerNotes.SEPARATOR);
      String table = entry.substring(prefix.length(), end < 0 ? entry.length() : end);
      Set<String> paths = files.computeIfAbsent(table, t -> new HashSet<>());
      if (end >= 0) {
        paths.add(entry.substring(end + 1));
      }
    }
    return files;
  }

  /** The rows that each table of a schema had when it was left. */
  public Map<String, Long> counts(String schema) {
    String prefix = schema + ".";
    Map<String, Long> counts = new HashMap<>();
    for (FieldValueList row :
        service.query(
            "SELECT owner, row_count FROM "
                + sql("counts")
                + " WHERE STARTS_WITH(owner, "
                + TransactionScript.literal(prefix)
                + ")")) {
      counts.put(row.get(0).getStringValue().substring(prefix.length()), row.get(1).getLongValue());
    }
    return counts;
  }

  /** Forgets a table, on its own: the next load then loads all of its files. */
  public void forget(String owner) {
    for (String statement :
        List.of(
            "DELETE FROM " + sql("counts") + " WHERE owner = " + TransactionScript.literal(owner),
            "DELETE FROM " + sql("files") + " WHERE " + LedgerNotes.isOf(owner))) {
      List<FieldValueList> unused = service.query(statement);
    }
  }

  /** Fails the transaction unless nobody changed the schema since; comes first in it. */
  public void take(TransactionScript script, String schema, long seq, long next) {
    script.add(
        "UPDATE %s SET seq = IF(seq = %d, %d, ERROR('%s')) WHERE name = %s"
            .formatted(sql(HEADS), seq, next, OVERTAKEN, TransactionScript.literal(schema)));
  }

  /** Writes notes, and fails the transaction unless each table has the rows it must have. */
  public void write(TransactionScript script, LedgerNotes notes) {
    notes.into(script, sql("files"), sql("counts"));
  }

  public void record(TransactionScript script, List<Loaded> loads, long firstSeq) {
    List<String> rows = new ArrayList<>();
    for (Loaded load : loads) {
      rows.add(
          "(%d, %d, %s, %s, %s, CURRENT_TIMESTAMP())"
              .formatted(
                  firstSeq + rows.size(),
                  load.number(),
                  TransactionScript.literal(load.runId()),
                  TransactionScript.literal(load.outcome().name()),
                  TransactionScript.literal(load.createdAt())));
    }
    insert(script, "loads (seq, number, run_id, outcome, created_at, loaded_at)", rows);
  }

  public void record(TransactionScript script, List<Shown> releases) {
    List<String> rows = new ArrayList<>();
    for (Shown release : releases) {
      rows.add(
          "(%d, %d, %s, CURRENT_TIMESTAMP())"
              .formatted(
                  release.number(),
                  release.manifest(),
                  TransactionScript.literal(release.runId())));
    }
    insert(script, "releases (number, manifest, run_id, published_at)", rows);
  }

  private void insert(TransactionScript script, String into, List<String> rows) {
    if (!rows.isEmpty()) {
      int end = into.indexOf(' ');
      script.add(
          "INSERT INTO "
              + sql(into.substring(0, end))
              + into.substring(end)
              + " VALUES "
              + String.join(", ", rows));
    }
  }

  /**
   * Adds what brings the tables of history up to a run.
   *
   * @param number of its entry in the lake's log
   * @param isAnew whether nothing of what is there is kept
   */
  public void tell(TransactionScript script, String lake, long number, boolean isAnew) {
    new LedgerHistory(service, lake).follow(script, number, isAnew);
  }

  /** Forgets everything. */
  public void clear(TransactionScript script) {
    for (String table : List.of("loads", "releases", "files", "counts")) {
      script.add("DELETE FROM " + sql(table) + " WHERE TRUE");
    }
  }
}
