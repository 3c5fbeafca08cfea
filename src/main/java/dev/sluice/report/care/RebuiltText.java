// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.warehouse.RebuiltWarehouse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says that a warehouse was made anew from the lake, why, and where the one before is. */
public final class RebuiltText {
  private final RebuiltWarehouse rebuilt;

  public RebuiltText(RebuiltWarehouse rebuilt) {
    this.rebuilt = rebuilt;
  }

  /** One sentence or two for people, wherever it happens. */
  public String notice() {
    String what =
        switch (rebuilt.cause()) {
          case ASKED -> "the warehouse %s was rebuilt from the lake".formatted(rebuilt.place());
          case MISSING ->
              "the warehouse %s was missing and was rebuilt from the lake"
                  .formatted(rebuilt.place());
          case BROKEN ->
              "the warehouse %s was broken and was rebuilt from the lake; %s: %s"
                  .formatted(
                      rebuilt.place(), isBigQuery() ? "found" : "DuckDB says", rebuilt.why());
        };
    String label = isBigQuery() ? "  what it held     " : "  the file before  ";
    String kept = rebuilt.kept().isEmpty() ? "" : label + SafeText.escape(rebuilt.kept()) + "\n";
    return SafeText.escape(what) + "\n" + kept;
  }

  /** The result of a rebuild for people. */
  public String render() {
    return notice()
        + "  staging          "
        + staging()
        + "\n  production       "
        + production()
        + "\n  together         "
        + "%s rows in %d tables%n".formatted(SafeText.number(rebuilt.rows()), rebuilt.tables());
  }

  private boolean isBigQuery() {
    return rebuilt.place().startsWith("bigquery:");
  }

  private String staging() {
    return rebuilt.manifest() == 0 ? "empty: no run yet" : "run " + rebuilt.manifest();
  }

  private String production() {
    return rebuilt.release() == 0 ? "empty: no release yet" : "release " + rebuilt.release();
  }

  /** The same for programs; texts that say nothing are null. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = SpecWords.fields(rebuilt, Set.of());
    tree.replaceAll((key, value) -> "".equals(value) ? null : value);
    return tree;
  }
}
