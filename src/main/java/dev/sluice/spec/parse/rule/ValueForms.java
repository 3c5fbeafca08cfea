// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import dev.sluice.spec.parse.rule.ShortForm.Question;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Items;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that compare a value with others of its type. */
final class ValueForms {
  /** So many values are named where one is none of them. */
  private static final int NAMED = 10;

  private ValueForms() {}

  static Question notNull(Subject subject) {
    return new Question(subject.sql() + " IS NOT NULL", "'is null'", "must have a value");
  }

  static Question in(Subject subject, Node node) throws Misfit {
    if (subject.column().isNested() || subject.type().equals("BLOB")) {
      throw subject.misfit("plain values", "write a rule in SQL");
    }
    if (!(node instanceof Items items) || items.items().isEmpty()) {
      boolean isEmpty = node instanceof Items;
      throw new Misfit(
          node.position(),
          isEmpty ? "lists no value" : "lists values, and here is " + node.description(),
          null);
    }
    List<Bounds.Value> values = new ArrayList<>();
    Set<JsonNode> seen = new HashSet<>();
    for (Node item : items.items()) {
      Bounds.Value value = Bounds.value(item, subject.column());
      if (!seen.add(value.json())) {
        throw new Misfit(
            item.position(), "lists `" + value.shown() + "` twice", "take one of them out");
      }
      values.add(value);
    }
    String list = values.stream().map(Bounds.Value::sql).collect(Collectors.joining(", "));
    return new Question(
        subject.sql() + " IN (" + list + ")", subject.isValue(), "must be " + words(values));
  }

  private static String words(List<Bounds.Value> values) {
    String named =
        values.stream().limit(NAMED).map(Bounds.Value::shown).collect(Collectors.joining(", "));
    String more = values.size() > NAMED ? ", … (" + values.size() + " values)" : "";
    return values.size() == 1 ? named : "one of " + named + more;
  }

  static Question between(Subject subject, Node node) throws Misfit {
    if (!subject.isNumber() && !subject.isTime()) {
      throw subject.misfit(
          "numbers, dates and times",
          subject.isText() ? "write `length`, `matches` or `in` for texts" : "write a rule in SQL");
    }
    Bounds bounds = Bounds.read(node, subject.column());
    return within(subject, bounds.conditions(subject.sql()), bounds.words());
  }

  static Question degrees(Subject subject, int most) throws Misfit {
    if (!subject.isNumber()) {
      throw subject.misfit("numbers", "give the column a type of numbers, such as double");
    }
    String sql = "CAST(" + subject.sql() + " AS DOUBLE)";
    return within(
        subject,
        List.of(sql + " >= -" + most, sql + " <= " + most),
        "between -" + most + " and " + most + " degrees");
  }

  /** NaN lies within no bounds, though the kernel sorts it above all numbers. */
  private static Question within(Subject subject, List<String> conditions, String words) {
    List<String> all = new ArrayList<>(conditions);
    if (subject.isFraction()) {
      all.add(0, "NOT isnan(" + subject.sql() + ")");
    }
    return new Question(String.join(" AND ", all), subject.isValue(), "must be " + words);
  }
}
