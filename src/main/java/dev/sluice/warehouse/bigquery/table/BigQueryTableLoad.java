// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.table;

import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TimePartitioning;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.LandedRun;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.BigQueryLedger;
import dev.sluice.warehouse.bigquery.ledger.LedgerNotes;
import dev.sluice.warehouse.bigquery.ledger.TableColumns;
import dev.sluice.warehouse.bigquery.ledger.TransactionScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one table equal to its state in a manifest: what changed is loaded aside by {@link
 * #prepare}, and {@link Prepared} becomes part of the transaction.
 */
public final class BigQueryTableLoad {
  private final BigQueryService service;
  private final BigQueryLedger ledger;
  private final StageGroups groups;

  public BigQueryTableLoad(BigQueryService service, BigQueryLedger ledger, StageGroups groups) {
    this.service = service;
    this.ledger = ledger;
    this.groups = groups;
  }

  /**
   * A table to load.
   *
   * @param held the files it was loaded from before; null when it must be loaded whole
   */
  public record Wanted(
      String schema, TableState state, TableTraits traits, @Nullable Set<String> held) {
    /** Its name in the ledger: {@code staging.orders}. */
    String owner() {
      return schema + "." + state.table();
    }

    List<DataFile> fresh() {
      return held == null
          ? state.files()
          : state.files().stream().filter(f -> !held.contains(f.path())).toList();
    }

    /** The fresh files of which the table has no row: not those merged of files that it has. */
    List<DataFile> unseen() {
      return fresh().stream().filter(file -> !isSeen(file)).toList();
    }

    private boolean isSeen(DataFile file) {
      return held != null
          && LandedRun.isMerged(file.path())
          && !file.parts().isEmpty()
          && file.parts().stream().allMatch(part -> held.contains(part.source()));
    }

    /** Whether the rows of all files that it must no longer have are to stay. */
    boolean isMerged() {
      Set<String> parts =
          fresh().stream()
              .filter(this::isSeen)
              .flatMap(file -> file.parts().stream())
              .map(DataFile.Part::source)
              .collect(Collectors.toSet());
      return parts.containsAll(gone());
    }

    /** The files it must no longer have. */
    List<String> gone() {
      Set<String> live = state.files().stream().map(DataFile::path).collect(Collectors.toSet());
      return held == null
          ? List.of()
          : held.stream().filter(p -> !live.contains(p)).sorted().toList();
    }

    long rows() {
      return state.files().stream().mapToLong(DataFile::rows).sum();
    }
  }

  /**
   * A table whose new rows are loaded aside.
   *
   * @param evolution what its columns lack; null when the table itself is not there
   * @param isWhole whether they take the place of all it has
   * @param removed keys whose rows go; null for none
   */
  public record Prepared(
      Wanted wanted,
      TableId target,
      TableColumns columns,
      @Nullable TableEvolution evolution,
      boolean isWhole,
      @Nullable StagedTable removed,
      List<StagedTable> added) {
    /** Whether the table has all its rows already. */
    public boolean isSame() {
      return !isWhole && added.isEmpty() && removed == null && wanted.fresh().isEmpty();
    }

    /** Adds its statements to a transaction. */
    public void into(TransactionScript script, LedgerNotes notes) {
      if (isWhole) {
        script.add("TRUNCATE TABLE " + DatasetPlace.sql(target));
        notes.forget(wanted.owner());
        notes.add(wanted.owner(), wanted.state().files().stream().map(DataFile::path).toList());
      } else {
        notes.remove(wanted.owner(), wanted.gone());
        notes.add(wanted.owner(), wanted.fresh().stream().map(DataFile::path).toList());
      }
      if (removed != null) {
        script.add(removed.deleteFrom(target, wanted.traits().key()));
      }
      added.forEach(stage -> script.add(stage.insertInto(target, columns)));
      notes.count(wanted.owner(), target, wanted.rows());
    }
  }

  /** Loads aside what the table lacks; may be done for many tables at once. */
  public Prepared prepare(Wanted wanted) {
    TableId target = service.place().table(wanted.schema(), wanted.state().table());
    Table there = service.table(target);
    TableColumns held = there == null ? new TableColumns() : columnsOf(there);
    boolean isWhole = there == null || wanted.held() == null || !canExchange(wanted);
    List<StagedTable> stages =
        isWhole
            ? groups.load(wanted, wanted.state().files())
            : wanted.isMerged()
                ? groups.add(wanted, wanted.unseen())
                : groups.load(wanted, wanted.fresh());
    TableColumns columns = wanted.traits().columns(wanted.state(), stages, held);
    TableEvolution evolution = TableEvolution.of(target, held, columns);
    if (there != null && evolution.isMadeAnew() && !isWhole) {
      isWhole = true;
      stages = groups.load(wanted, wanted.state().files());
    }
    StagedTable removed = isWhole || wanted.isMerged() ? null : groups.removed(wanted, columns);
    return new Prepared(
        wanted, target, columns, there == null ? null : evolution, isWhole, removed, stages);
  }

  private static TableColumns columnsOf(Table table) {
    Schema schema = Objects.requireNonNull(table.getDefinition().getSchema());
    return TableColumns.of(schema);
  }

  /** Whether files can be taken out again: rows are found by a key, and some stay. */
  private static boolean canExchange(Wanted wanted) {
    boolean isKeyed = !wanted.traits().key().isEmpty();
    return wanted.isMerged() || (isKeyed && wanted.fresh().size() < wanted.state().files().size());
  }

  /** Brings the table to the columns it must have; each step is harmless alone. */
  public void change(Prepared table) {
    TableEvolution evolution = table.evolution();
    if (evolution == null) {
      service.makeTable(table.target(), definition(table), null);
    } else if (evolution.isMadeAnew()) {
      // From here on the ledger says that it must be loaded whole, should this process die.
      ledger.forget(table.wanted().owner());
      run(madeAnew(table.target(), table));
    } else {
      evolution.statements().forEach(this::run);
    }
  }

  private void run(String statement) {
    List<FieldValueList> unused = service.query(statement);
  }

  private static StandardTableDefinition definition(Prepared table) {
    TableTraits traits = table.wanted().traits();
    StandardTableDefinition.Builder definition =
        StandardTableDefinition.newBuilder().setSchema(table.columns().schema());
    traits
        .partition(table.columns())
        .map(day -> TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField(day.name()))
        .ifPresent(day -> definition.setTimePartitioning(day.build()));
    if (!traits.clusters(table.columns()).isEmpty()) {
      definition.setClustering(
          Clustering.newBuilder().setFields(traits.clusters(table.columns())).build());
    }
    return definition.build();
  }

  /** One statement, so that readers see the table before or after, never empty. */
  static String madeAnew(TableId target, Prepared table) {
    TableTraits traits = table.wanted().traits();
    List<String> clusters = traits.clusters(table.columns());
    StringBuilder sql = new StringBuilder("CREATE OR REPLACE TABLE ");
    sql.append(DatasetPlace.sql(target))
        .append(" (")
        .append(table.columns().definition())
        .append(')');
    traits
        .partition(table.columns())
        .map(d -> d.type().equals("DATE") ? "`" + d.name() + "`" : "DATE(`" + d.name() + "`)")
        .ifPresent(day -> sql.append(" PARTITION BY ").append(day));
    if (!clusters.isEmpty()) {
      sql.append(" CLUSTER BY `").append(String.join("`, `", clusters)).append('`');
    }
    sql.append(" OPTIONS (labels = [('made_by', 'sluice')])");
    List<String> selects = new ArrayList<>();
    table.added().forEach(stage -> selects.add(stage.selectAll(table.columns())));
    if (!selects.isEmpty()) {
      sql.append(" AS ").append(String.join(" UNION ALL ", selects));
    }
    return sql.toString();
  }
}
