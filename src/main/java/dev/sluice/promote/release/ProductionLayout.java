// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.store.Lakes;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import dev.sluice.table.iceberg.TablePointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a table of production lies for readers that start from no document of Sluice: in the layout
 * that engines open without a catalog, and, in a folder, with its files under names to glob.
 */
public final class ProductionLayout {
  private ProductionLayout() {}

  /** The metadata file of a table's state, under the name that the hint leads to. */
  static String metadata(String table, ReleasedTable shown) {
    return "production/%s/metadata/v%d.metadata.json".formatted(table, shown.since());
  }

  /** The file that says which metadata file counts. */
  static String hint(String table) {
    return "production/%s/metadata/version-hint.text".formatted(table);
  }

  static byte[] hint(ReleasedTable shown) {
    return Long.toString(shown.since()).getBytes(StandardCharsets.UTF_8);
  }

  /** The folder of the names to glob. */
  static String data(String table) {
    return "production/%s/data".formatted(table);
  }

  /** The name to glob of a file of the lake. */
  static String data(String table, DataFile file) {
    return data(table) + file.path().substring(file.path().lastIndexOf('/'));
  }

  /** Whether files have names to glob: a store in which those would be copies has none. */
  static boolean hasNames(String root) {
    return !Lakes.isRemote(root);
  }

  static boolean isKept(ReleasedTable table) {
    return !table.pointer().equals(TablePointer.NONE);
  }

  /**
   * A file that a release places.
   *
   * @param path relative to the lake's root
   * @param sha256 of its bytes, in lower-case hex
   */
  public record Placed(String path, String sha256) {}

  /** What stays of one table of a release once a newer one is shown, until it is swept. */
  public static List<Placed> lasting(String table, ReleasedTable shown) {
    return isKept(shown)
        ? List.of(new Placed(metadata(table, shown), shown.pointer().sha256()))
        : List.of();
  }

  /**
   * The files that a release places of one table.
   *
   * @throws dev.sluice.error.PipelineException LAKE_READ when the table's state is damaged
   */
  public static List<Placed> of(String root, String table, ReleasedTable shown) {
    if (!isKept(shown)) {
      return List.of();
    }
    List<Placed> all = new ArrayList<>(lasting(table, shown));
    all.add(new Placed(hint(table), Sha256.of(hint(shown))));
    if (hasNames(root)) {
      for (DataFile file : shown.in(root, table).files()) {
        all.add(new Placed(data(table, file), file.content().sha256()));
      }
    }
    return all;
  }
}
