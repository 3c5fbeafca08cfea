// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.Section;
import dev.sluice.trial.cases.GivenRows.Cell;
import dev.sluice.trial.cases.TestCase.Death;
import dev.sluice.trial.cases.TestCase.Expected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a case expects: rows alone, or a map that says more. */
final class ExpectedReader {
  private final CaseData data;
  private final Problems problems;

  ExpectedReader(CaseData data, Problems problems) {
    this.data = data;
    this.problems = problems;
  }

  /**
   * Reads `expect`; null when something is wrong with it, which is reported.
   *
   * @param typed the columns of good rows
   * @param raw the columns of given rows, by which a dead one is told; null where any value may
   */
  @Nullable Expected read(Section test, CaseColumns typed, @Nullable CaseColumns raw) {
    Field field = test.field("expect");
    if (field == null) {
      return null;
    }
    if (!(field.value() instanceof Fields)) {
      GivenRows rows = data.rows(field.value(), typed);
      return rows == null ? null : new Expected(rows, List.of(), null, null);
    }
    Section section = test.section("expect", CaseShape.EXPECT);
    if (section == null || !saysSomething(section)) {
      return null;
    }
    Node rows = section.node("rows");
    Boolean isOrdered = section.has("ordered") ? section.isTrue("ordered") : null;
    return new Expected(
        rows == null ? null : data.rows(rows, typed),
        deaths(section, raw),
        warned(section),
        isOrdered);
  }

  private boolean saysSomething(Section section) {
    if (section.has("rows") || section.has("dead") || section.has("warned")) {
      return true;
    }
    section.missing("rows", "`expect` says nothing of rows");
    return false;
  }

  private List<Death> deaths(Section section, @Nullable CaseColumns raw) {
    List<Death> deaths = new ArrayList<>();
    for (Node item : section.items("dead")) {
      Section dead = Section.open(item, CaseShape.DEAD, problems);
      Node row = dead == null ? null : dead.node("row");
      if (dead != null && row != null) {
        List<String> reasons = dead.texts("reasons").stream().map(Scalar::text).toList();
        Death death = death(row, reasons, dead.position(), raw);
        if (death != null) {
          deaths.add(death);
        }
      }
    }
    return deaths;
  }

  private @Nullable Death death(
      Node row, List<String> reasons, Position position, @Nullable CaseColumns raw) {
    if (row instanceof Fields fields) {
      CaseColumns any =
          new CaseColumns("", fields.fields().stream().map(Field::name).toList(), List.of());
      Map<String, Cell> cells = data.values(row, raw == null ? any : raw);
      return cells == null ? null : new Death(position, 0, cells, reasons);
    }
    boolean isNumber =
        raw != null
            && row instanceof Scalar scalar
            && scalar.type() == Node.Type.WHOLE
            && scalar.text().matches("[1-9][0-9]{0,8}");
    if (isNumber) {
      return new Death(position, Long.parseLong(((Scalar) row).text()), Map.of(), reasons);
    }
    problems.error(
        ErrorCode.INVALID_VALUE,
        row.position(),
        "`row` says which row is dead, not " + row.description(),
        raw == null
            ? "write some of its values: `row: {COLUMN: VALUE}`"
            : "write its number among the given rows, from 1, or some of its values");
    return null;
  }

  private @Nullable Map<String, Long> warned(Section section) {
    if (!section.has("warned")) {
      return null;
    }
    Map<String, Long> warned = new LinkedHashMap<>();
    for (Field field : section.entries("warned")) {
      boolean isCount =
          field.value() instanceof Scalar scalar && scalar.text().matches("[0-9]{1,9}");
      if (isCount) {
        warned.put(field.name(), Long.parseLong(((Scalar) field.value()).text()));
      } else {
        problems.error(
            ErrorCode.INVALID_VALUE,
            field.value().position(),
            "`warned` counts the good rows that break a rule, not " + field.value().description());
      }
    }
    return warned;
  }
}
