// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.spec.history.Comparison;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.rule.CheckSpec.Drift;
import dev.sluice.spec.rule.CheckSpec.NewValues;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.distance.Distance;
import dev.sluice.stats.distance.UnseenValues;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Frequent.Item;
import dev.sluice.table.Verdict;
import dev.sluice.table.Verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A column as a run leaves it, and as earlier runs did.
 *
 * @param phrase which runs they are, as a sentence says it
 */
record ColumnPast(ColumnStats now, ColumnStats before, String phrase) {
  /** Of some states. */
  static ColumnPast of(String name, Rows rows, ColumnStats now, Compared with) {
    ColumnStats sum = ColumnStats.none(now.type());
    for (PastState state : with.states()) {
      Optional<ColumnStats> known = state.stats(rows).flatMap(each -> each.column(name));
      sum = known.map(sum::plus).orElse(sum);
    }
    return new ColumnPast(now, sum, with.phrase());
  }

  /** States that tell values of the kind that a column has now. */
  static Predicate<PastState> telling(String name, Rows rows, Optional<ColumnStats> now) {
    return state ->
        state
            .stats(rows)
            .flatMap(known -> known.column(name))
            .filter(known -> known.counts().values() > 0 && !known.isCountedOnly())
            .filter(known -> now.isEmpty() || known.kind() == now.get().kind())
            .isPresent();
  }

  /** How far values are from those before. */
  Answer drift(Drift asked) {
    Comparison comparison = comparison(asked);
    Distance found = Distance.of(comparison, now, before);
    Double most = asked.most();
    double limit = most == null ? comparison.usual() : most;
    String chance =
        found.chance() > limit ? " (by chance %s)".formatted(Answer.few(found.chance())) : "";
    String expected = "at most %s%s, as in %s".formatted(Answer.plain(limit), chance, phrase);
    if (found.why() != null) {
      return Answer.none(found.why(), expected);
    }
    String detail = found.detail().isEmpty() ? "" : ", " + found.detail();
    String observed =
        "%s %s%s (%d values, %d before)"
            .formatted(
                comparison.word(),
                Answer.few(found.value()),
                detail,
                found.values(),
                found.before());
    return Answer.of(found.value() <= Math.max(limit, found.chance()), observed, expected);
  }

  private Comparison comparison(Drift drift) {
    Comparison asked = drift.comparison();
    boolean isOrdered = now.kind() == ValueKind.NUMBER || now.kind() == ValueKind.TIME;
    return asked != null ? asked : isOrdered ? Comparison.KS : Comparison.JENSEN_SHANNON;
  }

  /**
   * Which values were not there before.
   *
   * @param examples so many are shown where they are too many
   */
  Answer newValues(NewValues asked, int examples) {
    String expected = "at most %s of them, as in %s".formatted(Answer.plain(asked.most()), phrase);
    Frequent own = now.sketches().frequent();
    if (own.items().isEmpty()) {
      return Answer.none("no value is there often enough to be known", expected);
    }
    List<Item> items = UnseenValues.of(now, before);
    double share = (double) items.stream().mapToLong(Item::least).sum() / own.count();
    boolean passed = share <= asked.most();
    return new Answer(
        passed,
        observed(items, share),
        expected,
        passed ? List.of() : rows(asked, items, examples));
  }

  private static String observed(List<Item> items, double share) {
    if (items.isEmpty()) {
      return "0 of them";
    }
    String some =
        items.stream().limit(Verdict.MOST_ROWS).map(Item::value).collect(Collectors.joining(", "));
    String more = items.size() > Verdict.MOST_ROWS ? ", …" : "";
    return "%s of them: %s%s".formatted(Answer.few(share), some, more);
  }

  private static List<Row> rows(NewValues asked, List<Item> items, int examples) {
    return items.stream()
        .limit(examples)
        .map(item -> new Row(Map.of(asked.column(), item.value()), item.least()))
        .toList();
  }
}
