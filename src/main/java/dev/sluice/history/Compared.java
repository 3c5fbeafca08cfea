// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.history.HistoryJudge.Now;
import dev.sluice.spec.history.Baseline;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.rule.CheckSpec.OfHistory;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * With what a table is compared.
 *
 * @param states of it, oldest first; none where {@code missing} says why
 * @param phrase which they are, as a sentence says it
 * @param missing why there is nothing to compare with; null where there is
 * @param isYet whether nothing is wrong with that: it comes with the next runs
 */
record Compared(List<PastState> states, String phrase, @Nullable String missing, boolean isYet) {
  Compared {
    states = List.copyOf(states);
  }

  private static Compared none(String why) {
    return new Compared(List.of(), "", why, false);
  }

  private static Compared notYet(String why) {
    return new Compared(List.of(), "", "no baseline yet (" + why + ")", true);
  }

  /**
   * Finds them.
   *
   * @param isMeant which states tell what is compared
   */
  static Compared of(OfHistory asked, Now now, Past past, Predicate<PastState> isMeant) {
    Baseline baseline = asked.baseline();
    if (baseline instanceof Baseline.Window window) {
      return window(window, past.states(now.state(), window.runs(), isMeant), asked.rows());
    } else if (baseline instanceof Baseline.Named named) {
      Optional<Manifest> run = run(named.name(), past);
      return run.isEmpty()
          ? none("there is no accepted run " + named.name())
          : one(left(run.get(), now, past).filter(isMeant), "run " + run.get().number(), asked);
    }
    Optional<PastState> shown = past.numbered(now.released()).flatMap(run -> left(run, now, past));
    if (shown.isEmpty()) {
      return notYet("production does not show the table");
    }
    return asked.rows() == Rows.NEW
        ? lastShown(now, past, isMeant)
        : one(shown.filter(isMeant), production(shown.get()), asked);
  }

  private static Optional<Manifest> run(String name, Past past) {
    boolean isNumber = name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? past.numbered(Long.parseLong(name)) : past.named(name);
  }

  /** What a run left of the table; empty where it had none. */
  private static Optional<PastState> left(Manifest run, Now now, Past past) {
    return run.table(now.state().table()).map(state -> past.state(run, state));
  }

  private static String production(PastState state) {
    return "production (run %d)".formatted(state.run().number());
  }

  private static Compared one(Optional<PastState> state, String phrase, OfHistory asked) {
    Rows rows = asked.rows();
    return state
        .map(found -> new Compared(List.of(found), rows.of(phrase), null, false))
        .orElseGet(
            () ->
                none(
                    "%s does not tell it of %s"
                        .formatted(phrase, rows == Rows.NEW ? "its new rows" : "the table")));
  }

  /** What came last of all that production shows: its newest run may have left the table alone. */
  private static Compared lastShown(Now now, Past past, Predicate<PastState> isMeant) {
    List<PastState> last = past.from(now.released()).states(now.state(), 1, isMeant);
    return last.isEmpty()
        ? notYet("the runs that production shows do not tell it of their new rows")
        : new Compared(last, Rows.NEW.of(production(last.get(0))), null, false);
  }

  private static Compared window(Baseline.Window window, List<PastState> newest, Rows rows) {
    if (newest.size() < window.atLeast()) {
      return notYet("%d of %d runs".formatted(newest.size(), window.atLeast()));
    }
    List<PastState> states = new ArrayList<>(newest);
    Collections.reverse(states);
    long first = states.get(0).run().number();
    long last = states.get(states.size() - 1).run().number();
    String phrase =
        states.size() == 1
            ? "run " + last
            : "%d runs (%d to %d)".formatted(states.size(), first, last);
    return new Compared(states, rows.of(phrase), null, false);
  }
}
