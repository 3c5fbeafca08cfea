// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.type.PlannedType.Kind;
import dev.sluice.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds values that have nothing in common and become one: in a column of a UNION, INTERSECT,
 * EXCEPT or recursive WITH, and in the branches of a CASE or COALESCE.
 *
 * <p>The kernel casts all of them to one type, text at last, and to that of the first part in a
 * recursive WITH. In a column it may not change a value without a word either.
 */
final class UnlikeCombinations {
  private final AuthoredSql authored;

  UnlikeCombinations(AuthoredSql authored) {
    this.authored = authored;
  }

  /** What is wrong with a node of the plan that is a set operation. */
  List<SqlProblem> ofSets(JsonNode node) {
    Map<Integer, SqlProblem> byColumn = new TreeMap<>();
    for (JsonNode part : node.path("children")) { // one that is cast is a projection of its own
      JsonNode values = part.path("expressions");
      for (int i = 0; i < values.size(); i++) {
        int column = i;
        inColumn(values.get(i)).ifPresent(problem -> byColumn.putIfAbsent(column, problem));
      }
    }
    return List.copyOf(byColumn.values());
  }

  private Optional<SqlProblem> inColumn(JsonNode value) {
    JsonNode meant = authored.of(value);
    PlannedType type = AuthoredSql.type(meant);
    PlannedType becomes = AuthoredSql.type(value);
    String name = value.path("alias").asText();
    String column = name.isEmpty() ? "one column" : "one column, `" + name + "`";
    if (type.isUnlike(becomes)) {
      return Optional.of(
          problem(
              value,
              "%s and %s become %s: an explicit cast is required"
                  .formatted(type.article(), becomes.article(), column),
              advice(type, becomes)));
    }
    return AuthoredSql.isConstant(meant) || !type.isCutBy(becomes)
        ? Optional.empty()
        : Optional.of(
            problem(
                value,
                "%s becomes %s, which does not hold every value of it, in %s: an explicit cast is required"
                    .formatted(type.article(), becomes.article(), column),
                "write CAST(… AS %s) around the %s, if that is what you mean"
                    .formatted(becomes, type)));
  }

  /** What is wrong with values of which one is chosen. */
  Optional<SqlProblem> ofBranches(JsonNode node, List<JsonNode> values) {
    List<JsonNode> meant =
        values.stream().map(authored::of).filter(value -> !AuthoredSql.isConstant(value)).toList();
    for (JsonNode value : meant) {
      PlannedType type = AuthoredSql.type(value);
      PlannedType beside = AuthoredSql.type(meant.get(0));
      if (type.isUnlike(beside)) {
        return Optional.of(
            problem(
                node,
                "%s and %s are branches of one value: an explicit cast is required"
                    .formatted(beside.article(), type.article()),
                advice(type, beside)));
      }
    }
    return Optional.empty();
  }

  private SqlProblem problem(JsonNode place, String message, String advice) {
    int offset = authored.offset(place);
    return new SqlProblem(
        ErrorCode.SQL_BIND,
        offset >= 0 ? offset : SqlTokens.of(authored.sql()).find(0, "UNION", "INTERSECT", "EXCEPT"),
        message,
        advice);
  }

  private static String advice(PlannedType one, PlannedType other) {
    if (one.kind() == Kind.BOOLEAN || other.kind() == Kind.BOOLEAN) {
      return "write CAST(… AS INTEGER) around the BOOLEAN";
    }
    if (one.kind() == Kind.TEXT || other.kind() == Kind.TEXT) {
      return "write CAST(… AS VARCHAR) around the "
          + (one.kind() == Kind.TEXT ? other : one)
          + ", if text is what you mean";
    }
    return "give all parts values of one kind, in the same order; NULL stands for what one does not have";
  }
}
