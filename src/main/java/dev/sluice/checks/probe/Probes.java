// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.AcceptedValues;
import dev.sluice.spec.rule.CheckSpec.Determines;
import dev.sluice.spec.rule.CheckSpec.Figure;
import dev.sluice.spec.rule.CheckSpec.Freshness;
import dev.sluice.spec.rule.CheckSpec.Golden;
import dev.sluice.spec.rule.CheckSpec.Monotonic;
import dev.sluice.spec.rule.CheckSpec.NoGaps;
import dev.sluice.spec.rule.CheckSpec.NotNull;
import dev.sluice.spec.rule.CheckSpec.NullRatio;
import dev.sluice.spec.rule.CheckSpec.Quantile;
import dev.sluice.spec.rule.CheckSpec.Range;
import dev.sluice.spec.rule.CheckSpec.Reconcile;
import dev.sluice.spec.rule.CheckSpec.References;
import dev.sluice.spec.rule.CheckSpec.RowCount;
import dev.sluice.spec.rule.CheckSpec.Sql;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.rule.CheckSpec.SumEquals;
import dev.sluice.spec.rule.CheckSpec.Unique;

/** The probe of each kind of check. */
public final class Probes {
  private Probes() {}

  /** How a check of a table is computed. */
  public static Probe of(CheckSpec check, Subject subject) {
    CheckSpec.Kind kind = check.kind();
    if (kind instanceof Unique unique) {
      return new KeyProbes(subject).unique(unique);
    } else if (kind instanceof References references) {
      return new KeyProbes(subject).references(references);
    } else if (kind instanceof Determines determines) {
      return new KeyProbes(subject).determines(determines);
    } else if (kind instanceof Monotonic monotonic) {
      return new SequenceProbes(subject).monotonic(monotonic);
    } else if (kind instanceof NoGaps noGaps) {
      return new SequenceProbes(subject).noGaps(noGaps);
    } else if (kind instanceof Quantile quantile) {
      return new KeyProbes(subject).quantile(quantile);
    } else if (kind instanceof Figure figure) {
      return figure.statistic() == Statistic.DISTINCT_COUNT
          ? new KeyProbes(subject).distinctCount(figure)
          : new FigureProbes(subject).of(figure);
    } else if (kind instanceof Freshness freshness) {
      return new FigureProbes(subject).freshness(freshness);
    } else if (kind instanceof SumEquals sum) {
      return new PairProbes(subject).sumEquals(sum);
    } else if (kind instanceof Reconcile reconcile) {
      return new PairProbes(subject).reconcile(reconcile);
    } else if (kind instanceof Sql sql) {
      return new StatementProbes(subject).sql(sql);
    } else if (kind instanceof Golden golden) {
      return new StatementProbes(subject).golden(golden);
    }
    return byRow(kind, new RowProbes(subject));
  }

  private static Probe byRow(CheckSpec.Kind kind, RowProbes probes) {
    if (kind instanceof NotNull notNull) {
      return probes.notNull(notNull);
    } else if (kind instanceof NullRatio ratio) {
      return probes.nullRatio(ratio);
    } else if (kind instanceof Range range) {
      return probes.range(range);
    } else if (kind instanceof AcceptedValues values) {
      return probes.acceptedValues(values);
    }
    return probes.rowCount((RowCount) kind);
  }
}
