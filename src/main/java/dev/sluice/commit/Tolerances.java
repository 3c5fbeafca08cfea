// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.history.Past;
import dev.sluice.intake.Intake;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares each table's dead letters with what its spec tolerates; at the limit is still tolerated.
 */
final class Tolerances {
  private static final String PER_HOUR = "tolerate dead_rows_per_hour";

  private Tolerances() {}

  /**
   * Letters that die again in a replay were tolerated before.
   *
   * @param past the runs before
   */
  static List<Verdict> judge(Commit.Draft draft, List<TableState> tables, Past past) {
    PipelineSpec spec = draft.spec();
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      Intake intake = draft.intake(table.name());
      if (intake.mode() != Intake.Mode.REPLAY && intake.isSelected()) {
        judge(table.name(), table.quality().tolerate(), tables, verdicts);
        Long hourly = table.quality().tolerate().deadRowsPerHour();
        if (hourly != null) {
          long dead = counts(table.name(), tables).dead();
          verdicts.add(ofHour(table.name(), hourly, dead, draft.run().createdAt(), past));
        }
      }
    }
    for (ModelSpec model : spec.models()) {
      if (draft.intake(model.name()).isSelected()) {
        judge(model.name(), model.quality().tolerate(), tables, verdicts);
      }
    }
    return verdicts;
  }

  private static void judge(
      String name, Tolerance tolerance, List<TableState> tables, List<Verdict> verdicts) {
    RowCounts counts = counts(name, tables);
    Long rows = tolerance.deadRows();
    if (rows != null) {
      verdicts.add(
          new Verdict(
              name,
              "tolerate dead_rows",
              "fail",
              counts.dead() <= rows,
              String.valueOf(counts.dead()),
              "at most " + rows));
    }
    Double ratio = tolerance.deadRatio();
    if (ratio != null) {
      double observed = counts.read() == 0 ? 0 : (double) counts.dead() / counts.read();
      verdicts.add(
          new Verdict(
              name,
              "tolerate dead_ratio",
              "fail",
              counts.dead() <= ratio * counts.read(),
              String.format(Locale.ROOT, "%.6f", observed),
              "at most " + ratio));
    }
  }

  private static RowCounts counts(String name, List<TableState> tables) {
    return tables.stream().filter(t -> t.table().equals(name)).findFirst().orElseThrow().counts();
  }

  private static Verdict ofHour(String name, long limit, long dead, String createdAt, Past past) {
    Instant hour = Instant.parse(createdAt).truncatedTo(ChronoUnit.HOURS);
    long all = dead + before(name, hour, past);
    return new Verdict(
        name,
        PER_HOUR,
        "fail",
        all <= limit,
        String.valueOf(all),
        "at most %d since %s".formatted(limit, hour));
  }

  /**
   * Dead rows of earlier runs of an hour. Each says what it had counted so far, so that the newest
   * is all that is read, but where the limit is new or tables were left out.
   */
  private static long before(String name, Instant hour, Past past) {
    long dead = 0;
    for (int place = 0; ; place++) {
      Manifest run = past.at(place).orElse(null);
      if (run == null || Instant.parse(run.run().createdAt()).isBefore(hour)) {
        return dead;
      }
      Optional<Verdict> counted =
          run.verdicts().stream()
              .filter(each -> each.table().equals(name) && each.check().equals(PER_HOUR))
              .findFirst();
      if (counted.isPresent()) {
        return dead + Long.parseLong(counted.get().observed());
      }
      if (run.run().inputs().kind() != Manifest.Inputs.Kind.REPLAY) {
        dead += run.table(name).map(table -> table.counts().dead()).orElse(0L);
      }
    }
  }
}
