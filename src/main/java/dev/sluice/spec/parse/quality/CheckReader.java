// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code checks}. */
final class CheckReader {
  private static final List<String> KINDS =
      List.of("row_count", "not_null", "unique", "null_ratio", "references", "sum");

  private record Head(@Nullable String name, Consequence consequence, Position position) {
    String nameOr(String byDefault) {
      return name == null ? byDefault : name;
    }
  }

  private final SpecContext reading;
  private final String table;

  CheckReader(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  @Nullable CheckSpec read(Section section, @Nullable String name) {
    List<Field> kinds = section.fields().stream().filter(f -> KINDS.contains(f.name())).toList();
    if (kinds.isEmpty()) {
      boolean isUnknown = section.fields().stream().anyMatch(f -> !isOption(f.name()));
      if (!isUnknown) {
        reading.invalid(
            section.position(), "a check needs a kind", "add one of " + Suggestion.list(KINDS));
      }
      return null;
    }
    if (kinds.size() > 1) {
      reading.invalid(
          kinds.get(1).key().position(),
          "a check has one kind, but here are `"
              + kinds.get(0).name()
              + "` and `"
              + kinds.get(1).name()
              + "`",
          "begin the second with `- ` on a line of its own");
      return null;
    }
    Consequence consequence = section.choice("severity", Consequence.FAIL);
    return read(section, new Head(name, consequence, kinds.get(0).key().position()), kinds.get(0));
  }

  private static boolean isOption(String key) {
    return key.equals("name") || key.equals("severity");
  }

  private @Nullable CheckSpec read(Section section, Head head, Field kind) {
    return switch (kind.name()) {
      case "row_count" -> rowCount(section, head);
      case "not_null" -> notNull(section, head);
      case "unique" -> unique(section, head);
      case "null_ratio" -> nullRatio(section, head);
      case "references" -> references(section, head);
      default -> sum(section, head);
    };
  }

  private @Nullable CheckSpec rowCount(Section section, Head head) {
    Section count = section.section("row_count", SpecShape.ROW_COUNT);
    if (count == null) {
      return null;
    }
    Long min = count.whole("min", 0, Long.MAX_VALUE);
    Long max = count.whole("max", 0, Long.MAX_VALUE);
    if (!count.has("min") && !count.has("max")) {
      count.missing("min", "`row_count` needs `min`, `max` or both");
    }
    if (min == null && max == null) {
      return null;
    }
    if (min != null && max != null && min > max) {
      reading.invalid(count.position(), "`min` " + min + " is above `max` " + max);
    }
    String bounds =
        max == null ? "min: " + min : min == null ? "max: " + max : "min: " + min + ", max: " + max;
    return new CheckSpec.RowCount(
        head.nameOr("row_count: {" + bounds + "}"), head.consequence(), head.position(), min, max);
  }

  private @Nullable CheckSpec notNull(Section section, Head head) {
    List<String> columns = columns(section, "not_null");
    return columns.isEmpty()
        ? null
        : new CheckSpec.NotNull(
            head.nameOr("not_null: " + columns), head.consequence(), head.position(), columns);
  }

  private @Nullable CheckSpec unique(Section section, Head head) {
    List<String> columns = columns(section, "unique");
    return columns.isEmpty()
        ? null
        : new CheckSpec.Unique(
            head.nameOr("unique: " + columns), head.consequence(), head.position(), columns);
  }

  private List<String> columns(Section section, String kind) {
    List<Scalar> columns = section.texts(kind);
    if (section.node(kind) instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`" + kind + "` lists no column");
    }
    columns.forEach(column -> reading.uses().column(table, column, Purpose.ANY));
    return reading.distinct(columns, "the column");
  }

  private @Nullable CheckSpec nullRatio(Section section, Head head) {
    Section ratio = section.section("null_ratio", SpecShape.NULL_RATIO);
    Scalar column = ratio == null ? null : column(ratio, table, Purpose.ANY);
    Double max = ratio == null ? null : ratio.ratio("max");
    if (column == null || max == null) {
      return null;
    }
    return new CheckSpec.NullRatio(
        head.nameOr("null_ratio: {column: " + column.text() + ", max: " + max + "}"),
        head.consequence(),
        head.position(),
        column.text(),
        max);
  }

  private @Nullable CheckSpec references(Section section, Head head) {
    Section reference = section.section("references", SpecShape.REFERENCES);
    Scalar column = reference == null ? null : column(reference, table, Purpose.ANY);
    Scalar other = reference == null ? null : reference.text("table");
    Scalar to = reference == null ? null : reference.text("to");
    if (column == null || other == null || to == null) {
      return null;
    }
    reading.uses().table(other);
    reading.uses().column(other.text(), to, Purpose.ANY);
    String name =
        "references: {column: %s, table: %s, to: %s}"
            .formatted(column.text(), other.text(), to.text());
    return new CheckSpec.References(
        head.nameOr(name),
        head.consequence(),
        head.position(),
        column.text(),
        other.text(),
        to.text());
  }

  private @Nullable CheckSpec sum(Section section, Head head) {
    Section sum = section.section("sum", SpecShape.SUM);
    Scalar column = sum == null ? null : column(sum, table, Purpose.SUM);
    Section equal = sum == null ? null : sum.section("equals", SpecShape.SUM_EQUALS);
    Scalar other = equal == null ? null : equal.text("table");
    if (column == null || equal == null || other == null) {
      return null;
    }
    reading.uses().table(other);
    Scalar otherColumn = column(equal, other.text(), Purpose.SUM);
    if (otherColumn == null) {
      return null;
    }
    String name =
        "sum: {column: %s, equals: {table: %s, column: %s}}"
            .formatted(column.text(), other.text(), otherColumn.text());
    return new CheckSpec.SumEquals(
        head.nameOr(name),
        head.consequence(),
        head.position(),
        column.text(),
        other.text(),
        otherColumn.text());
  }

  private @Nullable Scalar column(Section section, String of, Purpose purpose) {
    Scalar column = section.text("column");
    if (column != null) {
      reading.uses().column(of, column, purpose);
    }
    return column;
  }
}
