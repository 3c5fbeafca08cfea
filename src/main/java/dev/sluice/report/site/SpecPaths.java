// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.table.TableSpec;
import java.util.List;

/** Spells places as the author of a spec does, so that a page says the same on every machine. */
public final class SpecPaths {
  private SpecPaths() {}

  public static List<String> of(PipelineSpec spec, TableSpec table) {
    String inside = PathPattern.quote(spec.folder()) + "/";
    return table.source().paths().stream().map(path -> within(inside, path)).toList();
  }

  public static String of(PipelineSpec spec, String place) {
    return within(spec.folder() + "/", place);
  }

  private static String within(String folder, String path) {
    return path.startsWith(folder) ? path.substring(folder.length()) : path;
  }
}
