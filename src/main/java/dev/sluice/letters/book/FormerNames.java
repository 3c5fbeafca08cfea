// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names that tables had when their letters were written, which are never written anew.
 *
 * <p>A spec says the name before; of those before that one, and of one that the spec says no
 * longer, the folders of raw partitions tell.
 */
final class FormerNames {

  /** The present names by the earlier ones. */
  private final Map<String, String> names = new TreeMap<>();

  private FormerNames() {}

  static FormerNames of(PipelineSpec spec, Manifest manifest) {
    FormerNames formerly = new FormerNames();
    spec.policies().names().renamed().forEach((now, old) -> formerly.names.put(old, now));
    for (TableSpec table : spec.tables()) {
      manifest
          .table(LakeTables.raw(table.name()))
          .or(() -> rawBefore(spec, manifest, table))
          .map(TableState::files)
          .orElse(List.of())
          .forEach(file -> formerly.add(ownerOf(file), table.name()));
    }
    spec.tables().forEach(table -> formerly.names.remove(table.name()));
    spec.models().forEach(model -> formerly.names.remove(model.name()));
    return formerly;
  }

  /** As of a manifest of before the last renaming. */
  private static Optional<TableState> rawBefore(
      PipelineSpec spec, Manifest manifest, TableSpec table) {
    String old = spec.policies().names().renamed().get(table.name());
    return old == null ? Optional.empty() : manifest.table(LakeTables.raw(old));
  }

  private void add(String old, String now) {
    names.putIfAbsent(old, now);
  }

  /** The table in whose folder a raw file lies: {@code staging/raw_TABLE/…}. */
  private static String ownerOf(DataFile file) {
    String folder = file.path().split("/", 3)[1];
    return LakeTables.isRaw(folder) ? LakeTables.ofRaw(folder) : folder;
  }

  /** All names of a table. */
  List<String> of(String table) {
    List<String> all = new ArrayList<>(List.of(table));
    names.forEach(
        (old, now) -> {
          if (now.equals(table)) {
            all.add(old);
          }
        });
    return all;
  }

  /** The present name of a table that a column names, as an expression. */
  String present(String column) {
    StringBuilder sql = new StringBuilder("CASE " + column);
    names.forEach(
        (old, now) ->
            sql.append(" WHEN %s THEN %s".formatted(SqlName.literal(old), SqlName.literal(now))));
    return names.isEmpty() ? column : sql + " ELSE " + column + " END";
  }
}
