// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What to type when the source of dead rows is corrected, and not the spec. */
public final class CorrectedSource {
  private CorrectedSource() {}

  /** The tables of whose changed files only rows behind the cursor are read. */
  public static Set<String> onward(PipelineSpec spec) {
    return spec.tables().stream()
        .filter(table -> table.load().cursor() != null)
        .filter(table -> table.load().disposition() != Disposition.REPLACE)
        .map(TableSpec::name)
        .collect(Collectors.toSet());
  }

  /**
   * Lines: what for, and behind them what to type.
   *
   * @param place the pipeline's folder as a command takes it, behind a blank; empty for none
   * @param whole tables whose changed files are read whole
   * @param onward tables of whose changed files only rows behind the cursor are read
   */
  public static List<String> steps(String place, Set<String> whole, Set<String> onward) {
    List<String> steps = new ArrayList<>();
    if (!whole.isEmpty()) {
      String of = onward.isEmpty() ? "" : " of " + names(whole);
      steps.add(
          "If the source file%s is corrected instead, a run that reads it closes them:"
              .formatted(of));
      steps.add("  sluice run" + place);
    }
    if (!onward.isEmpty()) {
      steps.add(
          "If the source of %s is corrected instead, from a value of its cursor on:"
              .formatted(names(onward)));
      steps.add("  sluice run" + place + " --from VALUE");
      steps.add("Then give those dead rows up:");
      StringBuilder tables = new StringBuilder();
      new TreeSet<>(onward).forEach(table -> tables.append(" --table ").append(table));
      steps.add("  sluice deadletters discard" + place + tables + " --why corrected");
    }
    return steps;
  }

  private static String names(Set<String> tables) {
    return SafeText.escape(String.join(", ", new TreeSet<>(tables)));
  }
}
