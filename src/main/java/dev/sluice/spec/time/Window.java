// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.time;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.unit.Spans;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a model gathers the rows of its inputs by their event time. Each row of an input comes with
 * the window it lies in, as two more columns; a row that lies in several comes once for each. A
 * window takes in its start and not its end. Windows are aligned to 1970-01-01 00:00 UTC.
 *
 * @param kind how windows are cut
 * @param on the inputs' column of event time: a timestamp or a date
 * @param size how long a window is; of a session, after how long without a row it ends
 * @param every of sliding windows, how often one begins; else as {@code size}
 * @param offset by how much windows begin later than aligned ones; zero of sessions
 * @param emit when a window's rows are in the result
 */
public record Window(
    Kind kind, String on, Duration size, Duration every, Duration offset, Emit emit)
    implements Serializable {
  /** The inputs' column with a window's start. */
  public static final String START = "window_start";

  /** The inputs' column with a window's end. */
  public static final String END = "window_end";

  /** Types of event time. */
  public static final Set<String> TYPES = Set.of("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "DATE");

  private static final long MICROS = 1_000_000;

  /** How windows are cut. */
  public enum Kind {
    /** One behind the other, all of one length. */
    FIXED,
    /** All of one length, one beginning before the last ended. */
    SLIDING,
    /** From the first row of a key to the last that no long pause parts from it. */
    SESSION
  }

  /** When a window is in the result. */
  public enum Emit {
    /** As soon as it has a row, and anew with each that changes. */
    ON_CHANGE,
    /** Once the watermark passed its end, and anew with each row that comes late. */
    ON_CLOSE
  }

  /** Whether a row's windows are known from the row alone. */
  public boolean isOfRow() {
    return kind != Kind.SESSION;
  }

  /** An input's columns as the statement sees them. */
  public TableSchema over(TableSchema input) {
    String type =
        input.column(on).map(Column::type).filter(each -> !each.equals("DATE")).orElse("TIMESTAMP");
    List<Column> columns = new ArrayList<>(input.columns());
    columns.add(Column.of(START, type, true));
    columns.add(Column.of(END, type, true));
    return new TableSchema(columns);
  }

  /** The columns beside an input's own, as SQL names them. */
  public static String columns() {
    return SqlName.list(List.of(START, END));
  }

  /** Microseconds since 1970 of a row's event time; null of one that is none, or not finite. */
  public String micros() {
    return "epoch_us(" + SqlName.quote(on) + ")";
  }

  /**
   * Rows of an input with the windows they lie in, as a SELECT. A row without an event time lies in
   * the window of null.
   *
   * @param rows a SELECT of all the input's columns, and no others
   * @param per of sessions: by which columns rows are gathered
   */
  public String rows(String rows, TableSchema input, List<String> per) {
    String type = over(input).column(START).orElseThrow().type();
    String make = type.equals("TIMESTAMP") ? "make_timestamp" : "make_timestamptz";
    String own = SqlName.list(input.names());
    return "SELECT %1$s, %2$s(__from) AS %3$s, %2$s(__to) AS %4$s FROM (%5$s)"
        .formatted(own, make, START, END, kind == Kind.SESSION ? sessions(rows, per) : cut(rows));
  }

  /**
   * Whether the window of a row is closed, as a condition on rows with windows. That of rows
   * without an event time is never open.
   *
   * @param passed up to where windows are, in microseconds since 1970
   */
  public static String isClosed(long passed) {
    return "(%1$s IS NULL OR epoch_us(%1$s) <= %2$d)".formatted(END, passed);
  }

  /** How many microseconds a time lies behind the last start of a window. */
  private String behind() {
    long step = micros(every);
    return "(((%s - %d) %% %d) + %d) %% %d".formatted(micros(), micros(offset), step, step, step);
  }

  private String cut(String rows) {
    String last = micros() + " - " + behind();
    if (kind == Kind.FIXED) {
      return "SELECT *, %1$s AS __from, %1$s + %2$d AS __to FROM (%3$s)"
          .formatted(last, micros(size), rows);
    }
    // The first of a row is the earliest that has not ended before it.
    long step = micros(every);
    long before = (micros(size) - 1) / step * step;
    String starts =
        "list_filter(range(%1$s - %2$d, %3$s + 1, %4$d), lambda __s: __s + %5$d > %3$s)"
            .formatted(last, before, micros(), step, micros(size));
    return "SELECT *, __from + %d AS __to FROM (SELECT *, unnest(coalesce(%s, [NULL::BIGINT])) AS __from FROM (%s))"
        .formatted(micros(size), starts, rows);
  }

  /** Of rows of one time any may be the first: all of them are counted, or none is. */
  private String sessions(String rows, List<String> per) {
    String key = per.isEmpty() ? "" : "PARTITION BY " + SqlName.list(per) + " ";
    return """
        SELECT *, min(__us) OVER (__session) AS __from, max(__us) OVER (__session) + %2$d AS __to FROM (
          SELECT *, sum(__new) OVER (%3$sORDER BY __us NULLS FIRST RANGE UNBOUNDED PRECEDING) AS __number FROM (
            SELECT *, CASE WHEN __us - lag(__us) OVER (%3$sORDER BY __us NULLS FIRST) < %2$d THEN 0 ELSE 1 END AS __new
            FROM (SELECT *, %1$s AS __us FROM (%4$s))))
        WINDOW __session AS (PARTITION BY %5$s__number, __us IS NULL)"""
        .formatted(
            micros(), micros(size), key, rows, per.isEmpty() ? "" : SqlName.list(per) + ", ");
  }

  private static long micros(Duration span) {
    return span.toSeconds() * MICROS;
  }

  /** As people read it: {@code sliding 5m every 1m on clicked}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT)
        + " "
        + Spans.spell(size)
        + (kind == Kind.SLIDING ? " every " + Spans.spell(every) : "")
        + (offset.isZero() ? "" : " offset " + Spans.spell(offset))
        + " on "
        + on
        + (emit == Emit.ON_CLOSE ? ", once it is closed" : "");
  }
}
