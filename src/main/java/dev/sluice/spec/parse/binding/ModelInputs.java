// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a model's inputs from its lookups, and holds {@code per} against the inputs. */
final class ModelInputs {
  private final ModelDraft model;
  private final Map<String, TableSchema> schemas;
  private final Problems problems;

  ModelInputs(ModelDraft model, Map<String, TableSchema> schemas, Problems problems) {
    this.model = model;
    this.schemas = schemas;
    this.problems = problems;
  }

  /**
   * The tables read, without the lookups; null when they do not fit, which is reported.
   *
   * @param tables all tables the statement reads
   */
  @Nullable List<String> of(List<String> tables) {
    Set<String> lookups = new HashSet<>(model.lookupNames());
    for (Scalar lookup : model.lookup()) {
      if (schemas.containsKey(lookup.text()) && !tables.contains(lookup.text())) {
        problems.warn(
            ErrorCode.UNKNOWN_NAME,
            lookup.position(),
            "the statement does not read the lookup `" + lookup.text() + "`",
            "take it out of `lookup`");
      }
    }
    List<String> inputs = tables.stream().filter(table -> !lookups.contains(table)).toList();
    boolean isWhole = model.per() != null && model.per().isEmpty();
    if (inputs.isEmpty() && !(tables.isEmpty() && isWhole)) {
      reportNoInput(tables);
      return null;
    }
    return perFits(inputs) ? inputs : null;
  }

  private void reportNoInput(List<String> tables) {
    SqlText sql = Objects.requireNonNull(model.sql());
    problems.error(
        ErrorCode.INVALID_VALUE,
        sql.at(0),
        tables.isEmpty()
            ? "the statement reads no table"
            : "the statement reads nothing but lookups: " + Suggestion.list(tables),
        tables.isEmpty()
            ? "name a table or model in FROM; or, if it needs none, set `per: []`"
            : "take the table it is about out of `lookup`");
  }

  private boolean perFits(List<String> inputs) {
    boolean fits = true;
    for (Scalar column : Objects.requireNonNullElse(model.per(), List.<Scalar>of())) {
      Map<String, String> types = new LinkedHashMap<>();
      for (String input : inputs) {
        TableSchema schema = Objects.requireNonNull(schemas.get(input));
        Column found = schema.column(column.text()).orElse(null);
        if (found == null) {
          reportMissing(column, input, schema, inputs.size() > 1);
          fits = false;
        } else {
          types.putIfAbsent(found.type(), input);
        }
      }
      fits &= typesAgree(column.text(), column.position(), types);
    }
    return fits;
  }

  private void reportMissing(
      Scalar column, String input, TableSchema schema, boolean isOneOfSeveral) {
    String small =
        isOneOfSeveral ? "make `" + input + "` a lookup, or use one of " : "its columns are ";
    problems.error(
        ErrorCode.UNKNOWN_NAME,
        column.position(),
        "`" + input + "`, which the statement reads, has no column `" + column.text() + "`",
        Suggestion.nearestOr(column.text(), small, schema.names()));
  }

  /** Equal values of different types would land on different shards. */
  private boolean typesAgree(String column, Position position, Map<String, String> types) {
    if (types.size() < 2) {
      return true;
    }
    List<String> clash =
        types.entrySet().stream().map(e -> e.getKey() + " in `" + e.getValue() + "`").toList();
    problems.error(
        ErrorCode.PER_MISMATCH,
        position,
        "`" + column + "` is " + String.join(", but ", clash),
        "give it one type with CAST in a model before");
    return false;
  }
}
