// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.spec.history.Baseline;
import dev.sluice.spec.history.Metric;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Anomaly;
import dev.sluice.spec.rule.CheckSpec.Drift;
import dev.sluice.spec.rule.CheckSpec.NewValues;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.series.Band;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges one check of a table by its statistics and those of earlier runs. What cannot be computed
 * never passes; where there is no baseline yet, the verdict says so.
 */
final class HistoryJudge {
  private static final String NO_STATISTICS = "there are no statistics of its values";

  private final CheckSpec check;
  private final Now now;
  private final Past past;

  HistoryJudge(CheckSpec check, Now now, Past past) {
    this.check = check;
    this.now = now;
    this.past = past;
  }

  /**
   * What is judged.
   *
   * @param stats of all rows; empty where they are not known
   * @param kind why the run is made
   * @param released the number of the entry that production shows; 0 for none
   */
  record Now(TableState state, Optional<TableStats> stats, Kind kind, long released) {}

  Verdict verdict() {
    Answer answer = answer();
    String severity = check.consequence() == Consequence.WARN ? "warn" : "fail";
    return new Verdict(
        now.state().table(),
        check.name(),
        severity,
        answer.passed(),
        answer.observed(),
        answer.expected(),
        answer.rows());
  }

  private Answer answer() {
    CheckSpec.Kind kind = check.kind();
    if (kind instanceof Drift drift) {
      Double most = drift.most();
      String asked = most == null ? "no drift" : "at most " + Answer.plain(most);
      return ofColumn(drift.column(), drift.baseline(), asked, past -> past.drift(drift));
    } else if (kind instanceof NewValues fresh) {
      String asked = "at most %s of new values".formatted(Answer.plain(fresh.most()));
      int examples = check.terms().examples();
      return ofColumn(
          fresh.column(), fresh.baseline(), asked, past -> past.newValues(fresh, examples));
    }
    return anomaly((Anomaly) kind);
  }

  /** An answer before anything is compared; null where something is. */
  private @Nullable Answer early(long sample, @Nullable String why, Compared with, String asked) {
    long least = check.terms().minSample();
    if (sample < least) {
      return Answer.of(true, "not judged: %d of at least %d rows".formatted(sample, least), asked);
    }
    if (why != null) {
      return Answer.none(why, asked);
    }
    String missing = with.missing();
    if (missing == null) {
      return null;
    }
    return with.isYet() ? Answer.of(true, missing, asked) : Answer.none(missing, asked);
  }

  private Compared with(Baseline baseline, Predicate<PastState> isMeant) {
    return Compared.of(baseline, now.state(), past, now.released(), isMeant);
  }

  private Answer ofColumn(
      String name, Baseline baseline, String asked, Function<ColumnPast, Answer> compare) {
    Optional<ColumnStats> column = now.stats().flatMap(known -> known.column(name));
    long values = column.map(known -> known.counts().values()).orElse(0L);
    String why = now.stats().isEmpty() ? NO_STATISTICS : values == 0 ? "no values" : null;
    Compared with = with(baseline, ColumnPast.telling(name, column));
    String expected = "%s, as in %s".formatted(asked, baseline.phrase());
    Answer early = early(values, why, with, expected);
    return early != null
        ? early
        : column
            .map(known -> compare.apply(ColumnPast.of(name, known, with)))
            .orElseGet(() -> Answer.none("no values", expected));
  }

  private Answer anomaly(Anomaly asked) {
    Metric metric = asked.metric();
    String expected = "%s, as in %s".formatted(asked.usual().spelled(), asked.baseline().phrase());
    if (isOfRun(metric) && now.kind() != Kind.RUN) {
      return Answer.of(true, "not judged: the run takes in no new files", expected);
    }
    RunFigure figure = RunFigure.of(metric, asked.column(), now.state().counts(), now.stats());
    Compared with = with(asked.baseline(), state -> hasFigure(asked, state));
    Answer early = early(now.state().counts().live(), figure.why(), with, expected);
    if (early != null) {
      return early;
    }
    double[] before =
        with.states().stream().mapToDouble(state -> figure(asked, state).value()).toArray();
    int needed = asked.usual().needed();
    if (before.length < needed) {
      String why = "no baseline yet (%d of %d runs)".formatted(before.length, needed);
      return Answer.of(true, why, expected);
    }
    Band band = Band.of(asked.usual(), before, metric.isShare());
    String usual =
        "%s to %s (about %s), as in %s"
            .formatted(
                Answer.number(low(metric, band)),
                Answer.number(band.high()),
                Answer.number(band.middle()),
                with.phrase());
    return Answer.of(band.has(figure.value()), Answer.number(figure.value()), usual);
  }

  /** Of a run that takes in files, and not of the table that it leaves. */
  private static boolean isOfRun(Metric metric) {
    return metric == Metric.NEW_ROWS || metric == Metric.DEAD_RATIO;
  }

  private static boolean hasFigure(Anomaly asked, PastState state) {
    boolean isMeant = !isOfRun(asked.metric()) || state.run().run().inputs().kind() == Kind.RUN;
    return isMeant && figure(asked, state).why() == null;
  }

  /** Statistics are read only where the figure is one of them. */
  private static RunFigure figure(Anomaly asked, PastState state) {
    boolean isOfColumn = asked.metric().of() != Metric.Of.TABLE;
    return RunFigure.of(
        asked.metric(),
        asked.column(),
        state.state().counts(),
        isOfColumn ? state.stats() : Optional.empty());
  }

  /** Counts and shares are never below 0. */
  private static double low(Metric metric, Band band) {
    boolean isSigned = metric.of() == Metric.Of.NUMBERS && metric != Metric.STDDEV;
    return isSigned ? band.low() : Math.max(0, band.low());
  }
}
