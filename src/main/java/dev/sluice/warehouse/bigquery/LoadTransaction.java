// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.TableId;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.warehouse.bigquery.TransactionChange.Part;
import dev.sluice.warehouse.bigquery.append.AppendClient;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.Concurrently;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.BigQueryJobs;
import dev.sluice.warehouse.bigquery.ledger.BigQueryLedger;
import dev.sluice.warehouse.bigquery.ledger.LedgerNotes;
import dev.sluice.warehouse.bigquery.ledger.TransactionScript;
import dev.sluice.warehouse.bigquery.table.AppendedTables;
import dev.sluice.warehouse.bigquery.table.BigQueryTableLoad;
import dev.sluice.warehouse.bigquery.table.BigQueryTableLoad.Prepared;
import dev.sluice.warehouse.bigquery.table.BigQueryTableLoad.Wanted;
import dev.sluice.warehouse.bigquery.table.StageGroups;
import dev.sluice.warehouse.bigquery.table.StagedTables;
import dev.sluice.warehouse.bigquery.table.TableTraits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes schemas equal to manifests, all tables in one transaction. */
final class LoadTransaction {
  /** BigQuery changes 100 tables in a transaction; eight are the ledger's and of history. */
  private static final int MAX_TABLES = 92;

  /** Whoever is overtaken more often than that is so by something that never stops. */
  private static final int TURNS = 3;

  private final BigQueryService service;
  private final BigQueryLedger ledger;
  private final BigQueryJobs jobs;
  private final String lake;
  private final Map<String, TableTraits> traits;
  private final Concurrently atOnce;
  private final @Nullable AppendClient appends;

  /**
   * A transaction.
   *
   * @param appends by which rows come to tables that only grow; null for load jobs alone
   */
  LoadTransaction(
      BigQueryLedger ledger,
      String lake,
      List<WarehouseSpec.Table> known,
      Concurrently atOnce,
      @Nullable AppendClient appends) {
    this.service = ledger.service();
    this.appends = appends;
    this.ledger = ledger;
    this.atOnce = atOnce;
    this.jobs = new BigQueryJobs(service, service.location());
    this.lake = lake.endsWith("/") ? lake.substring(0, lake.length() - 1) : lake;
    this.traits =
        known.stream()
            .collect(
                Collectors.toMap(
                    WarehouseSpec.Table::name,
                    t -> new TableTraits(t.key(), t.isText(), t.partitionBy(), t.isGrowing())));
    if (!lake.startsWith("gs://")) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "BigQuery is loaded from a lake on Cloud Storage, but the lake is " + lake);
    }
  }

  /**
   * Makes a change unless it is made already. When another process changed the schema meanwhile,
   * all is looked at again.
   */
  void commit(TransactionChange change, BooleanSupplier isMade) {
    for (int turn = 1; !isMade.getAsBoolean(); turn++) {
      try {
        commit(change);
        return;
      } catch (BigQueryJobs.OvertakenException e) {
        if (turn == TURNS) {
          throw new PipelineException(
              ErrorCode.WAREHOUSE,
              "Another process loads "
                  + service.place()
                  + " at the same time and came first "
                  + TURNS
                  + " times; nothing of this run is shown. Run the same command again",
              e);
        }
      }
    }
  }

  private void commit(TransactionChange change) {
    Map<String, Long> seqs = ledger.seqs();
    seqs.keySet().retainAll(change.schemas());
    TransactionScript script = new TransactionScript();
    long step = Math.max(1, change.loads().size());
    seqs.forEach((schema, seq) -> ledger.take(script, schema, seq, seq + step));
    if (change.isAnew()) {
      ledger.clear(script);
    }
    LedgerNotes notes = new LedgerNotes();
    int changed = 0;
    for (Part part : change.parts()) {
      changed += fill(part, change.isAnew(), script, notes);
    }
    requireFew(changed);
    ledger.write(script, notes);
    ledger.record(script, change.loads(), seqs.getOrDefault(DatasetPlace.STAGING, 0L) + 1);
    ledger.record(script, change.releases());
    if (!change.loads().isEmpty()) {
      long newest = change.loads().get(change.loads().size() - 1).number();
      ledger.tell(script, lake, newest, change.isAnew());
    }
    Map<String, Long> after = new TreeMap<>();
    seqs.forEach((schema, seq) -> after.put(schema, seq + step));
    run(script, () -> ledger.seqs().entrySet().containsAll(after.entrySet()));
    change.parts().forEach(this::dropOthers);
  }

  private void run(TransactionScript script, BooleanSupplier isDone) {
    String key = "sluice_commit_" + service.place().prefix() + "_" + script.digest();
    Failpoints.around(
        Step.WAREHOUSE_COMMIT,
        () -> {
          Job unused =
              jobs.run(
                  "Cannot change " + service.place(),
                  key,
                  script.job(),
                  job -> isDone.getAsBoolean());
        });
  }

  /** Loads aside what a schema lacks, adds to the script what shows it, and counts the tables. */
  private int fill(Part part, boolean isAnew, TransactionScript script, LedgerNotes notes) {
    StagedTables stages = new StagedTables(service, jobs, lake);
    Instant runTime = Instant.parse(part.manifest().run().createdAt());
    AppendedTables appended = appends == null ? null : new AppendedTables(service, appends, lake);
    StageGroups groups = new StageGroups(stages, appended, part.manifest().number(), runTime);
    BigQueryTableLoad load = new BigQueryTableLoad(service, ledger, groups);
    Map<String, Set<String>> held = ledger.files(part.schema());
    List<Wanted> wanted = new ArrayList<>();
    for (TableState state : wanted(part)) {
      Set<String> files = isAnew ? null : held.get(state.table());
      wanted.add(new Wanted(part.schema(), state, traits(state), files));
    }
    List<Prepared> prepared = atOnce.each(wanted, load::prepare);
    prepared.forEach(load::change);
    List<Prepared> changed = prepared.stream().filter(table -> !table.isSame()).toList();
    changed.forEach(table -> table.into(script, notes));
    Set<String> names = names(part);
    for (String gone : held.keySet()) {
      if (!names.contains(gone)) {
        empty(part.schema(), gone, script, notes);
      }
    }
    return changed.size();
  }

  private void requireFew(int changed) {
    if (changed > MAX_TABLES) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE,
          "%d tables of %s change, and BigQuery changes at most %d in one transaction: cut the pipeline into several. Nothing is shown of this run"
              .formatted(changed, service.place(), MAX_TABLES));
    }
  }

  /** The table itself goes after the transaction: BigQuery drops none inside of one. */
  private void empty(String schema, String table, TransactionScript script, LedgerNotes notes) {
    TableId id = service.place().table(schema, table);
    if (service.table(id) != null) {
      script.add("TRUNCATE TABLE " + DatasetPlace.sql(id));
    }
    notes.forget(schema + "." + table);
  }

  private void dropOthers(Part part) {
    Set<String> names = names(part);
    for (TableId table : service.ownTables(part.schema())) {
      if (!names.contains(table.getTable())) {
        service.drop(table);
      }
    }
  }

  /** A table of which not even the columns are known yet is not made. */
  private static List<TableState> wanted(Part part) {
    return part.tables().stream()
        .filter(
            t ->
                !t.files().isEmpty()
                    || (t.kind() != TableState.Kind.RAW && !t.schema().columns().isEmpty()))
        .toList();
  }

  private static Set<String> names(Part part) {
    return wanted(part).stream().map(TableState::table).collect(Collectors.toSet());
  }

  private TableTraits traits(TableState state) {
    boolean isRaw = state.kind() == TableState.Kind.RAW && LakeTables.isRaw(state.table());
    TableTraits found =
        traits.getOrDefault(
            isRaw ? LakeTables.ofRaw(state.table()) : state.table(), TableTraits.UNKNOWN);
    if (isRaw) {
      return new TableTraits(List.of(), found.isText(), null, true);
    }
    return state.kind() == TableState.Kind.DEAD
        ? new TableTraits(found.key(), found.isText(), found.partitionBy(), true)
        : found;
  }
}
