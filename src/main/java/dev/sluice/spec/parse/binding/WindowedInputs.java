// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.time.Window;
import dev.sluice.spec.time.Window.Kind;
import dev.sluice.spec.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds a model's window against its inputs. */
final class WindowedInputs {
  private final ModelDraft model;
  private final Map<String, TableSchema> schemas;
  private final Problems problems;

  WindowedInputs(ModelDraft model, Map<String, TableSchema> schemas, Problems problems) {
    this.model = model;
    this.schemas = schemas;
    this.problems = problems;
  }

  /**
   * The inputs' columns as the statement sees them; none where the model has no window, null where
   * its window does not fit, which is reported.
   *
   * @param inputs the tables that the statement reads, without the lookups
   */
  @Nullable Map<String, TableSchema> of(List<String> inputs) {
    Map<String, TableSchema> seen = new LinkedHashMap<>();
    WindowDraft draft = model.window();
    if (draft == null) {
      return seen;
    }
    Window window = draft.window();
    Map<String, String> types = new LinkedHashMap<>();
    for (String input : inputs) {
      TableSchema schema = Objects.requireNonNull(schemas.get(input));
      Column on = schema.column(window.on()).orElse(null);
      if (on == null) {
        String small = inputs.size() > 1 ? "make `" + input + "` a lookup, or use one of " : "";
        report(
            draft,
            "`%s`, which the statement reads, has no column `%s`".formatted(input, window.on()),
            Suggestion.nearestOr(
                window.on(), small.isEmpty() ? "its columns are " : small, schema.names()));
        return null;
      }
      if (!Window.TYPES.contains(on.type())) {
        report(
            draft,
            "`%s` of `%s` is of type %s, which is no time".formatted(window.on(), input, on.type()),
            "name a column of type timestamp, timestamptz or date");
        return null;
      }
      for (String own : List.of(Window.START, Window.END)) {
        if (schema.column(own).isPresent()) {
          report(
              draft,
              "`%s` has a column `%s` already, which the window would make".formatted(input, own),
              "give it another name in a model before");
          return null;
        }
      }
      types.putIfAbsent(on.type(), input);
      seen.put(input, window.over(schema));
    }
    if (types.size() > 1) {
      report(
          draft,
          "`%s` is of several types: %s"
              .formatted(window.on(), Suggestion.list(List.copyOf(types.keySet()))),
          "give it one type with CAST in a model before");
      return null;
    }
    if (window.kind() == Kind.SESSION && inputs.size() > 1) {
      report(
          draft,
          "sessions are found in the rows of one input, and the statement reads "
              + Suggestion.list(inputs),
          "make all but one a lookup, or bring their rows together with UNION ALL in a model"
              + " before");
      return null;
    }
    return seen;
  }

  private void report(WindowDraft draft, String message, String suggestion) {
    problems.error(ErrorCode.INVALID_VALUE, draft.on().position(), message, suggestion);
  }
}
