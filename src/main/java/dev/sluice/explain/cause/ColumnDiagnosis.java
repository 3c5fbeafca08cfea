// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.explain.advice.ColumnChange;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out from the values that a column refused how they are meant. */
final class ColumnDiagnosis {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)");
  private static final int MOST_DIGITS = 38;
  private static final int FEW = 8;

  /** What the types of whole numbers hold, so that rows that are there fit a wider one too. */
  private static final int INTEGER_DIGITS = 10;

  private static final int BIGINT_DIGITS = 19;

  private static final String CENTS = "regexp_full_match(%s, '[+-]?[0-9]*[.][0-9]{2}')";

  private static final String IS_ZERO =
      "regexp_full_match(val, '0{1,4}[-/.]0{1,2}[-/.]0{1,4}([ T]00:00(:00)?)?')";

  /** Days since 1899-12-30, from 1954 to 2091. */
  private static final String IS_SERIAL = "regexp_full_match(val, '[2-6][0-9]{4}')";

  /** As the type with a zone reads them by itself. */
  private static final String IS_ZONED =
      "regexp_full_match(val, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T"
          + " ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?(Z|UTC)|[+-][0-9]{2}:[0-9]{2})')";

  private static final String IS_MONEY =
      "regexp_full_match(trim(val), '[+-]?[ ]*[$€£¥₹%] *[+-]?[0-9][0-9.,'' ]*|[+-]?[0-9][0-9.,'' ]*"
          + " *([$€£¥₹%]|[A-Z]{3}|[a-z]{1,3})')";

  private final Column column;
  private final ColumnChange change;
  private final List<String> sentences = new ArrayList<>();
  private final Set<String> nulls = new LinkedHashSet<>();
  private final Raw raw;
  private Values rest;

  /** Gives all values of the column, refused or not; nothing where they are not kept as texts. */
  interface Raw {
    Optional<Values> values() throws StatementFailed;
  }

  /**
   * A column.
   *
   * @param isNeeded whether rows are told apart, or put in order, by it: it may not be null
   */
  record Asked(Column column, boolean isNeeded) {}

  private ColumnDiagnosis(Column column, Values values, ColumnChange change, Raw raw) {
    this.column = column;
    this.rest = values;
    this.change = change;
    this.raw = raw;
  }

  /**
   * Looks at the values.
   *
   * @param codes what was wrong with them
   */
  static ColumnDiagnosis of(
      Asked asked, List<String> codes, Values values, ColumnChange change, Raw raw)
      throws StatementFailed {
    Column column = asked.column();
    ColumnDiagnosis found = new ColumnDiagnosis(column, values, change, raw);
    if (codes.contains("NULL_VIOLATION")) {
      found.nulls(asked.isNeeded());
    }
    found.rest = values.with("val IS NOT NULL AND code <> 'NULL_VIOLATION'");
    if (found.rest.rows() > 0 && !column.isNested() && !found.areNames()) {
      found.spellings();
      found.values();
    }
    return found;
  }

  /** What lies behind it; empty when nothing shows. */
  String why() {
    return String.join("; ", sentences);
  }

  private void say(String sentence) {
    sentences.add(sentence);
  }

  private void nulls(boolean isNeeded) {
    if (isNeeded) {
      say("rows have no value, and nothing else tells which row is which: correct the source");
    } else {
      change.nullable();
      say("rows have no value, and the column demands one");
    }
  }

  /** Whether the header stands among the rows, as where files were put one behind the other. */
  private boolean areNames() throws StatementFailed {
    String names =
        column.sourceNames().stream()
            .map(name -> SqlName.literal(name.toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(", "));
    boolean areNames = rest.without("lower(trim(val)) IN (" + names + ")").rows() == 0;
    if (areNames) {
      say("the header stands among the rows again: take such lines out of the file");
    }
    return areNames;
  }

  private void spellings() throws StatementFailed {
    Values absent = rest.with(Spellings.isNothing());
    List<String> texts = absent.texts(FEW);
    if (!texts.isEmpty()) {
      nulls.addAll(texts);
      change.nulls(texts);
      say(shown(texts) + " says that there is no value");
      rest = rest.without(Spellings.isNothing());
    }
  }

  private static String shown(List<String> texts) {
    return String.join(", ", texts.stream().map(t -> "`" + (t.isEmpty() ? "" : t) + "`").toList());
  }

  private void values() throws StatementFailed {
    if (rest.rows() == 0) {
      return;
    }
    String type = column.type();
    if (!column.symbols().isEmpty()) {
      symbols();
    } else if (type.equals("BOOLEAN")) {
      truths();
    } else if (type.equals("DATE") || type.startsWith("TIME")) {
      times(type);
    } else if (isNumber(type)) {
      numbers(type);
    } else {
      asText("they are no " + type.toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isNumber(String type) {
    return type.startsWith("DECIMAL(")
        || Set.of("INTEGER", "BIGINT", "FLOAT", "DOUBLE").contains(type);
  }

  private void symbols() throws StatementFailed {
    List<String> more = rest.texts(FEW);
    change.symbols(more);
    say(shown(more) + (more.size() == 1 ? " is no symbol" : " are no symbols") + " of the column");
  }

  /** How values are written is told by all of them: those that pass now are to pass again. */
  private Values all() throws StatementFailed {
    return raw.values().map(values -> values.without(Spellings.isNothing())).orElse(rest);
  }

  private void truths() throws StatementFailed {
    List<String> yes = new ArrayList<>();
    List<String> no = new ArrayList<>();
    for (String text : all().with(Spellings.isTruth()).texts(FEW)) {
      (Boolean.TRUE.equals(Spellings.truth(text)) ? yes : no).add(text);
    }
    if (rest.sum(Spellings.isTruth()) * 2 < rest.rows()) {
      asText("they are no truth values");
      return;
    }
    change.truths(yes, no);
    say("truth values are written " + shown(yes) + " and " + shown(no));
  }

  /** Days that stand for none. */
  private void zeros() throws StatementFailed {
    List<String> texts = rest.with(IS_ZERO).texts(FEW);
    if (!texts.isEmpty()) {
      nulls.addAll(texts);
      change.nulls(nulls);
      say(shown(texts) + " says that there is no day");
      rest = rest.without(IS_ZERO);
    }
  }

  private void times(String type) throws StatementFailed {
    zeros();
    if (rest.rows() == 0) {
      return;
    }
    if (type.equals("TIMESTAMP") && rest.without(IS_ZONED).rows() == 0) {
      zoned();
      return;
    }
    TimeForms forms = TimeForms.of(all(), type);
    long all = rest.rows();
    boolean isTrue = rest.sum(forms.read()) * 2 > all;
    if (forms.formats().isEmpty() || !isTrue) {
      if (rest.sum("code = 'TS_RANGE'") < all) {
        epochOrText(type);
      } else {
        String of = type.equals("TIME") ? "no clock has these times" : "no calendar has these days";
        say(of + ": correct the source");
      }
      return;
    }
    if (type.equals("TIMESTAMP") && forms.areZoned()) {
      zoned();
    }
    change.formats(forms.formats());
    say(
        "they are written `%s`%s"
            .formatted(
                String.join("`, `", forms.formats()),
                forms.isAmbiguous() ? " (or day and month the other way round)" : ""));
  }

  private void zoned() {
    change.type("timestamptz");
    say("they say their zone, which the type does not hold");
  }

  private void epochOrText(String type) throws StatementFailed {
    String isEpoch = "regexp_full_match(val, '1[0-9]{9}([0-9]{3})?')";
    if (rest.without(isEpoch).rows() == 0) {
      count("bigint");
      say(
          "they count seconds or milliseconds since 1970: a model turns them into times, by"
              + " `to_timestamp(x)` or `epoch_ms(x)`");
    } else if (type.equals("DATE") && rest.without(IS_SERIAL).rows() == 0) {
      count("int");
      say(
          "they count days as spreadsheets do: a model turns them into dates, by `DATE '1899-12-30'"
              + " + x`");
    } else {
      asText("no format reads them as " + type.toLowerCase(Locale.ROOT));
    }
  }

  /** A number in the place of a time. */
  private void count(String type) {
    change.type(type);
    change.stringsOfJson(); // a time is read from either, and nobody knows which it was
  }

  private void numbers(String type) throws StatementFailed {
    List<NumberForm> ways = NumberForm.of(all());
    if (ways.size() > 1 && rest.sum(read(ways)) * 2 >= rest.rows()) {
      mixed(ways);
      return;
    }
    NumberForm form = ways.isEmpty() ? NumberForm.PLAIN_FORM : ways.get(0);
    Values written = rest.without(NumberForm.PLAIN);
    String plain = "val";
    if (written.rows() > 0 && written.without(form.reads()).rows() * 2 > written.rows()) {
      notWritten(written);
      return;
    }
    if (!form.isPlain() || column.form().isOfNumbers()) {
      plain = form.plain();
      change.separators(form.decimal(), form.thousands());
      say("numbers are written as " + shown(rest.with(form.reads()).texts(1)));
    }
    width(type, plain);
    if (sentences.isEmpty() && rest.sum("isString") > 0) {
      change.strings();
      say("numbers stand in quotes, where JSON has texts");
    }
  }

  private static String read(List<NumberForm> ways) {
    return ways.stream().map(NumberForm::reads).collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** No one form reads them all. */
  private void mixed(List<NumberForm> ways) throws StatementFailed {
    Values all = all();
    long rows = all.rows();
    List<String> told = new ArrayList<>();
    for (NumberForm way : ways) {
      List<NumberForm> others = ways.stream().filter(each -> !each.equals(way)).toList();
      Values those = all.with(way.reads()).without(read(others));
      told.add("as %s (%,d of %,d rows)".formatted(shown(those.texts(1)), those.rows(), rows));
    }
    say(
        "numbers are written in several ways, %s: no `decimal` and `thousands` read them all. Correct the source, or make the column `text` and let a model tell them apart"
            .formatted(String.join(" and ", told)));
  }

  /** They are no numbers, however they are read. */
  private void notWritten(Values written) throws StatementFailed {
    List<String> texts = written.texts(FEW + 1);
    long rows = written.rows();
    boolean isFew = texts.size() <= 2 && rows >= 3L * texts.size();
    if (written.sum(IS_MONEY) == rows) {
      asText("they come with a unit, which a model can take away");
    } else if (written.sum("val <> trim(val) AND TRY_CAST(trim(val) AS DOUBLE) IS NOT NULL")
        == rows) {
      change.trimmed();
      say("blanks stand around them");
    } else if (isFew) {
      nulls.addAll(texts);
      change.nulls(nulls);
      say(shown(texts) + " stands where a number should, as if there were none");
    } else {
      asText("they are no numbers");
    }
  }

  /** A wider type for numbers that the type does not hold. */
  private void width(String type, String plain) throws StatementFailed {
    String number = "TRY_CAST(%s AS DOUBLE)".formatted(plain);
    boolean hasFraction =
        rest.sum(number + " <> trunc(" + number + ") OR contains(" + plain + ", '.')") > 0;
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)), plain);
    } else if (type.equals("INTEGER") || type.equals("BIGINT")) {
      whole(type, hasFraction ? plain : "", number);
    } else if (rest.sum("code = 'NUM_RANGE'") > 0) {
      asText("they are beyond what a " + type.toLowerCase(Locale.ROOT) + " holds");
    }
  }

  /**
   * A type for numbers that a column of whole ones does not hold.
   *
   * @param fraction how some of them are written that have one; empty where none has
   */
  private void whole(String type, String fraction, String number) throws StatementFailed {
    if (!fraction.isEmpty()) {
      boolean areCents = areCents(fraction);
      int digits = type.equals("INTEGER") ? INTEGER_DIGITS : BIGINT_DIGITS;
      change.type(areCents ? "decimal(%d,2)".formatted(digits + 2) : "double");
      say(
          areCents
              ? "they have two digits behind the point, as money has, and the column holds whole numbers"
              : "they have decimals, and the column holds whole numbers");
    } else if (rest.sum("code = 'NUM_RANGE'") > 0) {
      boolean isLong = rest.sum("abs(%s) >= 9.2e18".formatted(number)) > 0;
      change.type(isLong || type.equals("BIGINT") ? "decimal(38,0)" : "bigint");
      say("they are beyond what the type holds");
    }
  }

  /** Whether every fraction is written with two digits, zeros too. */
  private boolean areCents(String plain) throws StatementFailed {
    return rest.sum(plain + " LIKE '%.%'") == rest.sum(CENTS.formatted(plain));
  }

  private void decimal(int precision, int scale, String plain) throws StatementFailed {
    String bare = "ltrim(%s, '+-')".formatted(plain);
    int whole = most("len(ltrim(split_part(%s, '.', 1), '0'))".formatted(bare));
    int after = most("len(rtrim(split_part(%s, '.', 2), '0'))".formatted(bare));
    if (after <= scale && whole <= precision - scale) {
      return;
    }
    int wider = after > scale && areCents(plain) ? 2 : Math.max(scale, after);
    int digits = Math.max(precision - scale, whole) + wider;
    if (digits > MOST_DIGITS) {
      change.type("double");
    } else {
      change.type("decimal(%d,%d)".formatted(digits, wider));
    }
    say(
        after > scale
            ? "they have more decimals than the type"
            : "they have more digits than the type");
  }

  private int most(String length) throws StatementFailed {
    return rest.one("max(%s)".formatted(length)).map(Integer::parseInt).orElse(0);
  }

  /** Where most values are of the type, it is those few that are wrong, and not the type. */
  private void asText(String why) throws StatementFailed {
    Optional<Values> whole = raw.values();
    if (whole.isPresent() && rest.rows() * 2 < whole.get().rows()) {
      say(why + ", unlike most values: correct the source");
    } else {
      change.type("text");
      say(why);
    }
  }
}
