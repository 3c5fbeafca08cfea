// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.promote.RunStandings.Standing;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    tree.put("created_at", manifest.run().createdAt());
    tree.put("started_at", manifest.run().startedAt());
    tree.put("finished_at", manifest.run().finishedAt());
    tree.put("reason", manifest.run().reason().isEmpty() ? null : manifest.run().reason());
    tree.put("read", counts.read());
    tree.put("dead", counts.dead());
    return tree;
  }

  List<String> cells(Standing standing) {
    return List.of(
        manifest.outcome() == Outcome.FAILED ? "-" : Long.toString(manifest.number()),
        standing.word().replace('_', ' '),
        SpecWords.snake(manifest.run().inputs().kind().name()),
        manifest.run().createdAt(),
        RunReport.took(manifest).map(SafeText::seconds).orElse("?"),
        SafeText.number(counts.read()),
        SafeText.number(counts.dead()),
        manifest.run().reason());
  }

  static List<Integer> leftCells() {
    return List.of(1, 2, 3, 7);
  }

  static String[] header() {
    return new String[] {"#", "state", "kind", "created_at", "took", "read", "dead", "why"};
  }
}
