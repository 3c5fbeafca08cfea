// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import static dev.sluice.infer.words.Evidence.quoted;

import dev.sluice.infer.profile.Candidate;
import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.profile.ColumnProfile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides by which formats the texts of a column are dates or times, and by which of two. */
final class TimeTypes {
  private static final List<Kind> KINDS =
      List.of(Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ);

  private final ColumnProfile column;
  private final Habits habits;
  private final List<String> evidence = new ArrayList<>();

  private TimeTypes(ColumnProfile column, Habits habits) {
    this.column = column;
    this.habits = habits;
  }

  static Optional<TypeGuess> of(ColumnProfile column, Habits habits) {
    return KINDS.stream()
        .flatMap(kind -> new TimeTypes(column, habits).of(kind).stream())
        .findFirst();
  }

  private Optional<TypeGuess> of(Kind kind) {
    if (!column.isCovered(kind)) {
      return Optional.empty();
    }
    List<Candidate> whole = column.formats(kind).stream().filter(column::holds).toList();
    List<String> formats = whole.isEmpty() ? several(kind) : List.of(better(whole.get(0)).format());
    if (formats.isEmpty()) {
      return Optional.empty();
    }
    evidence.add(0, "written like " + quoted(column.example()));
    return Optional.of(
        TypeGuess.of(kind.name().toLowerCase(Locale.ROOT), Form.formats(formats), evidence));
  }

  /** A format, or the one with month and day changed, by whatever tells them apart. */
  private Candidate better(Candidate format) {
    Candidate other = format.swapped();
    if (other.equals(format) || !column.holds(other)) {
      return format;
    }
    boolean isDay = habits.isDayFirst().orElse(!format.format().contains("/"));
    Candidate chosen = format.isDayFirst() == isDay ? format : other;
    evidence.add(
        habits.isDayFirst().isPresent()
            ? "day and month are in the order of the other columns"
            : "no row tells day and month apart: `%s` is a guess, `%s` would do as well"
                .formatted(chosen.format(), chosen.swapped().format()));
    return chosen;
  }

  /** Formats that together explain all values; empty when one order of day and month does not. */
  private List<String> several(Kind kind) {
    Set<String> formats = new LinkedHashSet<>();
    List<Candidate> all = new ArrayList<>(column.formats(kind));
    if (kind == Kind.TIMESTAMP) {
      all.addAll(column.formats(Kind.DATE));
    }
    for (Candidate each : all) {
      long mine = column.holding().getOrDefault(each, 0L);
      long other = column.holding().getOrDefault(each.swapped(), 0L);
      if (Math.max(mine, other) < column.eitherOf(each)) {
        return List.of();
      }
      boolean isBoth = mine == other && !each.swapped().equals(each);
      boolean isDay = habits.isDayFirst().orElse(!each.format().contains("/"));
      if (mine > other || each.swapped().equals(each) || (isBoth && each.isDayFirst() == isDay)) {
        formats.add(each.format());
      }
    }
    formats.addAll(standard(kind));
    evidence.add("written in " + formats.size() + " ways");
    return List.copyOf(formats);
  }

  /** ISO 8601 among other formats must be said, too. */
  private List<String> standard(Kind kind) {
    List<String> formats = new ArrayList<>();
    if (column.holding().getOrDefault(Candidate.of(kind), 0L) > 0) {
      if (kind == Kind.TIMESTAMP) {
        formats.addAll(
            List.of(
                "%Y-%m-%d %H:%M:%S",
                "%Y-%m-%d %H:%M:%S.%f",
                "%Y-%m-%dT%H:%M:%S",
                "%Y-%m-%dT%H:%M:%S.%f",
                "%Y-%m-%d %H:%M"));
      }
      if (kind == Kind.TIME) {
        formats.addAll(List.of("%H:%M:%S", "%H:%M:%S.%f", "%H:%M"));
      }
      if (kind == Kind.DATE || kind == Kind.TIMESTAMP) {
        formats.add("%Y-%m-%d");
      }
    }
    return formats;
  }
}
