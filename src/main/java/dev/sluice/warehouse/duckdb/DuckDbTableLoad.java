// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.LandedRun;
import dev.sluice.warehouse.duckdb.DuckDbLedger.Held;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one table equal to its state in a manifest: takes out the rows of files that left, and adds
 * those of files that came; or builds it again.
 */
final class DuckDbTableLoad {
  private static final List<String> STAMPS = DuckDbColumns.STAMPS;

  private final Statement sql;
  private final DuckDbLedger ledger;
  private final ManifestFiles lake;

  DuckDbTableLoad(Statement sql, DuckDbLedger ledger, ManifestFiles lake) {
    this.sql = sql;
    this.ledger = ledger;
    this.lake = lake;
  }

  /** Loads the table into a schema, inside the caller's transaction; false when it has none. */
  boolean run(String schema, TableState state) throws SQLException {
    StoredTable target = StoredTable.of(sql, schema, state.table());
    if (state.files().isEmpty()
        && (state.kind() == TableState.Kind.RAW || state.schema().columns().isEmpty())) {
      target.drop();
      ledger.forget(schema, state.table());
      return false;
    }
    Map<String, Held> held = ledger.files(schema, state.table());
    if (target.columns().isEmpty() || !exchange(schema, state, target, held)) {
      rebuild(schema, state, target);
    }
    return true;
  }

  /**
   * Exchanges files of a table; false when it must be built again, for none of its files stays, or
   * it would not have the columns, types and order of a table that is built from all files.
   */
  private boolean exchange(
      String schema, TableState state, StoredTable target, Map<String, Held> held)
      throws SQLException {
    List<DataFile> fresh = state.files().stream().filter(f -> !held.containsKey(f.path())).toList();
    Map<String, Held> gone = new HashMap<>(held);
    state.files().forEach(file -> gone.remove(file.path()));
    if (fresh.size() == state.files().size()
        || (isOpen(state) && !gone.isEmpty() && !keepsColumns(state, target.columns()))) {
      return false;
    }
    lake.requireWhole(fresh);
    List<Part> parts = parts(state, fresh);
    DuckDbColumns wanted = wanted(state, target.columns(), parts);
    if (!fits(state, wanted, target.columns()) || !remove(target, gone.values())) {
      return false;
    }
    List<Integer> numbers = gone.values().stream().map(Held::number).toList();
    if (!numbers.isEmpty()) {
      ledger.remove(schema, state.table(), numbers);
    }
    int last = held.values().stream().mapToInt(Held::number).max().orElse(0);
    ledger.add(schema, state.table(), insert(state, parts, target, last));
    return true;
  }

  private static boolean fits(TableState state, DuckDbColumns wanted, DuckDbColumns held) {
    return isOpen(state)
        ? wanted.minus(held).isEmpty() && wanted.agreesWith(held)
        : wanted.definition().equals(held.definition());
  }

  /**
   * Whether the live files alone make the columns that the table has: of those that left, none was
   * alone in having one, or a type. What is known of the files tells it without a look at them.
   */
  private static boolean keepsColumns(TableState state, DuckDbColumns held) {
    DuckDbColumns live = new DuckDbColumns();
    Set<List<Column>> seen = new HashSet<>();
    for (DataFile file : state.files()) {
      List<Column> own =
          file.columns().stream().map(c -> Column.of(c.name(), c.type(), true)).toList();
      if (own.stream().anyMatch(column -> column.type().isEmpty())) {
        return false;
      }
      if (seen.add(own)) {
        live.join(DuckDbColumns.of(new TableSchema(own)));
      }
    }
    return live.minus(held).isEmpty()
        && live.agreesWith(held)
        && held.minus(live).stream().allMatch(column -> STAMPS.contains(column.name()));
  }

  /** False when the table has not the rows that the ledger says: somebody changed it. */
  private static boolean remove(StoredTable target, Collection<Held> gone) throws SQLException {
    long rows = gone.stream().mapToLong(Held::rows).sum();
    return gone.isEmpty() || target.remove(gone.stream().map(Held::number).toList()) == rows;
  }

  private void rebuild(String schema, TableState state, StoredTable target) throws SQLException {
    lake.requireWhole(state.files());
    List<Part> parts = parts(state, state.files());
    target.make(wanted(state, new DuckDbColumns(), parts));
    ledger.clear(schema, state.table());
    ledger.add(schema, state.table(), insert(state, parts, target, 0));
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

  private DuckDbColumns found(List<DataFile> files) throws SQLException {
    if (files.isEmpty()) {
      return new DuckDbColumns();
    }
    DuckDbColumns found = DuckDbColumns.ofRelation(sql, lake.relation(files));
    return LandedRun.isAnyMerged(files) ? found.without(LandedRun.COLUMN) : found;
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
    for (String stamp : STAMPS) {
      if (!wanted.has(stamp)) {
        wanted.put(Column.of(stamp, DuckDbColumns.STAMP_TYPE, true));
      }
    }
    return wanted;
  }

  /** Adds the rows of files, and tells the number that each got; the first comes after a number. */
  private Map<DataFile, Integer> insert(
      TableState state, List<Part> parts, StoredTable target, int last) throws SQLException {
    DuckDbColumns contract = DuckDbColumns.of(state.schema());
    List<String> stamps = STAMPS.stream().filter(s -> !contract.has(s)).toList();
    Map<DataFile, Integer> numbers = new LinkedHashMap<>();
    for (Part part : parts) {
      boolean isStamped = stamps.stream().allMatch(part.found()::has);
      for (Selected each : selected(part, isStamped ? List.of() : stamps, target.columns())) {
        int next = last + numbers.size() + 1;
        insert(each, target, next);
        for (int i = 0; i < each.files().size(); i++) {
          numbers.put(each.files().get(i), next + i);
        }
      }
    }
    return numbers;
  }

  /** Files, and what is taken of them. */
  private record Selected(List<DataFile> files, String columns) {}

  private List<Selected> selected(Part all, List<String> stamps, DuckDbColumns wanted)
      throws SQLException {
    Map<String, List<DataFile>> groups = new LinkedHashMap<>();
    for (DataFile file : all.files()) {
      String time = stamps.isEmpty() ? "" : lake.partitionTime(file);
      String alone = all.found().has(ParquetRead.INDEX) ? file.path() : "";
      groups.computeIfAbsent(time + "\n" + alone, t -> new ArrayList<>()).add(file);
    }
    List<Selected> selected = new ArrayList<>();
    for (List<DataFile> files : groups.values()) {
      DuckDbColumns found = groups.size() == 1 ? all.found() : found(files);
      List<String> columns = wanted.shared(found);
      for (String stamp : stamps) {
        if (!found.has(stamp)) {
          columns.add(lake.partitionTime(files.get(0)) + " AS " + SqlName.quote(stamp));
        }
      }
      selected.add(new Selected(files, String.join(", ", columns)));
    }
    return selected;
  }

  private void insert(Selected part, StoredTable target, int first) throws SQLException {
    List<DataFile> files = part.files();
    String number = files.size() == 1 ? "" + first : first + " + " + ParquetRead.INDEX;
    long rows =
        sql.executeLargeUpdate(
            "INSERT INTO %s BY NAME SELECT (%s)::INTEGER AS %s, %s FROM %s"
                .formatted(
                    target.rows(), number, target.number(), part.columns(), lake.relation(files)));
    long expected = files.stream().mapToLong(DataFile::rows).sum();
    if (rows != expected) {
      lake.requireWhole(files);
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "The files of "
              + target.shown()
              + " have "
              + Plural.of(rows, "row")
              + ", but the manifest says "
              + expected
              + ": `sluice verify` looks at every file of the lake. The warehouse is as it was");
    }
  }
}
