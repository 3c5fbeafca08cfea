// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stream;

import dev.sluice.promote.RunStandings;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.run.settle.UnfinishedStep.Step;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One epoch that was committed, in one line.
 *
 * @param time of day, for people
 * @param left what follows the commit and could not be done yet
 * @param took from its start to the end of what follows its commit
 */
public record EpochText(String time, Manifest manifest, List<UnfinishedStep> left, Duration took) {
  /** More names say no more. */
  private static final int NAMED = 4;

  public EpochText {
    left = List.copyOf(left);
  }

  /** Records that its sources gave. */
  public long read() {
    return tables().stream().mapToLong(table -> table.counts().read()).sum();
  }

  /** Rows that went to the dead letters. */
  public long dead() {
    return tables().stream().mapToLong(table -> table.counts().dead()).sum();
  }

  private List<TableState> tables() {
    return manifest.tables().stream().filter(table -> table.kind() == Kind.TYPED).toList();
  }

  /**
   * One of staged, released and held, as {@link RunStandings} would say of a run right after it.
   */
  private String state() {
    return manifest.outcome() == Manifest.Outcome.STAGED
        ? "staged"
        : UnfinishedStep.isLeft(left, Step.CHECKS) ? "held back" : "released";
  }

  /** For people, and a tree for programs. */
  public View view() {
    Map<String, @Nullable Object> rows = new LinkedHashMap<>();
    tables().stream()
        .filter(table -> table.counts().read() > 0)
        .forEach(table -> rows.put(table.table(), table.counts().read()));
    View view =
        new View()
            .value("event", "committed")
            .value("number", manifest.number())
            .value("run_id", manifest.run().id())
            .value("created_at", manifest.run().createdAt())
            .value("state", state().replace(' ', '_'))
            .value("read", read())
            .value("dead", dead())
            .value("tables", rows)
            .value("seconds", took.toMillis() / 1_000.0)
            .value("unfinished", UnfinishedStep.trees(left));
    return view.state(
        "%s  run %d ".formatted(time, manifest.number()),
        state().equals("released") ? Style.GOOD : Style.CARE,
        state(),
        "  %s%s  %s".formatted(rows(), deadLetters(), SafeText.seconds(took)));
  }

  private String deadLetters() {
    return dead() == 0 ? "" : ", " + SafeText.count(dead(), "dead letter");
  }

  private String rows() {
    List<TableState> told = tables().stream().filter(table -> table.counts().read() > 0).toList();
    if (told.isEmpty()) {
      return "no new rows";
    }
    String rows =
        told.stream()
            .limit(NAMED)
            .map(t -> t.table() + " " + SafeText.number(t.counts().read()))
            .collect(Collectors.joining(", "));
    return told.size() > NAMED ? rows + " and " + (told.size() - NAMED) + " more" : rows;
  }
}
