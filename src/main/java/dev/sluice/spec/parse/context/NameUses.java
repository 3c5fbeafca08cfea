// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every place outside SQL that names a table or a column; resolved at the end, once the columns of
 * all models are known.
 */
public final class NameUses {
  private static final Pattern NUMERIC =
      Pattern.compile("(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)");

  /** Types whose values have an order that texts and statistics keep exactly. */
  private static final Pattern ORDERED =
      Pattern.compile("(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL.*|DATE|TIMESTAMP.*)");

  private static final Pattern HAS_DAY = Pattern.compile("DATE|TIMESTAMP( WITH TIME ZONE)?");

  /** What a column is used for. */
  public enum Purpose {
    ANY,
    /** A key: must never be null. */
    KEY,
    /** Must be a number. */
    SUM,
    /** A cursor: a number, date or timestamp that is never null. */
    CURSOR,
    /** What a number is taken from. */
    NUMBER,
    /** What a span of time is taken from. */
    TIME,
    /** By whose days a table is cut: a date or timestamp. */
    PARTITION
  }

  private record Use(
      String table, String column, Position position, Purpose purpose, @Nullable Fit fit) {}

  /**
   * Which types a column may be of.
   *
   * @param types whole names of types
   * @param lacks what others do not have, as in {@code which has no mean}
   * @param suggestion what to do about it
   */
  public record Fit(Pattern types, String lacks, String suggestion) {}

  private final List<Use> columns = new ArrayList<>();
  private final List<Scalar> tables = new ArrayList<>();
  private final List<Scalar> values = new ArrayList<>();

  public void table(Scalar table) {
    tables.add(table);
  }

  public void column(String table, Scalar column, Purpose purpose) {
    columns.add(new Use(table, column.text(), column.position(), purpose, null));
  }

  /** A column that must be of a fitting type. */
  public void column(String table, Scalar column, Fit fit) {
    columns.add(new Use(table, column.text(), column.position(), Purpose.ANY, fit));
  }

  /** A value that is compared with those of a column. */
  public void value(Scalar value) {
    values.add(value);
  }

  /** The value that is written so, the first behind a place; null where none is known. */
  public @Nullable Scalar value(Position from, String text) {
    return values.stream()
        .filter(value -> value.text().equals(text) && from.isBefore(value.position()))
        .min((a, b) -> a.position().isBefore(b.position()) ? -1 : 1)
        .orElse(null);
  }

  /** The column by whose days each table is cut that says so. */
  public Map<String, String> partitions() {
    return columns.stream()
        .filter(use -> use.purpose() == Purpose.PARTITION)
        .collect(Collectors.toMap(Use::table, Use::column, (first, again) -> first));
  }

  /**
   * Reports names that nothing declares.
   *
   * @param declared all names of tables and models
   * @param schemas those of them whose columns are known
   */
  public void resolve(Set<String> declared, Map<String, TableSchema> schemas, Problems problems) {
    for (Scalar table : tables) {
      if (!declared.contains(table.text())) {
        problems.error(
            ErrorCode.UNKNOWN_NAME,
            table.position(),
            "no table or model is named `" + table.text() + "`",
            Suggestion.nearestOr(table.text(), "there are ", declared.stream().sorted().toList()));
      }
    }
    for (Use use : columns) {
      TableSchema schema = schemas.get(use.table());
      if (schema != null) {
        resolve(use, schema, problems);
      }
    }
  }

  private static void resolve(Use use, TableSchema schema, Problems problems) {
    Column column = schema.column(use.column()).orElse(null);
    if (column == null) {
      problems.error(
          ErrorCode.UNKNOWN_NAME,
          use.position(),
          "`" + use.table() + "` has no column `" + use.column() + "`",
          Suggestion.nearestOr(use.column(), "it has ", schema.names()));
    } else if (use.fit() != null && !use.fit().types().matcher(column.type()).matches()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "`%s` is of type %s, %s".formatted(use.column(), column.type(), use.fit().lacks()),
          use.fit().suggestion());
    } else if (use.purpose() == Purpose.KEY && column.nullable()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "the key column `" + use.column() + "` may be null by its schema",
          "add `!` to its type (in an .avsc, take \"null\" out of it); a key must always have a value");
    } else if (use.purpose() == Purpose.SUM && !NUMERIC.matcher(column.type()).matches()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "`" + use.column() + "` is of type " + column.type() + ", which has no sum");
    } else if (use.purpose() == Purpose.PARTITION && !HAS_DAY.matcher(column.type()).matches()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "`" + use.column() + "` is of type " + column.type() + ", which has no day",
          "a table is cut by the days of a date or a timestamp");
    } else if (use.purpose() == Purpose.NUMBER || use.purpose() == Purpose.TIME) {
      resolveLag(use, column, problems);
    } else if (use.purpose() == Purpose.CURSOR) {
      resolveCursor(use, column, problems);
    }
  }

  private static void resolveLag(Use use, Column column, Problems problems) {
    boolean isTime = HAS_DAY.matcher(column.type()).matches();
    if (isTime != (use.purpose() == Purpose.TIME)) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "`lag` does not fit the cursor `" + use.column() + "` of type " + column.type(),
          isTime ? "write a span: `90s`, `15m`, `2h`, `3d`" : "write a whole number");
    }
  }

  private static void resolveCursor(Use use, Column column, Problems problems) {
    if (!ORDERED.matcher(column.type()).matches()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "the cursor `" + use.column() + "` is of type " + column.type(),
          "a cursor is a whole number, decimal, date or timestamp");
    } else if (column.nullable()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "the cursor `" + use.column() + "` may be null by its schema",
          "add `!` to its type (in an .avsc, take \"null\" out of it); a row without a value would be lost, or read again and again");
    } else if (column.pii()) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          use.position(),
          "the cursor `" + use.column() + "` is marked `pii`",
          "its values are kept in the clear to know where to go on; take another column");
    }
  }
}
