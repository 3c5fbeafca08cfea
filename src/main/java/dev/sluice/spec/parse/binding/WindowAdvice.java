// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.spec.time.Window;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says what to do about windows where a statement has a problem. */
final class WindowAdvice {
  private static final Pattern NO_WINDOW =
      Pattern.compile(
          "No column (.*\\.)?(%s|%s)( .*)?".formatted(Window.START, Window.END),
          Pattern.CASE_INSENSITIVE);

  private WindowAdvice() {}

  /** With windows nothing runs in one piece: each window is computed by itself. */
  static List<SqlProblem> uncut(ModelDraft model, List<SqlProblem> problems) {
    return advised(
        problems,
        problem -> model.window() != null,
        "the model has a `window`: gather by `%s` and by what `per` names, as they are"
            .formatted(Window.START));
  }

  /** Columns that only a window makes, in a model that has none. */
  static List<SqlProblem> unmade(ModelDraft model, List<SqlProblem> problems) {
    return advised(
        problems,
        problem -> model.window() == null && NO_WINDOW.matcher(problem.message()).matches(),
        "a `window` of the model makes it, such as `window: {fixed: 1h, on: happened_at}`");
  }

  private static List<SqlProblem> advised(
      List<SqlProblem> problems, Predicate<SqlProblem> isMeant, String advice) {
    return problems.stream()
        .map(
            problem ->
                isMeant.test(problem)
                    ? new SqlProblem(problem.code(), problem.offset(), problem.message(), advice)
                    : problem)
        .toList();
  }
}
