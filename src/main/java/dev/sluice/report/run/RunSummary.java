// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.error.PlainWords;
import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Table;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run in one line. The counts are those of the extracted tables together. */
record RunSummary(Manifest manifest, RowCounts counts) {
  static RunSummary of(Manifest manifest) {
    return new RunSummary(
        manifest,
        manifest.tables().stream()
            .filter(t -> t.kind() == Kind.TYPED)
            .map(TableState::counts)
            .reduce(RowCounts.ZERO, RowCounts::plus));
  }

  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("run_id", manifest.run().id());
    tree.put("number", manifest.outcome() == Outcome.FAILED ? null : manifest.number());
    tree.put("outcome", SpecWords.snake(manifest.outcome().name()));
    tree.put("kind", SpecWords.snake(manifest.run().inputs().kind().name()));
    if (!manifest.run().inputs().target().isEmpty()) {
      tree.put("target", manifest.run().inputs().target());
    }
    if (!manifest.run().inputs().selected().isEmpty()) {
      tree.put("selected", manifest.run().inputs().selected());
    }
    if (!manifest.run().inputs().deferred().isEmpty()) {
      tree.put(
          "deferred",
          manifest.run().inputs().deferred().stream()
              .map(each -> SpecWords.fields(each, Set.of()))
              .toList());
    }
    tree.put("created_at", manifest.run().createdAt());
    tree.put("started_at", manifest.run().startedAt());
    tree.put("finished_at", manifest.run().finishedAt());
    tree.put("reason", manifest.run().reason().isEmpty() ? null : manifest.run().reason());
    tree.put("read", counts.read());
    tree.put("dead", counts.dead());
    return tree;
  }

  private static Style style(String state) {
    return switch (state) {
      case "released" -> Style.GOOD;
      case "staged", "approved" -> Style.CARE;
      case "failed", "rejected", "expired" -> Style.BAD;
      default -> Style.PLAIN;
    };
  }

  /** Runs as people see them, newest first. */
  static Table<Manifest> table(Function<Manifest, Standing> standings) {
    return Table.<Manifest>indented()
        .right("#", run -> run.outcome() == Outcome.FAILED ? "-" : Long.toString(run.number()))
        .left("run", run -> run.run().id())
        .left("state", run -> standings.apply(run).word().replace('_', ' '))
        .styled(run -> style(standings.apply(run).word()))
        .left("kind", run -> SpecWords.snake(run.run().inputs().kind().name()))
        .left("created_at", run -> PlainWords.second(run.run().createdAt()))
        .right("took", run -> RunReport.took(run).map(SafeText::seconds).orElse("?"))
        .number("read", run -> of(run).counts().read())
        .number("dead", run -> of(run).counts().dead())
        .left("why", run -> run.run().reason());
  }
}
