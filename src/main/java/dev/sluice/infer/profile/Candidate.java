// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.kernel.sql.WrittenValue;
import dev.sluice.schema.Column;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import dev.sluice.validate.cast.ColumnCast;
import dev.sluice.validate.cast.ColumnCast.Source;
import dev.sluice.validate.cast.ColumnCast.Strictness;
import java.util.List;
import java.util.Locale;

/**
 * A type that a column's texts may be of, with the way they spell it. Whether a text is of it is
 * what the cast of a run says.
 *
 * @param format how dates and times are spelled, as strptime has it; empty for ISO 8601
 * @param decimal what stands before the fraction of a number
 * @param thousands what parts groups of three digits; empty for nothing
 */
public record Candidate(Kind kind, String format, String decimal, String thousands) {
  /** The types, by the kernel's names of them. */
  public enum Kind {
    BOOLEAN("BOOLEAN"),
    BIGINT("BIGINT"),
    HUGE("DECIMAL(38,0)"),
    DOUBLE("DOUBLE"),
    DATE("DATE"),
    TIME("TIME"),
    TIMESTAMP("TIMESTAMP"),
    TIMESTAMPTZ("TIMESTAMP WITH TIME ZONE"),
    UUID("UUID");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The kernel's name. */
    public String type() {
      return type;
    }
  }

  private static final Strictness STRICT = new Strictness(false, false);

  /** What every column of texts is held against. */
  static final List<Candidate> USUAL =
      List.of(
          of(Kind.BOOLEAN),
          of(Kind.BIGINT),
          of(Kind.HUGE),
          of(Kind.DOUBLE),
          of(Kind.DATE),
          of(Kind.TIME),
          of(Kind.TIMESTAMP),
          of(Kind.TIMESTAMPTZ),
          of(Kind.UUID),
          number(".", ","),
          number(",", "."),
          number(",", ""),
          number(",", " "),
          number(".", " "),
          number(".", "'"));

  /** The usual spelling of a type. */
  public static Candidate of(Kind kind) {
    return new Candidate(kind, "", "", "");
  }

  /** Numbers of a spelling of their own. */
  public static Candidate number(String decimal, String thousands) {
    return new Candidate(Kind.DOUBLE, "", decimal, thousands);
  }

  /** Dates and times by a format. */
  public static Candidate timed(Kind kind, String format) {
    return new Candidate(kind, format, "", "");
  }

  /** Whether numbers are spelled in a way of their own. */
  public boolean isNumber() {
    return !decimal.isEmpty();
  }

  public boolean isFormat() {
    return !format.isEmpty();
  }

  /** Whether months and days could change places, and this is the one with the day first. */
  public boolean isDayFirst() {
    return format.indexOf("%d") >= 0 && format.indexOf("%d") < format.indexOf("%m");
  }

  /**
   * The same format with month and day in each other's places; itself where it has no numbers of
   * both.
   */
  public Candidate swapped() {
    return !format.contains("%d") || !format.contains("%m")
        ? this
        : timed(kind, format.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m"));
  }

  /** Whether a text that SQL names is of it, as a run sees it: true, false or null. */
  String holds(String text) {
    ColumnCast cast = cast(text);
    String ok = cast.ok(cast.value());
    return ok == null ? "true" : "(" + ok + ")";
  }

  /** The value of a text that SQL names. */
  String value(String text) {
    return "(" + cast(text).value() + ")";
  }

  private ColumnCast cast(String text) {
    TextForm form =
        new TextForm(
            isFormat() ? List.of(format) : List.of(),
            decimal.equals(".") ? "" : decimal,
            thousands,
            List.of(),
            List.of(),
            List.of());
    Column column =
        Column.of("v", kind.type(), true)
            .sourced(new Sourcing(List.of(), List.of(), false, null, form));
    return form.isRead()
        ? written(column, text)
        : ColumnCast.of(column, "VARCHAR", new Source(text, "__p"), STRICT);
  }

  private static ColumnCast written(Column column, String text) {
    WrittenValue value = WrittenValue.of(column, text, "VARCHAR", false);
    return ColumnCast.written(column, value, "(" + value.sql() + ")", STRICT);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return isFormat()
        ? name + " " + format
        : isNumber() ? name + " 1" + thousands + "000" + decimal + "5" : name;
  }
}
