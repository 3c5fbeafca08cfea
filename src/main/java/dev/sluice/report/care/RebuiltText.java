// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.warehouse.RebuiltWarehouse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says that a warehouse was made anew from the lake, why, and where the one before is. */
public final class RebuiltText implements Report {
  private static final int LABEL = 17;

  private final RebuiltWarehouse rebuilt;

  public RebuiltText(RebuiltWarehouse rebuilt) {
    this.rebuilt = rebuilt;
  }

  /** One sentence or two for people, wherever it happens. */
  public String notice() {
    return sentence(new View()).text();
  }

  /** Texts that say nothing are null for programs. */
  @Override
  public View view() {
    Map<String, @Nullable Object> fields = SpecWords.fields(rebuilt, Set.of());
    fields.replaceAll((key, value) -> "".equals(value) ? null : value);
    String staging = rebuilt.manifest() == 0 ? "empty: no run yet" : "run " + rebuilt.manifest();
    String production =
        rebuilt.release() == 0 ? "empty: no release yet" : "release " + rebuilt.release();
    return sentence(new View().values(fields))
        .labelled(LABEL, "staging", staging)
        .labelled(LABEL, "production", production)
        .labelled(
            LABEL,
            "together",
            "%s in %s"
                .formatted(
                    SafeText.count(rebuilt.rows(), "row"),
                    SafeText.count(rebuilt.tables(), "table")));
  }

  private View sentence(View view) {
    boolean isBigQuery = rebuilt.place().startsWith("bigquery:");
    String place = rebuilt.place();
    view.line(
        switch (rebuilt.cause()) {
          case ASKED -> "the warehouse %s was rebuilt from the lake".formatted(place);
          case MISSING ->
              "the warehouse %s was missing and was rebuilt from the lake".formatted(place);
          case BROKEN ->
              "the warehouse %s was broken and was rebuilt from the lake; %s: %s"
                  .formatted(place, isBigQuery ? "found" : "DuckDB says", rebuilt.why());
        });
    String label = isBigQuery ? "what it held" : "the file before";
    return rebuilt.kept().isEmpty() ? view : view.labelled(LABEL, label, rebuilt.kept());
  }
}
