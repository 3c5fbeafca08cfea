// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What to type when the source of dead rows is corrected, and not the spec.
 *
 * @param onward tables of whose changed files only rows behind the cursor are read
 * @param topics tables whose messages are read once; of all others changed files are read whole
 */
public record CorrectedSource(Set<String> onward, Set<String> topics) {
  /** Where every table is read whole. */
  public static final CorrectedSource WHOLE = new CorrectedSource(Set.of(), Set.of());

  public CorrectedSource {
    onward = Set.copyOf(onward);
    topics = Set.copyOf(topics);
  }

  /** That of the tables of a pipeline. */
  public static CorrectedSource of(PipelineSpec spec) {
    return new CorrectedSource(
        tables(spec, table -> table.load().cursor() != null),
        tables(spec, table -> table.source() instanceof SourceSpec.MessageLog));
  }

  private static Set<String> tables(PipelineSpec spec, Predicate<TableSpec> which) {
    return spec.tables().stream()
        .filter(table -> table.load().disposition() != Disposition.REPLACE)
        .filter(which)
        .map(TableSpec::name)
        .collect(Collectors.toSet());
  }

  /**
   * Lines: what for, and behind them what to type.
   *
   * @param place the pipeline's folder as a command takes it, behind a blank; empty for none
   * @param dead tables with dead rows
   */
  public List<String> steps(String place, Set<String> dead) {
    Set<String> whole = new TreeSet<>(dead);
    whole.removeAll(onward);
    whole.removeAll(topics);
    List<String> steps = new ArrayList<>();
    if (!whole.isEmpty()) {
      String of = whole.size() == dead.size() ? "" : " of " + names(whole);
      steps.add(
          "If the source file%s is corrected instead, a run that reads it closes them:"
              .formatted(of));
      steps.add("  sluice run" + place);
    }
    Set<String> behind = both(dead, onward);
    if (!behind.isEmpty()) {
      steps.add(
          "If the source of %s is corrected instead, from a value of its cursor on:"
              .formatted(names(behind)));
      steps.add("  sluice run" + place + " --from VALUE");
      giveUp(steps, place, behind);
    }
    Set<String> sent = both(dead, topics);
    if (!sent.isEmpty()) {
      steps.add(
          "If corrected messages are sent to the topic of %s instead, a run reads them:"
              .formatted(names(sent)));
      steps.add("  sluice run" + place);
      giveUp(steps, place, sent);
    }
    return steps;
  }

  private static void giveUp(List<String> steps, String place, Set<String> tables) {
    String named = tables.stream().map(table -> " --table " + table).collect(Collectors.joining());
    steps.add("Then give those dead rows up:");
    steps.add("  sluice deadletters discard" + place + named + " --why corrected");
  }

  private static Set<String> both(Set<String> dead, Set<String> kind) {
    Set<String> both = new TreeSet<>(dead);
    both.retainAll(kind);
    return both;
  }

  private static String names(Set<String> tables) {
    return SafeText.escape(String.join(", ", new TreeSet<>(tables)));
  }
}
