// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import dev.sluice.checks.Check.Task;
import dev.sluice.checks.probe.Probe.Total;
import dev.sluice.checks.probe.Probe.Words;
import dev.sluice.error.Plural;
import dev.sluice.spec.rule.CheckSpec.Allowance;
import dev.sluice.spec.rule.CheckSpec.Terms;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.table.Verdict;
import dev.sluice.table.file.PiiTokens;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what was seen against what is asked. What cannot be computed never passes; a sample that is
 * too small is not judged, which the author asked for.
 */
final class Judgement {
  private static final MathContext DIGITS = new MathContext(6);

  private final Task task;
  private final Words words;
  private final Total total;
  private final PiiTokens tokens;

  private Judgement(Task task, Words words, Total total, PiiTokens tokens) {
    this.task = task;
    this.words = words;
    this.total = total;
    this.tokens = tokens;
  }

  static Verdict of(Task task, Words words, Total total, PiiTokens tokens) {
    return new Judgement(task, words, total, tokens).verdict();
  }

  private Verdict verdict() {
    Terms terms = task.check().terms();
    if (total.sample() < terms.minSample()) {
      return verdict(
          true,
          "not judged: %d of at least %s"
              .formatted(total.sample(), Plural.of(terms.minSample(), "row")));
    }
    String why = total.why();
    if (why != null) {
      return verdict(false, "cannot be computed: " + why);
    }
    return verdict(total.isWithin() && isAllowed(terms.allowed()), observed());
  }

  private boolean isAllowed(Allowance allowed) {
    if (allowed.isNone()) {
      return total.found() == 0;
    }
    Long rows = allowed.rows();
    Double ratio = allowed.ratio();
    return (rows == null || total.found() <= rows)
        && (ratio == null
            || BigDecimal.valueOf(total.found())
                    .compareTo(
                        BigDecimal.valueOf(ratio).multiply(BigDecimal.valueOf(total.sample())))
                <= 0);
  }

  private String observed() {
    String value = total.value();
    if (value != null) {
      return shown(value);
    }
    // The words begin with what is counted.
    String noun = total.found() == 1 ? words.noun().replaceFirst("s\\b", "") : words.noun();
    String found = total.found() + " " + noun;
    return task.check().terms().allowed().ratio() == null || total.sample() == 0
        ? found
        : "%s of %d (%s)".formatted(found, total.sample(), share());
  }

  private String share() {
    return BigDecimal.valueOf(total.found())
        .divide(BigDecimal.valueOf(total.sample()), DIGITS)
        .stripTrailingZeros()
        .toPlainString();
  }

  private String expected() {
    String told = total.expected();
    String expected = told == null ? words.expected() : shown(told);
    Allowance allowed = task.check().terms().allowed();
    if (allowed.isNone() || words.noun().isEmpty()) {
      return expected;
    }
    List<String> most = new ArrayList<>();
    if (allowed.rows() != null) {
      most.add(Plural.of(allowed.rows(), "row"));
    }
    if (allowed.ratio() != null) {
      most.add(BigDecimal.valueOf(allowed.ratio()).toPlainString() + " of them");
    }
    String some = "at most " + String.join(" and ", most);
    return expected.equals("0 " + words.noun()) ? some : expected + ", but for " + some;
  }

  private String shown(String value) {
    return words.isPersonal() ? String.valueOf(tokens.of(value)) : value;
  }

  private Verdict verdict(boolean passed, String observed) {
    String severity = task.check().consequence() == Consequence.WARN ? "warn" : "fail";
    return new Verdict(task.table(), task.check().name(), severity, passed, observed, expected());
  }
}
