// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.release.Release;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists releases, newest first. */
public final class ReleasesText {
  private final List<Release> releases;

  public ReleasesText(List<Release> oldestFirst) {
    this.releases = oldestFirst;
  }

  /** The list for people; the first line is what production shows. */
  public String render() {
    if (releases.isEmpty()) {
      return "no release yet: production shows nothing\n";
    }
    TextTable table =
        new TextTable(
            List.of(1, 3, 4, 5, 6),
            "release",
            "kind",
            "manifest",
            "run",
            "released_at",
            "by",
            "why");
    for (int i = releases.size() - 1; i >= 0; i--) {
      Release each = releases.get(i);
      table.add(
          List.of(
              Long.toString(each.number()),
              SpecWords.snake(each.kind().name()),
              Long.toString(each.manifest()),
              each.run().id(),
              each.made().at(),
              each.made().by(),
              each.made().why()));
    }
    return table.render("");
  }

  /** The list for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("current", releases.isEmpty() ? null : releases.get(releases.size() - 1).number());
    tree.put(
        "releases",
        releases.stream().map(each -> SpecWords.fields(each, Set.of("tables"))).toList());
    return tree;
  }
}
