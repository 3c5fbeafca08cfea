// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.bind.parse.SqlTokens;
import dev.sluice.bind.type.PlannedType.Kind;
import dev.sluice.error.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * Finds comparisons of values that have nothing in common, such as a number with a date.
 *
 * <p>The kernel binds them by casting one side, and fails at the first row, or says something that
 * nobody meant; of {@code <} it refuses most of them, of {@code =} none. What the author casts is
 * taken as meant, and so is a literal beside a text or a boolean.
 */
final class UnlikeComparisons {
  private final AuthoredSql authored;

  UnlikeComparisons(AuthoredSql authored) {
    this.authored = authored;
  }

  /** What is wrong with a comparison, or with a condition of a join. */
  Optional<SqlProblem> check(JsonNode node, JsonNode left, JsonNode right) {
    JsonNode one = authored.of(left);
    JsonNode other = authored.of(right);
    PlannedType type = AuthoredSql.type(one);
    PlannedType beside = AuthoredSql.type(other);
    boolean isWritten = AuthoredSql.isConstant(one) || AuthoredSql.isConstant(other);
    boolean isLoose =
        List.of(Kind.BOOLEAN, Kind.TEXT).stream()
            .anyMatch(kind -> type.kind() == kind || beside.kind() == kind);
    if (!type.isUnlike(beside) || (isLoose && isWritten)) {
      return Optional.empty();
    }
    return Optional.of(
        new SqlProblem(
            ErrorCode.SQL_BIND,
            offset(node, left, right),
            "%s is compared with %s: an explicit cast is required"
                .formatted(type.article(), beside.article()),
            advice(type, beside)));
  }

  /** What an equal value in both may get lost by: one side is cast, and cannot keep its values. */
  Optional<SqlProblem> checkExact(JsonNode left, JsonNode right) {
    PlannedType one = AuthoredSql.type(authored.of(left));
    PlannedType other = AuthoredSql.type(authored.of(right));
    boolean isKept =
        one.kind() == other.kind()
            && !one.isUnlike(other)
            && !one.isCutBy(AuthoredSql.type(left))
            && !other.isCutBy(AuthoredSql.type(right))
            && (one.kind() != Kind.ANY || one.id().equals(other.id()));
    return isKept
        ? Optional.empty()
        : Optional.of(
            new SqlProblem(
                ErrorCode.SQL_BIND,
                0,
                "one is %s, the other %s, and neither type holds the values of the other"
                    .formatted(one.article(), other.article()),
                null));
  }

  private static String advice(PlannedType one, PlannedType other) {
    if (one.kind() == Kind.TEXT || other.kind() == Kind.TEXT) {
      return "write CAST(… AS " + (one.kind() == Kind.TEXT ? other : one) + ") around the text";
    }
    return one.kind() == Kind.BOOLEAN || other.kind() == Kind.BOOLEAN
        ? "write CAST(… AS INTEGER) around the BOOLEAN"
        : "compare values of one kind: epoch_ms(…) or year(…) make a number of a time";
  }

  private int offset(JsonNode node, JsonNode left, JsonNode right) {
    for (JsonNode place : List.of(node, left, right)) {
      int offset = authored.offset(place);
      if (offset >= 0) {
        return offset;
      }
    }
    return Math.max(0, SqlTokens.of(authored.sql()).find(0, "USING", "NATURAL", "ON"));
  }
}
