// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.sources.SourceHeaders;
import dev.sluice.source.files.listing.FoundFiles;
import dev.sluice.source.found.TableFiles;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a plan says of the files that a source matches now; trouble with them is no error yet. */
public final class SourcePreview {
  private static final int MAX_NAMED = 10;

  private SourcePreview() {}

  /**
   * For each selected table, how many files there are and which are left out, or why nobody can
   * tell.
   */
  public static Map<String, Object> of(PipelineSpec spec, Predicate<String> isSelected) {
    Map<String, Object> looks = new LinkedHashMap<>();
    for (TableSpec table : spec.tables()) {
      if (!isSelected.test(table.name())) {
        continue;
      }
      try {
        FoundFiles found = TableFiles.find(spec, table);
        if (table.source() instanceof SourceSpec.MessageLog) {
          looks.put(table.name(), partitions(found.files()));
          continue;
        }
        Map<String, @Nullable Object> tree = tree(found);
        SourceHeaders headers = SourceHeaders.of(table, found.files());
        put(tree, "unknown_fields", headers.unknown());
        put(tree, "missing_fields", headers.missing());
        looks.put(table.name(), tree);
      } catch (PipelineException e) {
        looks.put(table.name(), "a run would fail now: " + e.getMessage());
      }
    }
    return looks;
  }

  /** From where a first run would read each partition, and where it ends now. */
  private static Map<String, @Nullable Object> partitions(List<InputFile> found) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("partitions", found.size());
    tree.put("offsets", found.stream().mapToLong(file -> file.bytes() - file.from()).sum());
    return tree;
  }

  private static Map<String, @Nullable Object> tree(FoundFiles found) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("count", found.files().size());
    tree.put("bytes", found.files().stream().mapToLong(InputFile::bytes).sum());
    put(tree, "hidden", found.hidden());
    put(tree, "links_to_the_same", found.again());
    return tree;
  }

  private static void put(Map<String, @Nullable Object> tree, String key, List<String> paths) {
    if (!paths.isEmpty()) {
      tree.put(key, paths.size());
      tree.put(key + "_first", paths.subList(0, Math.min(paths.size(), MAX_NAMED)));
    }
  }
}
