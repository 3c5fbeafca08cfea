// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.history;

import java.io.Serializable;
import java.math.BigDecimal;

/** Which values of a metric are as usual, by those of earlier runs. */
public sealed interface Usual extends Serializable {
  /** So many standard deviations are usual where the spec does not say it. */
  double DEVIATIONS = 3;

  /** As the spec spells it. */
  String spelled();

  /** With how many values at least a value is compared. */
  default int needed() {
    return 1;
  }

  /** With which runs a value is compared where the spec does not say it. */
  default Baseline.Window window() {
    return new Baseline.Window(7, 3);
  }

  /** No further from their median than a share of it. */
  record Change(double most) implements Usual {
    @Override
    public String spelled() {
      return "change: " + plain(most);
    }
  }

  /** No further from their median than this. */
  record Difference(double most) implements Usual {
    @Override
    public String spelled() {
      return "difference: " + plain(most);
    }
  }

  /** No further from their mean than so many standard deviations. */
  record ZScore(double most) implements Usual {
    @Override
    public String spelled() {
      return "z_score: " + plain(most);
    }

    @Override
    public int needed() {
      return 2;
    }

    @Override
    public Baseline.Window window() {
      return new Baseline.Window(14, 7);
    }
  }

  /** No further beyond their quartiles than so many times the distance of these. */
  record Fences(double most) implements Usual {
    @Override
    public String spelled() {
      return "iqr: " + plain(most);
    }

    @Override
    public Baseline.Window window() {
      return new Baseline.Window(28, 21);
    }
  }

  /**
   * No further from what Holt and Winters expect than so many standard deviations.
   *
   * @param season after so many runs values repeat
   */
  record Season(int season, double most) implements Usual {
    @Override
    public String spelled() {
      return "season: %d, z_score: %s".formatted(season, plain(most));
    }

    @Override
    public int needed() {
      return 2 * season + 2;
    }

    @Override
    public Baseline.Window window() {
      return new Baseline.Window(6 * season, 4 * season);
    }
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
