// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.progress;

import dev.sluice.fact.meter.Measured;
import dev.sluice.spec.PipelineSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes of what steps measured what a person wants to know. */
public final class Snapshots {
  /** Steps of the whole run, the last first, and what they are called while they work. */
  private static final Map<String, String> PHASES =
      Map.of(
          "Check", "checking",
          "Commit", "committing",
          "Publish", "publishing",
          "Load warehouse", "loading the warehouse",
          "Show in warehouse", "publishing in the warehouse");

  private static final List<String> LAST_FIRST =
      List.of("Show in warehouse", "Load warehouse", "Publish", "Commit", "Check");

  private final PipelineSpec spec;
  private final Predicate<String> stays;

  /**
   * Snapshots of a run.
   *
   * @param stays whether a table or model stays as it was
   */
  public Snapshots(PipelineSpec spec, Predicate<String> stays) {
    this.spec = spec;
    this.stays = stays;
  }

  /** How far the run is by what its steps measured. */
  public RunSnapshot of(Map<String, Measured> measured) {
    List<TableProgress> all = new ArrayList<>();
    spec.tables()
        .forEach(t -> all.add(progress(t.name(), table(t.name(), measured), "Read ", measured)));
    spec.models()
        .forEach(m -> all.add(progress(m.name(), model(m.name(), measured), "Derive ", measured)));
    return new RunSnapshot(all, phase(measured));
  }

  private TableProgress progress(
      String name, Doing doing, String counting, Map<String, Measured> measured) {
    List<Measured> own =
        Stream.of("Read ", "Validate ", "Land ", "Merge ", "Derive ", "Finish ")
            .filter(step -> measured.containsKey(step + name))
            .map(step -> measured.get(step + name))
            .toList();
    Measured counted = measured.get(counting + name);
    long from = own.stream().mapToLong(Measured::from).min().orElse(0);
    long to = own.stream().mapToLong(Measured::to).max().orElse(0);
    return new TableProgress(
        name,
        doing,
        counted == null ? 0 : counted.rows(),
        own.stream().mapToLong(Measured::dead).sum(),
        Duration.ofMillis(to - from));
  }

  private Doing table(String name, Map<String, Measured> measured) {
    if (isFinished(name, measured)) {
      return stays.test(name) ? Doing.UNCHANGED : Doing.DONE;
    }
    if (measured.containsKey("Merge " + name)) {
      return Doing.MERGING;
    }
    if (isAtWork("Validate " + name, measured) && !isAtWork("Read " + name, measured)) {
      return Doing.VALIDATING;
    }
    return measured.containsKey("Read " + name) ? Doing.READING : Doing.WAITING;
  }

  private Doing model(String name, Map<String, Measured> measured) {
    if (isFinished(name, measured)) {
      return stays.test(name) ? Doing.UNCHANGED : Doing.DONE;
    }
    if (isAtWork("Validate " + name, measured) && !isAtWork("Derive " + name, measured)) {
      return Doing.VALIDATING;
    }
    return measured.containsKey("Derive " + name) ? Doing.COMPUTING : Doing.WAITING;
  }

  private boolean isFinished(String name, Map<String, Measured> measured) {
    Measured finished = measured.get("Finish " + name);
    return stays.test(name) || (finished != null && !finished.isAtWork());
  }

  private static boolean isAtWork(String step, Map<String, Measured> measured) {
    Measured found = measured.get(step);
    return found != null && found.isAtWork();
  }

  private static String phase(Map<String, Measured> measured) {
    return LAST_FIRST.stream()
        .filter(measured::containsKey)
        .findFirst()
        .map(step -> PHASES.getOrDefault(step, ""))
        .orElse("");
  }
}
