// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.plan.LeavingTables;
import dev.sluice.plan.change.Departure;
import dev.sluice.plan.change.Departure.Kind;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.PublishSpec.Approve;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks before a table, a model or a column leaves production. Where nobody can be asked nothing
 * leaves that was not named: by {@code --drop}, or in the spec by {@code removed}.
 */
final class LeavingQuestions {
  private final PipelineCommand command;
  private final boolean isYes;
  private final List<String> tables = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();

  /**
   * What was named on the command line.
   *
   * @param dropped tables, models, and columns as {@code table.column}
   * @param isYes whether every answer is yes
   */
  LeavingQuestions(PipelineCommand command, List<String> dropped, boolean isYes) {
    this.command = command;
    this.isYes = isYes;
    dropped.forEach(name -> (name.contains(".") ? columns : tables).add(name));
  }

  /** The tables and models to drop. */
  List<String> tables() {
    return List.copyOf(tables);
  }

  /**
   * Asks what is to be asked; the spec with the columns that leave.
   *
   * @param isAsked whether the run may take something out of production
   */
  PipelineSpec ask(PipelineSpec spec, boolean isAsked) {
    boolean asks = isAsked && spec.publish().approve() == Approve.AUTO;
    if (columns.isEmpty() && !(asks && (isYes || command.canAsk()))) {
      return spec;
    }
    List<Departure> departures = LeavingTables.departures(spec);
    requireLeaving(departures);
    if (asks && (isYes || command.canAsk())) {
      departures.stream().filter(each -> !isNamed(each)).forEach(each -> ask(spec, each));
    }
    return columns.isEmpty() ? spec : spec.removing(columns);
  }

  private boolean isNamed(Departure departure) {
    return tables.contains(departure.name()) || columns.contains(departure.name());
  }

  private void requireLeaving(List<Departure> departures) {
    List<String> leaving =
        departures.stream()
            .filter(each -> each.kind() == Kind.COLUMN)
            .map(Departure::name)
            .toList();
    for (String column : columns) {
      if (!leaving.contains(column)) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "--drop %s: %s. Nothing was changed."
                .formatted(
                    column,
                    leaving.isEmpty()
                        ? "production shows no column that the spec does not have"
                        : Suggestion.nearestOr(
                            column, "there are, without the spec having them, ", leaving)));
      }
    }
  }

  private void ask(PipelineSpec spec, Departure departure) {
    String name = departure.name();
    String rows = SafeText.count(departure.rows(), "row");
    boolean isSaid = spec.policies().names().removed().contains(name);
    String question =
        isSaid
            ? "The spec takes `%s` out of production (%s). Go on?".formatted(name, rows)
            : "`%s` is not in the spec any more. Take it out of production (%s)?"
                .formatted(name, rows);
    boolean isToLeave = isYes || command.ask(question);
    if (!isToLeave && departure.kind() != Kind.LEFT) {
      throw Stop.refused(
          "`%s` stays in production, and nothing was changed. Put it back into the spec, or say yes."
              .formatted(name));
    }
    if (isToLeave && !isSaid) {
      (departure.kind() == Kind.COLUMN ? columns : tables).add(name);
    }
  }
}
