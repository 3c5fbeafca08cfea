// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.schema.Column;
import dev.sluice.schema.ContractChange;
import dev.sluice.schema.TypeWidening;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Refuses a contract that rows which stay do not fit. Every kind of run passes here, before
 * anything is touched.
 */
final class ContractGuard {
  private static final String WAY_OUT =
      "Let the spec say what it said before; or write `load: replace` in the table, run, and write"
          + " the old `load` again: that run reads the source anew, and rows of files that are no"
          + " longer there go. Where no row of the lake is needed any more, remove the folder %s"
          + " instead; then `sluice rebuild`, and run.";

  private final PipelineSpec spec;
  private final Manifest base;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<List<String>> about = new ArrayList<>();

  private ContractGuard(PipelineSpec spec, Manifest base) {
    this.spec = spec;
    this.base = base;
  }

  /**
   * Compares all contracts with those of the rows that are there.
   *
   * @param stays the tables whose rows stay
   * @return what people should know all the same
   * @throws PipelineException INVALID_VALUE, with all that does not fit
   */
  static List<String> require(PipelineSpec spec, Manifest base, Predicate<TableSpec> stays) {
    ContractGuard guard = compared(spec, base, stays);
    if (!guard.problems.isEmpty()) {
      throw new PipelineException(
              ErrorCode.INVALID_VALUE,
              String.join(" ", guard.problems)
                  + " Nothing was changed. "
                  + WAY_OUT.formatted(spec.lake()))
          .about(guard.about);
    }
    return guard.notes;
  }

  /** What an ordinary run of some tables would say. */
  static List<String> notes(PipelineSpec spec, Manifest base, Predicate<String> isSelected) {
    ContractGuard guard =
        compared(
            spec,
            base,
            table ->
                isSelected.test(table.name()) && table.load().disposition() != Disposition.REPLACE);
    return guard.notes;
  }

  /** Refuses what an ordinary run of some tables would be refused for. */
  static void requireForRun(PipelineSpec spec, Manifest base, Predicate<String> isSelected) {
    List<String> unused =
        require(
            spec,
            base,
            table ->
                isSelected.test(table.name()) && table.load().disposition() != Disposition.REPLACE);
  }

  private static ContractGuard compared(
      PipelineSpec spec, Manifest base, Predicate<TableSpec> stays) {
    ContractGuard guard = new ContractGuard(spec, base);
    for (TableSpec table : spec.tables()) {
      if (stays.test(table)) {
        base.table(table.name()).ifPresent(before -> guard.compare(table, before));
      }
    }
    return guard;
  }

  /** The rows that stay; deleted ones too, for they may come back. */
  private List<Data> rows(TableState state) {
    List<Data> rows = new ArrayList<>(List.of(state.data()));
    base.table(DeletedRows.of(state.table())).ifPresent(deleted -> rows.add(deleted.data()));
    return rows;
  }

  private void compare(TableSpec table, TableState before) {
    List<String> own = new ArrayList<>();
    if (before.kind() == TableState.Kind.MODEL) {
      own.add("they are those of a model, which had this name");
      about.add(List.of("tables", table.name()));
    }
    cursor(table, before, own);
    if (!rows(before).stream().allMatch(Data::isEmpty)) {
      ContractChange change = ContractChange.between(before.schema(), table.schema());
      own.addAll(change.problems());
      change.unfit().forEach(column -> about(table.name(), column));
      change.left().forEach(column -> left(table, before, column, own));
      table.schema().columns().stream()
          .filter(column -> before.schema().column(column.name()).isEmpty())
          .forEach(column -> came(column, before, own));
      change.notes().forEach(note -> notes.add("Table %s: %s.".formatted(table.name(), note)));
    }
    if (!own.isEmpty()) {
      problems.add(
          "The contract of table %s does not fit the rows that are there: %s."
              .formatted(table.name(), own.stream().distinct().collect(Collectors.joining("; "))));
    }
  }

  /** A column that left is missing among those that are there. */
  private void about(String table, String column) {
    List<String> keys = List.of("tables", table, "columns", column);
    if (!about.contains(keys)) {
      about.add(keys);
    }
  }

  private void cursor(TableSpec table, TableState before, List<String> own) {
    String column = table.load().cursor();
    Cursor cursor =
        base.table(LakeTables.raw(table.name())).map(TableState::cursor).orElse(Cursor.NONE);
    if (column == null || !cursor.column().equals(column) || cursor.value().isEmpty()) {
      return;
    }
    String now = table.schema().column(column).map(Column::type).orElse("");
    String old = before.schema().column(column).map(Column::type).orElse(now);
    if (!TypeWidening.holds(now, old)) {
      own.add(
          "the cursor `%s` was %s and is now %s, and how far it was read (%s) is no such value"
              .formatted(column, old, now, cursor.value()));
      about.add(List.of("tables", table.name(), "cursor"));
    }
  }

  private void left(TableSpec table, TableState before, String column, List<String> own) {
    String name = table.name() + "." + column;
    boolean isSaid = spec.policies().names().removed().contains(name);
    boolean isOurs = column.equals(AuditColumns.CREATED) || column.equals(AuditColumns.UPDATED);
    long rows = rows(before).stream().mapToLong(Data::rows).sum();
    if (!isSaid || isOurs) {
      about(table.name(), column);
      own.add(
          "`%s` is not in the schema any more, and %s that %s it%s"
              .formatted(
                  column,
                  Plural.of(rows, "row"),
                  rows == 1 ? "is there has" : "are there have",
                  isOurs
                      ? ""
                      : "; with `removed: ["
                          + name
                          + "]`, or once with `--drop "
                          + name
                          + "`, they are shown without it, and as an alias of another field it goes on under that name"));
    } else {
      notes.add(
          "`%s` of table %s leaves production, which shows its %s without it."
              .formatted(column, table.name(), Plural.of(rows, "row")));
    }
  }

  /** A column that was there once, or that Sluice adds itself, has other values in some files. */
  private void came(Column column, TableState before, List<String> own) {
    LongAdder named = new LongAdder();
    for (Data data : rows(before)) {
      data.each(
          file -> {
            if (hasColumn(file, column.name())) {
              named.add(file.rows());
            }
          });
    }
    long rows = named.sum();
    if (rows > 0) {
      about(before.table(), column.name());
      own.add(
          "`%s` is new, but %s that %s another column of that name"
              .formatted(
                  column.name(),
                  Plural.of(rows, "row"),
                  rows == 1 ? "is there has" : "are there have"));
    }
  }

  /** The footer names only what stands inside of nested columns. */
  private static boolean hasColumn(DataFile file, String name) {
    return file.columns().stream()
        .anyMatch(c -> c.name().equals(name) || c.name().startsWith(name + "."));
  }
}
