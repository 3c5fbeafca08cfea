// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.parse.rule.RuleDraft;
import dev.sluice.spec.parse.rule.RuleReader;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code rules}, {@code checks} and {@code tolerate} of a table or model. */
public final class QualityReader {
  private final SpecContext reading;

  public QualityReader(SpecContext reading) {
    this.reading = reading;
  }

  public QualityDraft read(Section table, String name) {
    List<RuleDraft> rules = rules(table);
    return new QualityDraft(rules, checks(table, name, rules), tolerate(table));
  }

  private List<RuleDraft> rules(Section table) {
    RuleReader reader = new RuleReader(reading, table.has("source"));
    List<RuleDraft> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node node : table.items("rules")) {
      for (RuleDraft rule : reader.read(node)) {
        refuseSecond(names, rule.name(), "rule", rule.position());
        rules.add(rule);
      }
    }
    return rules;
  }

  /** Those that stand under {@code checks}; the warehouse's rules are called apart from them. */
  private List<CheckSpec> checks(Section table, String name, List<RuleDraft> rules) {
    CheckReader reader = new CheckReader(reading, name, withoutFiles(table), RowsApart.of(table));
    List<CheckSpec> checks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    rules.stream()
        .filter(RuleDraft.Asked.class::isInstance)
        .forEach(rule -> names.add(rule.name().toLowerCase(Locale.ROOT)));
    for (Node node : table.items("checks")) {
      Section section = Section.open(node, SpecShape.CHECK, reading.problems());
      if (section != null) {
        CheckSpec check = reader.read(section, RuleReader.name(section, reading));
        if (check != null) {
          refuseSecond(names, check.name(), "check", check.position());
          checks.add(check);
        }
      }
    }
    return checks;
  }

  /** Why a table or model has no source files; null where it has. */
  private static @Nullable String withoutFiles(Section table) {
    if (!table.has("source")) {
      return "a model reads tables";
    }
    boolean isTopic =
        table.node("source") instanceof Node.Fields source
            && source.fields().stream().anyMatch(field -> field.name().equals("kafka"));
    return isTopic ? "messages of a topic come in none" : null;
  }

  private void refuseSecond(Set<String> names, String name, String what, Position position) {
    if (!names.add(name.toLowerCase(Locale.ROOT))) {
      reading
          .problems()
          .error(
              ErrorCode.NAME_COLLISION,
              position,
              "a second " + what + " is named `" + name + "`",
              "take one out, or give it another `name`");
    }
  }

  private Tolerance tolerate(Section table) {
    Section section = table.section("tolerate", SpecShape.TOLERATE);
    boolean isTable = table.has("source");
    if (section == null) {
      Tolerance byDefault = reading.defaults().tolerate();
      return isTable ? byDefault : byDefault.ofRun();
    }
    Node hourly = section.node("dead_rows_per_hour");
    if (hourly != null && !isTable) {
      reading
          .problems()
          .error(
              ErrorCode.INVALID_VALUE,
              hourly.position(),
              "`dead_rows_per_hour` is for tables: every run computes a model anew, and its dead rows are the same again",
              "say `dead_rows` or `dead_ratio`");
    }
    return tolerance(section);
  }

  /** What {@code tolerate} says. */
  public static Tolerance tolerance(Section section) {
    if (!section.has("dead_ratio")
        && !section.has("dead_rows")
        && !section.has("dead_rows_per_hour")) {
      section.missing(
          "dead_ratio",
          "`tolerate` needs `dead_ratio`, `dead_rows` or `dead_rows_per_hour`, or several of them");
    }
    return new Tolerance(
        section.ratio("dead_ratio"),
        section.whole("dead_rows", 0, Long.MAX_VALUE),
        section.whole("dead_rows_per_hour", 0, Long.MAX_VALUE));
  }
}
