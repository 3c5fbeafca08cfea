// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for values that are of unlike types in the kernel's plan of a statement, where each stands
 * with its type and with the casts that the kernel added.
 */
public final class PlanCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnlikeComparisons comparisons;
  private final UnlikeCombinations combinations;
  private final List<SqlProblem> problems = new ArrayList<>();

  private PlanCheck(String sql) {
    AuthoredSql authored = new AuthoredSql(sql);
    this.comparisons = new UnlikeComparisons(authored);
    this.combinations = new UnlikeCombinations(authored);
  }

  /** A call that asks the kernel for the plan of a statement. */
  public static String question(String sql) {
    return "SELECT json_serialize_plan("
        + SqlName.literal(sql)
        + ", optimize := false, skip_default := true, skip_empty := true, skip_null := true)";
  }

  /** Judges a statement by the kernel's answer; one without a plan is not judged. */
  public static List<SqlProblem> of(String sql, String answer) {
    PlanCheck check = new PlanCheck(sql);
    try {
      check.walk(JSON.readTree(answer).path("plans"));
      return check.problems.stream().distinct().toList();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  /** Judges the one condition of a join: equal values must be equal without a loss. */
  public static List<SqlProblem> ofMatch(String sql, String answer) {
    try {
      JsonNode condition = JSON.readTree(answer).findParent("comparison");
      return condition == null
          ? List.of()
          : new PlanCheck(sql)
              .comparisons.checkExact(condition.path("left"), condition.path("right")).stream()
                  .toList();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private void walk(JsonNode node) {
    JsonNode sides = node.path("children");
    switch (SqlTree.type(node)) {
      case "LOGICAL_UNION", "LOGICAL_INTERSECT", "LOGICAL_EXCEPT", "LOGICAL_RECURSIVE_CTE" ->
          problems.addAll(combinations.ofSets(node));
      case "OPERATOR_COALESCE" -> branches(node, sides.valueStream().toList());
      case "CASE_EXPR" -> branches(node, cases(node));
      case "WINDOW_LAG", "WINDOW_LEAD" -> {
        if (sides.size() > 2) {
          branches(sides.path(2), List.of(sides.path(0), sides.path(2)));
        }
      }
      default -> comparison(node, sides);
    }
    for (JsonNode child : node) {
      walk(child);
    }
  }

  private void comparison(JsonNode node, JsonNode sides) {
    if (SqlTree.type(node).startsWith("COMPARE_")) {
      for (int i = 1; i < sides.size(); i++) {
        comparisons.check(node, sides.get(0), sides.get(i)).ifPresent(problems::add);
      }
    } else if (node.has("comparison")) {
      comparisons.check(node, node.path("left"), node.path("right")).ifPresent(problems::add);
    }
  }

  private void branches(JsonNode node, List<JsonNode> values) {
    combinations.ofBranches(node, values).ifPresent(problems::add);
  }

  private static List<JsonNode> cases(JsonNode node) {
    List<JsonNode> values = new ArrayList<>();
    node.path("case_checks").forEach(each -> values.add(each.path("then_expr")));
    values.add(node.path("else_expr"));
    return values;
  }
}
