// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.file.AuditColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a table beside its rows.
 *
 * @param spec what the spec says of it, where it is an extracted one
 * @param model what the spec says of it, where it is a model
 * @param columns in their order
 */
public record TableFacts(
    LookedTable table,
    Optional<TableSpec> spec,
    Optional<ModelSpec> model,
    List<ColumnFacts> columns) {

  /**
   * What is known of a column.
   *
   * @param type as the kernel spells it
   * @param marks what else there is to say, such as that it is part of the key
   * @param doc what the author says of it; empty when nothing
   */
  public record ColumnFacts(
      String name, String type, boolean isNullable, List<String> marks, String doc) {
    public ColumnFacts {
      marks = List.copyOf(marks);
    }
  }

  public TableFacts {
    columns = List.copyOf(columns);
  }

  /** Those of a table of a state. */
  public static TableFacts of(PipelineSpec pipeline, LookedTable table) {
    boolean isPublished = table.state().isPublished();
    String name = table.state().table();
    Optional<TableSpec> spec = isPublished ? pipeline.table(name) : Optional.empty();
    Optional<ModelSpec> model = isPublished ? pipeline.model(name) : Optional.empty();
    TableFacts bare = new TableFacts(table, spec, model, List.of());
    List<ColumnFacts> columns = table.own().columns().stream().map(bare::facts).toList();
    return new TableFacts(table, spec, model, columns);
  }

  /** The columns that identify a row; empty when none do. */
  public List<String> key() {
    return spec.map(t -> t.load().key()).or(() -> model.map(ModelSpec::key)).orElse(List.of());
  }

  /** What the author says of it. */
  public About about() {
    return spec.map(TableSpec::about).or(() -> model.map(ModelSpec::about)).orElse(About.NOTHING);
  }

  /** Whether the spec does not have it any more. */
  public boolean isLeft() {
    return table.state().isPublished() && spec.isEmpty() && model.isEmpty();
  }

  private ColumnFacts facts(Column column) {
    TableState state = table.state();
    TableSchema contract =
        spec.map(TableSpec::schema).or(() -> model.map(ModelSpec::output)).orElse(state.schema());
    Optional<Column> known = contract.column(column.name());
    boolean isAdded =
        state.isPublished() && AuditColumns.addedTo(state.schema()).contains(column.name());
    boolean isNullable =
        !isAdded && state.schema().column(column.name()).map(Column::nullable).orElse(true);
    List<String> marks = new ArrayList<>();
    if (key().contains(column.name())) {
      marks.add("key");
    }
    if (known.map(Column::pii).orElse(false)
        || state.schema().column(column.name()).map(Column::pii).orElse(false)) {
      marks.add("personal");
    }
    known
        .map(Column::symbols)
        .filter(all -> !all.isEmpty())
        .ifPresent(all -> marks.add("one of " + String.join(", ", all)));
    if (!about().ofColumn(column.name()).isEmpty()) {
      marks.add(about().ofColumn(column.name()));
    }
    if (isAdded) {
      marks.add("added by Sluice");
    }
    if (state.kind() != Kind.RAW && state.isPublished() && known.isEmpty() && !isAdded) {
      marks.add("not in the spec");
    }
    String doc = known.map(Column::doc).orElse("");
    return new ColumnFacts(column.name(), column.type(), isNullable, marks, doc);
  }
}
