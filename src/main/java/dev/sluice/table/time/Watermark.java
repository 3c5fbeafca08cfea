// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.time;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the event time of a table came: it is computed from rows and stands with them in the log,
 * so that it is the same when the same epochs are done again.
 *
 * <p>It is the least, over the partitions of the source that are not idle, of the greatest event
 * time of a row, less the span by which rows may be out of order. It never goes back.
 *
 * @param column of event time
 * @param at ISO 8601 in UTC; empty while no row had an event time
 * @param partitions what is known of each
 */
public record Watermark(String column, String at, List<Partition> partitions)
    implements Serializable {
  private static final long MICROS = 1_000_000;

  /** That of a table without rows. */
  public static final Watermark NONE = new Watermark("", "", List.of());

  public Watermark {
    partitions = List.copyOf(partitions);
  }

  /**
   * A part of a source in which rows come about in order.
   *
   * @param name its path; empty for the files of a table, which are one
   * @param greatest event time of a row, ISO 8601 in UTC
   * @param seen the logical time of the newest run that read a row of it, ISO 8601 in UTC
   */
  public record Partition(String name, String greatest, String seen) implements Serializable {}

  /** Where it stands. */
  public Optional<Instant> instant() {
    return at.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at));
  }

  /** Where it stands, in microseconds since 1970. */
  public Optional<Long> micros() {
    return instant().map(Watermark::micros);
  }

  /** Microseconds since 1970. */
  public static long micros(Instant time) {
    return time.getEpochSecond() * MICROS + time.getNano() / 1000;
  }

  /** The time that is so many microseconds behind 1970. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }

  /**
   * Where it stands after a run.
   *
   * @param of the column of event time; where it is another one than before, all begins anew
   * @param greatest by partition the greatest event time of the run's rows, in microseconds
   * @param run its logical time
   */
  public Watermark after(
      String of, Map<String, Long> greatest, Instant run, Duration outOfOrder, Duration idle) {
    Watermark before = column.equals(of) ? this : NONE;
    Map<String, Partition> all = new TreeMap<>();
    before.partitions.forEach(each -> all.put(each.name(), each));
    greatest.forEach(
        (name, micros) -> {
          Partition old = all.get(name);
          long most =
              old == null ? micros : Math.max(micros, micros(Instant.parse(old.greatest())));
          all.put(name, new Partition(name, instant(most).toString(), run.toString()));
        });
    List<Partition> partitions = new ArrayList<>(all.values());
    Instant awake = run.minus(idle);
    Optional<Instant> least =
        partitions.stream()
            .filter(each -> !Instant.parse(each.seen()).isBefore(awake))
            .map(each -> Instant.parse(each.greatest()).minus(outOfOrder))
            .min(Instant::compareTo);
    Instant reached =
        before
            .instant()
            .filter(old -> least.isEmpty() || old.isAfter(least.get()))
            .or(() -> least)
            .orElse(null);
    return new Watermark(of, reached == null ? "" : reached.toString(), partitions);
  }
}
