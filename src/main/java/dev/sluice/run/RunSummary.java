// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.Manifest.Outcome;
import dev.sluice.lake.RowCounts;
import dev.sluice.lake.TableState;
import dev.sluice.lake.TableState.Kind;
import dev.sluice.promote.Standings.Standing;
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
    tree.put("outcome", Spelled.snake(manifest.outcome().name()));
    tree.put("kind", Spelled.snake(manifest.run().inputs().kind().name()));
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
        Spelled.snake(manifest.run().inputs().kind().name()),
        manifest.run().createdAt(),
        RunReport.took(manifest).map(Text::seconds).orElse("?"),
        Text.number(counts.read()),
        Text.number(counts.dead()),
        manifest.run().reason());
  }

  static List<Integer> leftCells() {
    return List.of(1, 2, 3, 7);
  }

  static String[] header() {
    return new String[] {"#", "state", "kind", "created_at", "took", "read", "dead", "why"};
  }
}
