// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.spec.history.Baseline;
import dev.sluice.table.TableState;
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
   * @param released the number of the entry that production shows; 0 for none
   * @param isMeant which states tell what is compared
   */
  static Compared of(
      Baseline baseline, TableState now, Past past, long released, Predicate<PastState> isMeant) {
    if (baseline instanceof Baseline.Window window) {
      return window(window, now, past, isMeant);
    } else if (baseline instanceof Baseline.Named named) {
      Optional<Manifest> run = run(named.name(), past);
      return run.isEmpty()
          ? none("there is no accepted run " + named.name())
          : one(run.get(), "run " + run.get().number(), now, past, isMeant);
    }
    Optional<Manifest> shown = past.numbered(released);
    return shown.isEmpty() || shown.get().table(now.table()).isEmpty()
        ? notYet("production does not show the table")
        : one(shown.get(), "production (run %d)".formatted(released), now, past, isMeant);
  }

  private static Optional<Manifest> run(String name, Past past) {
    boolean isNumber = name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? past.numbered(Long.parseLong(name)) : past.named(name);
  }

  private static Compared one(
      Manifest run, String phrase, TableState now, Past past, Predicate<PastState> isMeant) {
    Optional<PastState> state =
        run.table(now.table()).map(found -> past.state(run, found)).filter(isMeant);
    return state
        .map(found -> new Compared(List.of(found), phrase, null, false))
        .orElseGet(() -> none("%s does not tell it of the table".formatted(phrase)));
  }

  private static Compared window(
      Baseline.Window window, TableState now, Past past, Predicate<PastState> isMeant) {
    List<PastState> states = new ArrayList<>(past.states(now, window.runs(), isMeant));
    if (states.size() < window.atLeast()) {
      return notYet("%d of %d runs".formatted(states.size(), window.atLeast()));
    }
    Collections.reverse(states);
    long first = states.get(0).run().number();
    long last = states.get(states.size() - 1).run().number();
    return new Compared(
        states,
        states.size() == 1
            ? "run " + last
            : "%d runs (%d to %d)".formatted(states.size(), first, last),
        null,
        false);
  }
}
