// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes one table equal to its state in a manifest: adds new files, or builds it again. */
final class DuckDbTableLoad {
  private final Statement sql;
  private final DuckDbLedger ledger;
  private final ManifestFiles lake;

  DuckDbTableLoad(Statement sql, DuckDbLedger ledger, ManifestFiles lake) {
    this.sql = sql;
    this.ledger = ledger;
    this.lake = lake;
  }

  /** Loads the table into a schema, inside the caller's transaction. */
  void run(String schema, TableState state) throws SQLException {
    String table = state.table();
    if (state.files().isEmpty()
        && (state.kind() == TableState.Kind.RAW || state.schema().columns().isEmpty())) {
      sql.execute("DROP TABLE IF EXISTS " + DuckDbWarehouse.qualified(schema, table));
      ledger.forget(schema, table);
      return;
    }
    DuckDbColumns held = DuckDbColumns.ofTable(sql, schema, table);
    Set<String> loaded = ledger.files(schema, table);
    List<DataFile> fresh = state.files().stream().filter(f -> !loaded.contains(f.path())).toList();
    boolean isKept = fresh.size() + loaded.size() == state.files().size();
    if (held.isEmpty()
        || !isKept
        || state.files().isEmpty()
        || !append(schema, state, held, fresh)) {
      rebuild(schema, state);
    }
  }

  /**
   * Adds new files to a table; false, with nothing done, when it would not have the columns, types
   * and order of a table that is built from all files.
   */
  private boolean append(String schema, TableState state, DuckDbColumns held, List<DataFile> fresh)
      throws SQLException {
    lake.requireWhole(fresh);
    List<Part> parts = parts(state, fresh);
    DuckDbColumns wanted = wanted(state, held, parts);
    boolean isSame =
        isOpen(state)
            ? wanted.minus(held).isEmpty() && wanted.agreesWith(held)
            : wanted.definition().equals(held.definition());
    if (!isSame) {
      return false;
    }
    insert(state, parts, wanted, DuckDbWarehouse.qualified(schema, state.table()));
    ledger.add(schema, state.table(), fresh);
    return true;
  }

  private void rebuild(String schema, TableState state) throws SQLException {
    String target = DuckDbWarehouse.qualified(schema, state.table());
    lake.requireWhole(state.files());
    List<Part> parts = parts(state, state.files());
    DuckDbColumns wanted = wanted(state, new DuckDbColumns(), parts);
    sql.execute("CREATE OR REPLACE TABLE " + target + " (" + wanted.definition() + ")");
    insert(state, parts, wanted, target);
    ledger.forget(schema, state.table());
    ledger.add(schema, state.table(), state.files());
  }

  /** Whether columns that only the files know belong to the table too. */
  private static boolean isOpen(TableState state) {
    return state.kind() == TableState.Kind.RAW || state.kind() == TableState.Kind.DEAD;
  }

  /** Files that are read as one relation, and the columns they have. */
  private record Part(List<DataFile> files, DuckDbColumns found) {}

  /** Partitions say what each source said: a column may be of one type here and another there. */
  private List<Part> parts(TableState state, List<DataFile> files) throws SQLException {
    if (state.kind() != TableState.Kind.RAW) {
      return List.of(new Part(files, found(files)));
    }
    Map<String, Part> parts = new LinkedHashMap<>();
    for (DataFile file : files) {
      DuckDbColumns own = found(List.of(file));
      parts
          .computeIfAbsent(own.definition(), d -> new Part(new ArrayList<>(), own))
          .files()
          .add(file);
    }
    return List.copyOf(parts.values());
  }

  private DuckDbColumns found(Collection<DataFile> files) throws SQLException {
    return files.isEmpty()
        ? new DuckDbColumns()
        : DuckDbColumns.ofRelation(sql, lake.relation(files));
  }

  /** The contract's columns as the files (else the table) type them, then the two times. */
  private static DuckDbColumns wanted(TableState state, DuckDbColumns held, List<Part> parts) {
    DuckDbColumns found = new DuckDbColumns();
    if (isOpen(state)) {
      found.join(held);
    }
    parts.forEach(part -> found.join(part.found()));
    DuckDbColumns wanted = DuckDbColumns.of(state.schema());
    if (isOpen(state)) {
      wanted.retype(found);
      wanted.putMissing(found);
    } else {
      wanted.retype(held);
      wanted.retype(found);
    }
    for (String stamp : DuckDbColumns.STAMPS) {
      if (!wanted.has(stamp)) {
        wanted.put(Column.of(stamp, DuckDbColumns.STAMP_TYPE, true));
      }
    }
    return wanted;
  }

  private void insert(TableState state, List<Part> parts, DuckDbColumns wanted, String target)
      throws SQLException {
    DuckDbColumns contract = DuckDbColumns.of(state.schema());
    List<String> stamps = DuckDbColumns.STAMPS.stream().filter(s -> !contract.has(s)).toList();
    for (Part part : parts) {
      boolean isStamped = stamps.stream().allMatch(part.found()::has);
      insert(part, isStamped ? List.of() : stamps, wanted, target);
    }
  }

  private void insert(Part all, List<String> stamps, DuckDbColumns wanted, String target)
      throws SQLException {
    Map<String, List<DataFile>> byTime = new LinkedHashMap<>();
    for (DataFile file : all.files()) {
      String time = stamps.isEmpty() ? "" : lake.partitionTime(file);
      byTime.computeIfAbsent(time, t -> new ArrayList<>()).add(file);
    }
    for (Map.Entry<String, List<DataFile>> group : byTime.entrySet()) {
      List<DataFile> files = group.getValue();
      DuckDbColumns found = byTime.size() == 1 ? all.found() : found(files);
      List<String> selection = wanted.shared(found);
      for (String stamp : stamps) {
        if (!found.has(stamp)) {
          selection.add(group.getKey() + " AS " + SqlName.quote(stamp));
        }
      }
      insertPart(target, String.join(", ", selection), files);
    }
  }

  private void insertPart(String target, String selection, List<DataFile> files)
      throws SQLException {
    long rows =
        sql.executeLargeUpdate(
            "INSERT INTO "
                + target
                + " BY NAME SELECT "
                + selection
                + " FROM "
                + lake.relation(files));
    long expected = files.stream().mapToLong(DataFile::rows).sum();
    if (rows != expected) {
      lake.requireWhole(files);
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "The files of "
              + target
              + " have "
              + rows
              + " rows, but the manifest says "
              + expected
              + ": `sluice verify` looks at every file of the lake. The warehouse is as it was");
    }
  }
}
