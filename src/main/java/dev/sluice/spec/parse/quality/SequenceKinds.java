// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.spec.parse.context.NameUses.Fit;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.quality.CheckReader.Named;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of checks that compare a row with the one before it. */
final class SequenceKinds {
  private static final Fit COUNTED =
      new Fit(
          Pattern.compile("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DATE"),
          "which has no next value",
          "take a column of whole numbers or dates");

  private final SpecContext reading;
  private final String table;

  SequenceKinds(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  @Nullable Named monotonic(Section section) {
    Section own = section.section("monotonic", SpecShape.MONOTONIC);
    Scalar column = column(own, "column", Bounds.ordered("which has no order"));
    Scalar by = column(own, "by", Bounds.ordered("which has no order"));
    List<String> per = per(own, column, by);
    if (column != null && by != null && column.text().equals(by.text())) {
      reading.invalid(
          by.position(), "values in their own order never fall", "name what puts rows in order");
    }
    if (own == null || column == null || by == null) {
      return null;
    }
    boolean isStrict = own.isTrue("strict");
    String name =
        "monotonic: {column: %s, by: %s%s%s}"
            .formatted(column.text(), by.text(), words(per), isStrict ? ", strict: true" : "");
    return new Named(name, new CheckSpec.Monotonic(column.text(), by.text(), per, isStrict));
  }

  @Nullable Named noGaps(Section section) {
    Section own = section.section("no_gaps", SpecShape.NO_GAPS);
    Scalar column = column(own, "column", COUNTED);
    List<String> per = per(own, column);
    return column == null
        ? null
        : new Named(
            "no_gaps: {column: %s%s}".formatted(column.text(), words(per)),
            new CheckSpec.NoGaps(column.text(), per));
  }

  private @Nullable Scalar column(@Nullable Section section, String key, Fit fit) {
    Scalar column = section == null ? null : section.text(key);
    if (column != null) {
      reading.uses().column(table, column, fit);
    }
    return column;
  }

  private List<String> per(@Nullable Section section, @Nullable Scalar... own) {
    List<Scalar> columns = section == null ? List.of() : section.texts("per");
    if (section != null
        && section.node("per") instanceof Node.Items items
        && items.items().isEmpty()) {
      reading.invalid(
          items.position(), "`per` lists no column", "remove it: then all rows are one sequence");
    }
    columns.forEach(column -> reading.uses().column(table, column, Purpose.ANY));
    for (Scalar each : columns) {
      if (Arrays.stream(own).anyMatch(known -> known != null && known.text().equals(each.text()))) {
        reading.invalid(
            each.position(),
            "rows of one `%s` are no sequence of it".formatted(each.text()),
            "name a column that says which rows belong together");
      }
    }
    return reading.distinct(columns, "the column");
  }

  private static String words(List<String> per) {
    return per.isEmpty() ? "" : ", per: " + per;
  }
}
