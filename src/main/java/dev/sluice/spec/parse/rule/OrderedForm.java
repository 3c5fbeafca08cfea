// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.schema.Column;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import dev.sluice.spec.parse.rule.ShortForm.Question;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rule that columns of a row do not fall, from the first to the last. */
final class OrderedForm {
  private OrderedForm() {}

  static Question of(List<Column> columns, List<Scalar> names) throws Misfit {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      subjects.add(new Subject(columns.get(i), names.get(i).position()));
    }
    requireAlike(subjects);
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      if (subjects.get(i).isFraction()) {
        conditions.add("NOT isnan(" + subjects.get(i).sql() + ")");
      }
      // All pairs: one that is null says nothing of its neighbours.
      for (int j = i + 1; j < subjects.size(); j++) {
        conditions.add(subjects.get(i).sql() + " <= " + subjects.get(j).sql());
      }
    }
    String observed =
        subjects.stream()
            .map(each -> "coalesce(CAST(" + each.sql() + " AS VARCHAR), 'null')")
            .collect(Collectors.joining(", ", "'are ' || concat_ws(', ', ", ")"));
    return new Question(
        String.join(" AND ", conditions), observed, "must not fall from one to the next");
  }

  private static void requireAlike(List<Subject> subjects) throws Misfit {
    Subject first = subjects.get(0);
    for (Subject each : subjects) {
      if (!each.isNumber() && !each.isTime()) {
        throw each.misfit("numbers, dates and times", "write a rule in SQL");
      }
      if (!family(each).equals(family(first))) {
        throw new Misfit(
            each.position(),
            "compares values of one kind; `%s` is of type %s, `%s` of type %s"
                .formatted(first.column().name(), first.type(), each.column().name(), each.type()),
            "write a rule in SQL that casts one of them");
      }
    }
  }

  private static String family(Subject subject) {
    if (subject.isFraction()) {
      return "fraction";
    }
    if (subject.isNumber()) {
      return "number";
    }
    return subject.type().equals("DATE") ? "TIMESTAMP" : subject.type();
  }
}
