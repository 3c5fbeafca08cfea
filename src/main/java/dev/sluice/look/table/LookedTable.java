// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.bind.filter.RowFilter;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.IcebergSchemas;
import dev.sluice.table.LakeTables;
import dev.sluice.table.LetterColumns;
import dev.sluice.table.TableState;
import dev.sluice.table.column.FieldIds;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A table of a state as a statement reads it: exactly its live files, and of personal columns the
 * tokens. Its files are looked up when its rows are asked for.
 */
public final class LookedTable {
  /** What raw rows have whatever their source says. */
  private static final TableSchema RAW =
      new TableSchema(
          List.of(Column.of("_file", "VARCHAR", true), Column.of("_row", "BIGINT", true)));

  /** What rows against checks are, where there are none. */
  private static final TableSchema CHECK_ROWS =
      new TableSchema(
          List.of(
              Column.of("run_id", "VARCHAR", true),
              Column.of("created_at", "TIMESTAMP WITH TIME ZONE", true),
              Column.of("table_name", "VARCHAR", true),
              Column.of("check_name", "VARCHAR", true),
              Column.of("row_json", "VARCHAR", true)));

  private static final Set<String> RECORDS = Set.of(LetterColumns.PAYLOAD, LetterColumns.HEADER);

  private final String name;
  private final LiveFiles files;
  private final TableState state;
  private final Schema stored;
  private final Masks masks;
  private final @Nullable String owner;

  LookedTable(String name, LiveFiles files, Masks masks) {
    this(name, files, masks, null);
  }

  private LookedTable(String name, LiveFiles files, Masks masks, @Nullable String owner) {
    this.name = name;
    this.files = files;
    this.state = files.state();
    this.stored = files.schema();
    this.masks = masks;
    this.owner = owner;
  }

  /** Of dead letters, those of one table alone. */
  LookedTable of(String table) {
    return new LookedTable(name, files, masks, table);
  }

  /**
   * Only the files that may hold rows which matter to a statement. Of dead letters all: what a
   * statement sees of a record is not what is stored.
   */
  public LookedTable holding(RowFilter filter) {
    return state.kind() == TableState.Kind.DEAD
        ? this
        : new LookedTable(name, files.holding(filter), masks, owner);
  }

  /** As a statement names it, with its schema where it has one, such as {@code raw.orders}. */
  public String name() {
    return name;
  }

  /** Its files. */
  public LiveFiles files() {
    return files;
  }

  /** The state whose rows it has. */
  public TableState state() {
    return state;
  }

  /** Its columns as a statement finds them: a hidden one is a text. */
  public TableSchema columns() {
    return new TableSchema(
        own().columns().stream()
            .map(c -> isHidden(c) ? Column.of(c.name(), "VARCHAR", true).personal(true) : c)
            .toList());
  }

  /** Its columns as they are stored. */
  public TableSchema own() {
    if (stored.columns().isEmpty()) {
      return state.table().equals(LakeTables.CHECK_ROWS)
          ? CHECK_ROWS
          : state.kind() == TableState.Kind.DEAD ? LetterBook.WHEN_WRITTEN : RAW;
    }
    return new TableSchema(
        stored.columns().stream()
            .map(field -> Column.of(field.name(), IcebergSchemas.kernel(field.type()), true))
            .toList());
  }

  private boolean isHidden(Column column) {
    return masks.hides(state, column.name());
  }

  /** A SELECT of its rows. */
  public String select() {
    List<String> items = new ArrayList<>();
    own().columns().forEach(column -> items.add(item(column)));
    String where =
        owner == null
            ? ""
            : " WHERE lower(table_name) = lower(%s)".formatted(SqlName.literal(owner));
    return "SELECT %s FROM %s%s".formatted(String.join(", ", items), relation(), where);
  }

  private String item(Column column) {
    boolean isRecord = state.kind() == TableState.Kind.DEAD && RECORDS.contains(column.name());
    return isRecord ? record(column) : Masks.item(column, isHidden(column));
  }

  /** A dead record may hold what a personal column would. */
  private String record(Column column) {
    String own = Masks.item(column, false);
    return masks
        .openRecords()
        .map(
            open ->
                "CASE WHEN list_contains(%s::VARCHAR[], table_name) THEN %s END AS %2$s"
                    .formatted(SqlName.literals(open), own))
        .orElse(own);
  }

  private String relation() {
    List<String> paths = files.local();
    return paths.isEmpty()
        ? "(" + LakeRelation.empty(own()) + ")"
        : ParquetRead.identified(paths, FieldIds.read(stored));
  }

  /** A statement that gives its rows, where it is known by its name. */
  public String from() {
    int dot = name.indexOf('.');
    String table = SqlName.quote(name.substring(dot + 1));
    return "FROM " + (dot < 0 ? table : SqlName.quote(name.substring(0, dot)) + "." + table);
  }
}
