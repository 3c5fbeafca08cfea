// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.file;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.LetterColumns;
import dev.sluice.table.TableState;
import dev.sluice.table.key.DeletedRows;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides of which columns the least and greatest values may be told: whatever notes something of a
 * file, on its way or in a document, notes what this leaves of it. What it does not know, it hides.
 *
 * @param schemas of every table and model, by name
 */
public record Concealment(Map<String, TableSchema> schemas) implements Serializable {

  /** The columns of dead letters that hold no part of a record. */
  private static final Set<String> OF_LETTERS =
      Set.of(
          LetterColumns.ID,
          "run_id",
          "created_at",
          LetterColumns.TABLE,
          LetterColumns.STAGE,
          "origin",
          "origin_row",
          LetterColumns.FORMAT,
          LetterColumns.SHA256,
          LetterColumns.BYTES);

  /** The columns of rows against checks that say of which check they are. */
  private static final Set<String> OF_CHECK_ROWS =
      Set.of("run_id", "created_at", LetterColumns.TABLE, "check_name");

  public Concealment {
    schemas = Map.copyOf(schemas);
  }

  /** What a pipeline's contracts say. */
  public static Concealment of(PipelineSpec spec) {
    Map<String, TableSchema> schemas = new HashMap<>();
    spec.tables().forEach(table -> schemas.put(table.name(), table.schema()));
    spec.models().forEach(model -> schemas.put(model.name(), model.output()));
    return new Concealment(schemas);
  }

  /** What may be told of a file. */
  DataFile of(DataFile file) {
    return file.concealing(column -> !isOpen(file.table(), column));
  }

  /** The same of every file of a table. */
  public TableState of(TableState state) {
    return state.withData(state.data().map(this::of));
  }

  private boolean isOpen(String table, String column) {
    TableSchema schema = schemas.get(DeletedRows.owner(table));
    if (schema != null) {
      return schema.column(column).map(known -> !known.pii()).orElse(AuditColumns.isOne(column));
    }
    if (LakeTables.isRaw(table)) {
      // A value may stand in a wrong column, or in one the contract does not know.
      TableSchema typed = schemas.get(LakeTables.ofRaw(table));
      return typed != null && !typed.hasPii();
    }
    if (table.equals(LakeTables.CHECK_ROWS)) {
      return OF_CHECK_ROWS.contains(column);
    }
    return table.equals(LakeTables.DEAD_LETTERS)
        ? OF_LETTERS.contains(column)
        : table.equals(LakeTables.REPLAYS);
  }
}
