// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.bind.Binder;
import dev.sluice.bind.BoundStatement;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which columns of a model without a schema hold personal data: its statement is bound
 * once more to tables from which the personal columns are gone. What is then as before cannot come
 * from them; when the statement no longer fits, any of its columns might.
 */
final class PersonalColumns implements AutoCloseable {
  private @Nullable Binder binder;

  /**
   * Marks the personal columns of a result.
   *
   * @param schemas of every table known so far
   * @param read those the statement reads
   */
  TableSchema mark(
      TableSchema result, String sql, Map<String, TableSchema> schemas, List<TableSchema> read) {
    if (read.stream().noneMatch(TableSchema::hasPii)) {
      return result;
    }
    Binder bare = binder == null ? Binder.open() : binder;
    binder = bare;
    schemas.forEach((table, schema) -> declare(bare, table, schema));
    BoundStatement without = bare.bindQuery(sql);
    return new TableSchema(
        result.columns().stream()
            .map(column -> isSame(column, without.columns()) ? column : column.personal(true))
            .toList());
  }

  private static void declare(Binder bare, String table, TableSchema schema) {
    List<Column> open = schema.columns().stream().filter(column -> !column.pii()).toList();
    if (!open.isEmpty()) {
      bare.declare(table, new TableSchema(open));
    }
  }

  private static boolean isSame(Column column, TableSchema without) {
    return without.column(column.name()).filter(c -> c.type().equals(column.type())).isPresent();
  }

  @Override
  public void close() {
    if (binder != null) {
      binder.close();
    }
  }
}
