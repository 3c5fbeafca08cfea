// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg.io;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Lakes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns paths relative to the lake into the absolute locations that Iceberg's files hold, and back.
 *
 * <p>A folder may be moved or restored elsewhere: a table notes every root under which it was
 * written, and a location below any of them is the same file below the root of today.
 */
public final class LakePaths {
  /** The property of a table that lists its roots, the newest last. */
  public static final String PROPERTY = "sluice.roots";

  private static final String SEPARATOR = "\n";

  private final String root;
  private final List<String> longestFirst;
  private final Set<String> all;

  private LakePaths(String root, Set<String> all) {
    this.root = root;
    this.all = all;
    List<String> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(String::length).reversed());
    this.longestFirst = List.copyOf(sorted);
  }

  /**
   * The paths of a lake.
   *
   * @param lakeRoot a folder, or {@code gs://bucket/prefix}
   * @param noted what {@link #noted} gave for the table so far; empty for none
   */
  public static LakePaths of(String lakeRoot, String noted) {
    String root = Lakes.isRemote(lakeRoot) ? lakeRoot : local(Path.of(lakeRoot));
    Set<String> all = new LinkedHashSet<>();
    if (!noted.isEmpty()) {
      all.addAll(List.of(noted.split(SEPARATOR, -1)));
    }
    all.remove(root);
    all.add(root);
    return new LakePaths(root, all);
  }

  /** Locations are never escaped; where one would be cut at a sign of URIs, it is a plain path. */
  private static String local(Path lakeRoot) {
    String path = lakeRoot.toAbsolutePath().normalize().toString();
    return path.contains("#") || path.contains("?") ? path : "file://" + path;
  }

  public String noted() {
    return String.join(SEPARATOR, all);
  }

  public String location(String path) {
    return root + "/" + path;
  }

  /**
   * A path relative to the lake.
   *
   * @throws PipelineException LAKE_READ for a location outside of it
   */
  public String path(String location) {
    for (String each : longestFirst) {
      if (location.startsWith(each + "/")) {
        return location.substring(each.length() + 1);
      }
    }
    throw new PipelineException(
        ErrorCode.LAKE_READ,
        "%s is not a file of the lake %s: another program may have changed the table. Restore what a commit of Sluice wrote; see `sluice verify`."
            .formatted(location, root));
  }
}
