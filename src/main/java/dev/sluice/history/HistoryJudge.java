// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.history.HistoryChecks.When;
import dev.sluice.spec.history.Metric;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Anomaly;
import dev.sluice.spec.rule.CheckSpec.Drift;
import dev.sluice.spec.rule.CheckSpec.NewValues;
import dev.sluice.spec.rule.CheckSpec.OfHistory;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.series.Band;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges one check of a table by its statistics and those of earlier runs. What cannot be computed
 * never passes; where there is no baseline yet, the verdict says so.
 */
final class HistoryJudge {
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
   * @param reading finds statistics; empty where they are not known
   * @param when why the run is made, and what production shows
   */
  record Now(
      TableState state, BiFunction<TableState, Rows, Optional<TableStats>> reading, When when) {
    Optional<TableStats> stats(Rows rows) {
      return reading.apply(state, rows);
    }

    Kind kind() {
      return when.kind();
    }

    long released() {
      return when.released();
    }
  }

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
    OfHistory asked = (OfHistory) check.kind();
    String expected =
        "%s, as in %s".formatted(wanted(asked), asked.rows().of(asked.baseline().phrase()));
    String why = unjudged(asked);
    if (why != null) {
      return Answer.of(true, "not judged: " + why, expected);
    } else if (asked instanceof Drift drift) {
      return ofColumn(drift.column(), drift, expected, past -> past.drift(drift));
    } else if (asked instanceof NewValues fresh) {
      int examples = check.terms().examples();
      return ofColumn(fresh.column(), fresh, expected, past -> past.newValues(fresh, examples));
    }
    return anomaly((Anomaly) asked, expected);
  }

  /** What is asked, before anything is known of earlier runs. */
  private static String wanted(OfHistory asked) {
    if (asked instanceof Drift drift) {
      Double most = drift.most();
      return most == null ? "no drift" : "at most " + Answer.plain(most);
    }
    return asked instanceof NewValues fresh
        ? "at most %s of new values".formatted(Answer.plain(fresh.most()))
        : ((Anomaly) asked).usual().spelled();
  }

  /** Why there is nothing that could be judged; null where there is. */
  private @Nullable String unjudged(OfHistory asked) {
    boolean isOfNew = asked.rows() == Rows.NEW;
    boolean isOfRun = isOfNew || (asked instanceof Anomaly figure && isOfRun(figure.metric()));
    if (isOfRun && now.kind() != Kind.RUN) {
      return "the run takes in no new files";
    }
    return isOfNew && now.state().counts().published() == 0 ? "no new rows" : null;
  }

  /** An answer before anything is compared; null where something is. */
  private @Nullable Answer early(long sample, @Nullable String why, Compared with, String asked) {
    long least = check.terms().minSample();
    if (sample < least) {
      String rows = ((OfHistory) check.kind()).rows() == Rows.NEW ? "new rows" : "rows";
      return Answer.of(
          true, "not judged: %d of at least %d %s".formatted(sample, least, rows), asked);
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

  private Answer ofColumn(
      String name, OfHistory asked, String expected, Function<ColumnPast, Answer> compare) {
    Rows rows = asked.rows();
    Optional<TableStats> stats = now.stats(rows);
    Optional<ColumnStats> column = stats.flatMap(known -> known.column(name));
    long values = column.map(known -> known.counts().values()).orElse(0L);
    String why = stats.isEmpty() ? RunFigure.NO_STATISTICS : values == 0 ? "no values" : null;
    Compared with = Compared.of(asked, now, past, ColumnPast.telling(name, rows, column));
    Answer early = early(values, why, with, expected);
    return early != null
        ? early
        : column
            .map(known -> compare.apply(ColumnPast.of(name, rows, known, with)))
            .orElseGet(() -> Answer.none("no values", expected));
  }

  private Answer anomaly(Anomaly asked, String expected) {
    Metric metric = asked.metric();
    RowCounts counts = now.state().counts();
    RunFigure figure = RunFigure.of(metric, asked.column(), counts, now.stats(asked.rows()));
    Compared with = Compared.of(asked, now, past, state -> hasFigure(asked, state));
    long sample = asked.rows() == Rows.NEW ? counts.published() : counts.live();
    Answer early = early(sample, figure.why(), with, expected);
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
        isOfColumn ? state.stats(asked.rows()) : Optional.empty());
  }

  /** Counts and shares are never below 0. */
  private static double low(Metric metric, Band band) {
    boolean isSigned = metric.of() == Metric.Of.NUMBERS && metric != Metric.STDDEV;
    return isSigned ? band.low() : Math.max(0, band.low());
  }
}
