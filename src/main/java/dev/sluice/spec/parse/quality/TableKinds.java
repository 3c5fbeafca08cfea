// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.context.NameUses.Fit;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.SqlTexts;
import dev.sluice.spec.parse.quality.CheckReader.Named;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of checks that are about whole tables, or about several of them. */
final class TableKinds {
  private static final Fit SUMMED = Bounds.numbers("which has no sum");

  private final SpecContext reading;
  private final String table;

  TableKinds(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  @Nullable Named rowCount(Section section) {
    Section count = section.section("row_count", SpecShape.ROW_COUNT);
    if (count == null) {
      return null;
    }
    Long min = count.whole("min", 0, Long.MAX_VALUE);
    Long max = count.whole("max", 0, Long.MAX_VALUE);
    Section change = count.section("change", SpecShape.CHANGE);
    Double ratio = change == null ? null : change.ratio("max_ratio");
    if (change != null) {
      Against unused = change.choice("against", Against.LAST);
    }
    if (!count.has("min") && !count.has("max") && !count.has("change")) {
      count.missing("min", "`row_count` needs `min`, `max`, `change` or several of them");
    }
    if (change != null && section.has("where")) {
      reading.invalid(
          change.position(),
          "`change` compares all rows with all of the last run, and `where` leaves some out",
          "remove `where`, or write a second check");
    }
    if (min == null && max == null && ratio == null) {
      return null;
    }
    if (min != null && max != null && min > max) {
      Bounds.reversed(count, min, max, reading);
    }
    Limits limits =
        new Limits(min == null ? null : min.toString(), max == null ? null : max.toString());
    String about = ratio == null ? "" : "change: {max_ratio: %s}".formatted(ratio);
    return new Named(
        Bounds.name("row_count", about, limits), new CheckSpec.RowCount(limits, ratio));
  }

  /** With which run a count is compared. */
  private enum Against {
    /** The one on which a run builds. */
    LAST
  }

  @Nullable Named references(Section section) {
    Section reference = section.section("references", SpecShape.REFERENCES);
    if (reference == null) {
      return null;
    }
    Scalar column = column(reference, table, null);
    Scalar other = reference.text("table");
    Scalar to = reference.text("to");
    if (column == null || other == null || to == null) {
      return null;
    }
    reading.uses().table(other);
    reading.uses().column(other.text(), to, Purpose.ANY);
    return new Named(
        "references: {column: %s, table: %s, to: %s}"
            .formatted(column.text(), other.text(), to.text()),
        new CheckSpec.References(column.text(), other.text(), to.text()));
  }

  /** Equal to another sum, or within bounds. */
  @Nullable Named sum(Section section) {
    Section sum = section.section("sum", SpecShape.SUM);
    if (sum == null) {
      return null;
    }
    Scalar column = column(sum, table, SUMMED);
    boolean isBounded = sum.has("min") || sum.has("max");
    if (isBounded == sum.has("equals")) {
      if (isBounded) {
        reading.invalid(sum.position(), "`sum` has bounds, or equals another sum; not both");
      } else {
        sum.missing("equals", "`sum` needs `equals`, `min` or `max`");
      }
      return null;
    }
    if (!isBounded) {
      return sumEquals(sum, column);
    }
    Limits limits = Bounds.numeric(sum, "sum", reading);
    return column == null || limits == null
        ? null
        : new Named(
            Bounds.name("sum", "column: " + column.text(), limits),
            new CheckSpec.Figure(Statistic.SUM, List.of(column.text()), limits));
  }

  private @Nullable Named sumEquals(Section sum, @Nullable Scalar column) {
    Section equal = sum.section("equals", SpecShape.SUM_EQUALS);
    Scalar other = equal == null ? null : equal.text("table");
    if (equal == null || other == null) {
      return null;
    }
    reading.uses().table(other);
    Scalar otherColumn = column(equal, other.text(), SUMMED);
    if (column == null || otherColumn == null) {
      return null;
    }
    return new Named(
        "sum: {column: %s, equals: {table: %s, column: %s}}"
            .formatted(column.text(), other.text(), otherColumn.text()),
        new CheckSpec.SumEquals(column.text(), other.text(), otherColumn.text()));
  }

  @Nullable Named reconcile(Section reconcile) {
    Scalar other = reconcile.text("table");
    if (other == null) {
      return null;
    }
    reading.uses().table(other);
    Scalar column = column(reconcile, table, SUMMED);
    Scalar to = reconcile.has("to") ? reconcile.text("to") : column;
    if (reconcile.has("to") && !reconcile.has("column")) {
      reconcile.missing("column", "`to` is the column with which `column` is compared");
      return null;
    }
    if (to != null) {
      reading.uses().column(other.text(), to, SUMMED);
    }
    String difference = difference(reconcile);
    Double ratio = reconcile.ratio("max_ratio");
    if (reconcile.has("max_difference") && difference == null) {
      return null;
    }
    String about = column == null ? "" : "column: %s, ".formatted(column.text());
    return new Named(
        "reconcile: {%stable: %s}".formatted(about, other.text()),
        new CheckSpec.Reconcile(
            column == null ? null : column.text(),
            other.text(),
            to == null ? null : to.text(),
            difference,
            ratio));
  }

  private @Nullable String difference(Section reconcile) {
    Node node = reconcile.node("max_difference");
    if (node == null) {
      return null;
    }
    try {
      BigDecimal value = node instanceof Scalar scalar ? new BigDecimal(scalar.text()) : null;
      if (value != null && value.signum() >= 0) {
        return value.toPlainString();
      }
    } catch (NumberFormatException e) {
      // reported with everything else that is no number
    }
    reading.invalid(
        node.position(), "`max_difference` must be a number from 0 up, not " + node.description());
    return null;
  }

  @Nullable Named golden(Section section) {
    Section golden = section.section("golden", SpecShape.GOLDEN);
    return golden == null ? null : new GoldenFile(reading, table).read(golden);
  }

  /** A statement that returns the rows that should not be; it is bound with all others. */
  @Nullable Named sql(Section section) {
    Scalar written = section.text("sql");
    SqlText sql = written == null ? null : SqlTexts.statement(written, reading);
    List<String> per = reading.distinct(section.texts("per"), "the column");
    if (sql == null) {
      return null;
    }
    String name = sql.text().strip().replaceAll("\\s+", " ");
    return new Named(
        name, new CheckSpec.Sql(sql, per, List.of(), false, new TableSchema(List.of())));
  }

  private @Nullable Scalar column(Section section, String of, @Nullable Fit fit) {
    Scalar column = section.text("column");
    if (column != null) {
      if (fit == null) {
        reading.uses().column(of, column, Purpose.ANY);
      } else {
        reading.uses().column(of, column, fit);
      }
    }
    return column;
  }
}
