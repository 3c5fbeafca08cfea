// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The runs on which a state builds, oldest first: a run that was rejected, and what built on it, is
 * none of them.
 */
final class RunLineage {
  private final List<Manifest> runs;

  private RunLineage(List<Manifest> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Those of a manifest, itself included. */
  static RunLineage of(String root, Manifest newest) {
    List<Manifest> runs = new ArrayList<>();
    runs.add(newest);
    for (long base = newest.run().inputs().base(); base > 0; ) {
      Manifest run = ManifestStore.named(root, base).manifest();
      runs.add(run);
      base = run.run().inputs().base();
    }
    Collections.reverse(runs);
    return new RunLineage(runs);
  }

  /** Rows (ordinal, run_id, kind, created_at, held_back); ordinals count from 1. */
  String values() {
    List<String> rows = new ArrayList<>();
    for (Manifest run : runs) {
      rows.add(
          "(%d, %s, %s, TIMESTAMPTZ %s, %s)"
              .formatted(
                  rows.size() + 1,
                  SqlName.literal(run.run().id()),
                  SqlName.literal(run.run().inputs().kind().name().toLowerCase(Locale.ROOT)),
                  SqlName.literal(run.run().createdAt()),
                  run.outcome() == Outcome.FAILED));
    }
    return String.join(", ", rows);
  }

  /**
   * A raw file that a run took in from a source.
   *
   * @param ordinal of the run
   */
  record RawFile(DataFile file, int ordinal) {}

  /** The raw files of a table; a replay's are left out, for they come from letters. */
  List<RawFile> raw(String table) {
    List<RawFile> files = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Manifest run = runs.get(i);
      if (run.run().inputs().kind() != Kind.REPLAY && run.outcome() != Outcome.FAILED) {
        int ordinal = i + 1;
        run.table(LakeTables.raw(table)).map(TableState::landed).orElse(List.of()).stream()
            .map(file -> new RawFile(file, ordinal))
            .forEach(files::add);
      }
    }
    return files;
  }
}
