// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.table.TableSpec;
import java.nio.file.Path;
import java.util.List;

/** Sources that a spec names by paths relative to itself lie beside it, wherever that is. */
final class SourcesBeside {
  private SourcesBeside() {}

  /**
   * A spec whose sources are beside the original.
   *
   * @param copy the folder from which it was read
   * @param location the folder of which that is a copy
   */
  static PipelineSpec of(PipelineSpec spec, Path copy, String location) {
    String from = PathPattern.quote(copy.toAbsolutePath().toString()) + "/";
    String to = PathPattern.quote(location.replaceFirst("/+$", "")) + "/";
    List<TableSpec> tables = spec.tables().stream().map(table -> beside(table, from, to)).toList();
    return new PipelineSpec(
        spec.name(),
        spec.folder(),
        spec.lake(),
        spec.warehouse(),
        tables,
        spec.models(),
        spec.policies(),
        spec.layout());
  }

  private static TableSpec beside(TableSpec table, String from, String to) {
    List<String> paths =
        table.source().paths().stream()
            .map(path -> path.startsWith(from) ? to + path.substring(from.length()) : path)
            .toList();
    return new TableSpec(
        table.name(),
        table.source().at(paths),
        table.schema(),
        table.contract(),
        table.load(),
        table.quality(),
        table.about(),
        table.eventTime());
  }
}
