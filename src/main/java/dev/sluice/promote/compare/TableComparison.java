// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.promote.compare.ProductionChange.Kind;
import dev.sluice.promote.compare.ProductionChange.ProfileChange;
import dev.sluice.promote.compare.ProductionChange.RowChanges;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares two states of one table; columns that Sluice adds are left out. */
public final class TableComparison {
  /** The views of the two states. */
  static final String BEFORE = "__before";

  static final String AFTER = "__after";

  private static final String UNORDERED =
      "values of %s are compared as text: neither type holds those of both (no min, max, mean)";

  private final Kernel kernel;
  private final String root;
  private final PiiTokens tokens;
  private final Map<String, Set<String>> personal;

  /**
   * Compares for a lake.
   *
   * @param personal the columns of each table that are personal by now, whatever its states say
   */
  public TableComparison(
      Kernel kernel, String root, PiiTokens tokens, Map<String, Set<String>> personal) {
    this.kernel = kernel;
    this.root = root;
    this.tokens = tokens;
    this.personal = Map.copyOf(personal);
  }

  /** At least one of the two states is there. */
  public ProductionChange of(
      Optional<TableState> before, Optional<TableState> after, List<String> key)
      throws StatementFailed {
    String table = after.or(() -> before).orElseThrow().table();
    long rowsBefore = rows(before);
    long rowsAfter = rows(after);
    if (before.isEmpty() || after.isEmpty()) {
      Kind kind = before.isEmpty() ? Kind.NEW : Kind.GONE;
      RowChanges all =
          new RowChanges(
              List.of(),
              before.isEmpty() ? rowsAfter : 0,
              before.isEmpty() ? 0 : rowsBefore,
              0,
              List.of());
      return new ProductionChange(table, kind, rowsBefore, rowsAfter, List.of(), all, List.of());
    }
    List<String> schema = schema(before.get().schema(), after.get().schema());
    List<DataFile> gone = before.get().data().lacking(after.get().data());
    List<DataFile> came = after.get().data().lacking(before.get().data());
    if (schema.isEmpty() && contents(gone).equals(contents(came))) {
      return new ProductionChange(
          table, Kind.UNCHANGED, rowsBefore, rowsAfter, List.of(), RowChanges.NONE, List.of());
    }
    boolean isAlike = schema.isEmpty();
    // Rows of a file that both have do not differ, unless they are of other types now.
    view(BEFORE, relation(isAlike ? gone : before.get().files(), before.get()));
    view(AFTER, relation(isAlike ? came : after.get().files(), after.get()));
    TableSchema was = marked(before.get());
    TableSchema then = marked(after.get());
    ComparedColumns compared = ComparedColumns.of(kernel, was, then);
    if (!isAlike) {
      view(BEFORE, compared.relation(relation(before.get().files(), before.get()), then));
      view(AFTER, compared.relation(relation(after.get().files(), after.get()), then));
    }
    RowChanges rows =
        new RowComparison(kernel, tokens)
            .of(compared.all(), key, alone(was, then), alone(then, was));
    boolean isSame = isAlike && rows.added() + rows.removed() + rows.changed() == 0;
    compared.all().stream()
        .filter(column -> !compared.isOrdered(column))
        .forEach(column -> schema.add(UNORDERED.formatted(column.name())));
    return new ProductionChange(
        table,
        isSame ? Kind.UNCHANGED : Kind.CHANGED,
        rowsBefore,
        rowsAfter,
        schema,
        rows,
        isSame ? List.of() : profile(before.get(), after.get(), compared, isAlike));
  }

  /**
   * What would change about the values of columns.
   *
   * @param isAlike whether the views have no more than the files of one side alone
   */
  private List<ProfileChange> profile(
      TableState before, TableState after, ComparedColumns compared, boolean isAlike)
      throws StatementFailed {
    return new ColumnProfiles(kernel, ToldMeasures.of(before), ToldMeasures.of(after))
        .changes(
            compared,
            () -> {
              if (isAlike) {
                view(BEFORE, relation(before.files(), before));
                view(AFTER, relation(after.files(), after));
              }
            });
  }

  /** The columns of a state, personal where they are by now. */
  private TableSchema marked(TableState state) {
    Set<String> names = personal.getOrDefault(state.table(), Set.of());
    return new TableSchema(
        state.schema().columns().stream()
            .map(column -> names.contains(column.name()) ? column.personal(true) : column)
            .toList());
  }

  private static long rows(Optional<TableState> state) {
    return state.map(s -> s.data().rows()).orElse(0L);
  }

  private static List<String> contents(List<DataFile> files) {
    return files.stream().map(file -> file.content().sha256()).sorted().toList();
  }

  private String relation(List<DataFile> files, TableState state) {
    return LakeRelation.of(root, files, state.schema());
  }

  private void view(String name, String rows) throws StatementFailed {
    kernel.execute("CREATE OR REPLACE TEMP VIEW %s AS %s".formatted(SqlName.quote(name), rows));
  }

  private static List<String> schema(TableSchema before, TableSchema after) {
    List<String> differences = new ArrayList<>();
    for (Column column : after.columns()) {
      Optional<Column> old = before.column(column.name());
      if (old.isEmpty()) {
        differences.add("column %s %s is new".formatted(column.name(), column.type()));
      } else if (!old.get().type().equals(column.type())) {
        differences.add(
            "column %s was %s and becomes %s"
                .formatted(column.name(), old.get().type(), column.type()));
      } else if (old.get().nullable() != column.nullable()) {
        differences.add(
            "column %s %s"
                .formatted(
                    column.name(), column.nullable() ? "may be null" : "is never null any more"));
      }
    }
    for (Column column : before.columns()) {
      if (after.column(column.name()).isEmpty()) {
        differences.add("column %s %s is gone".formatted(column.name(), column.type()));
      }
    }
    return differences;
  }

  /** The columns that only one of both states has. */
  private static List<Column> alone(TableSchema one, TableSchema other) {
    return one.columns().stream().filter(column -> other.column(column.name()).isEmpty()).toList();
  }
}
