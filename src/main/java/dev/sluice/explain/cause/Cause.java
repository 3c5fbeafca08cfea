// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.advice.SpecTrial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing of which rows of a table died, and what mends it.
 *
 * @param codes what was wrong, most rows first
 * @param subject a column, a rule, or empty for records that could not be read
 * @param rows how many reasons there are; a row may die of several things
 * @param samples what stood there, most rows first; never a personal value
 * @param why what lies behind it, where that shows; else what happened
 * @param edits the lines to write first; none where no line of the spec mends it
 * @param besides what else is to be done; null when the lines are all
 */
public record Cause(
    String table,
    List<String> codes,
    String subject,
    long rows,
    List<Sample> samples,
    String why,
    List<Edit> edits,
    @Nullable String besides) {
  public Cause {
    codes = List.copyOf(codes);
    samples = List.copyOf(samples);
    edits = List.copyOf(edits);
  }

  /**
   * A value, and in how many rows it stood.
   *
   * @param isValue false where it is what is said in the place of one that is hidden, or of none
   */
  public record Sample(String value, long rows, boolean isValue) {}

  /** The lines that can be tried: those that are all that is to be done. */
  List<Edit> triedLines() {
    return besides == null ? edits : List.of();
  }

  /** The same, but with lines that can be written, and with what else they demand. */
  Cause tried(SpecTrial trial) {
    SpecTrial.Tried tried = trial.of(table, subject, triedLines());
    if (tried.isGood()) {
      return this;
    }
    if (tried.refused() != null) {
      String why = "correct the source (no line of the spec can say it: " + tried.refused() + ")";
      return with(List.of(), why);
    }
    return with(edits, tried.others());
  }

  private Cause with(List<Edit> others, String other) {
    return new Cause(table, codes, subject, rows, samples, why, others, other);
  }

  /** The table, and what of it. */
  public String place() {
    return subject.isEmpty() ? table : table + "." + subject;
  }
}
