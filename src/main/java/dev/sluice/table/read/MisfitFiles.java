// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.schema.Column;
import dev.sluice.schema.TypeWidening;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds files whose columns are not those of their table: nobody can read all of it then. */
public final class MisfitFiles {
  /** A type that travels as text is text in some files. */
  private static final Set<String> TEXTS = Set.of("VARCHAR", "UUID");

  private MisfitFiles() {}

  /**
   * What does not fit, each a sentence without an end, and at most one for each column. A file that
   * cannot be read is not judged.
   *
   * @param root the lake's root
   * @param table with the schema that all its files should have
   */
  public static List<String> of(Kernel kernel, String root, TableState table) {
    Map<String, String> byColumn = new LinkedHashMap<>();
    for (DataFile file : table.files()) {
      for (Column held : columns(kernel, root, file)) {
        Optional<Column> wanted = table.schema().column(held.name());
        if (wanted.isPresent() && !holds(wanted.get().opened(), held.opened())) {
          byColumn.putIfAbsent(
              held.name(),
              "`%s` is of type %s, but of type %s in %s"
                  .formatted(held.name(), wanted.get().type(), held.type(), file.path()));
        }
      }
    }
    return List.copyOf(byColumn.values());
  }

  private static List<Column> columns(Kernel kernel, String root, DataFile file) {
    try {
      String relation = ParquetRead.of(List.of(LakeRelation.local(root, file.path())));
      return kernel.rows(
          "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + relation + ")",
          row -> Column.of(row.getString(1), row.getString(2), true));
    } catch (StatementFailed | PipelineException e) {
      return List.of();
    }
  }

  private static boolean holds(Column wanted, Column held) {
    if (wanted.isStruct() && held.isStruct()) {
      return held.nested().stream()
          .allMatch(
              field ->
                  wanted.nested().stream()
                      .filter(each -> each.name().equals(field.name()))
                      .allMatch(each -> holds(each, field)));
    }
    boolean isOneKind = (wanted.isList() && held.isList()) || (wanted.isMap() && held.isMap());
    return isOneKind
        ? holds(wanted.nested().get(0), held.nested().get(0))
        : TypeWidening.holds(wanted.type(), held.type())
            || (TEXTS.contains(wanted.type()) && TEXTS.contains(held.type()));
  }
}
