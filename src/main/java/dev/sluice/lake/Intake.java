// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.source.Bounds;
import dev.sluice.spec.LoadSpec;
import dev.sluice.spec.LoadSpec.Disposition;
import dev.sluice.spec.TableSpec;
import java.io.Serializable;
import java.util.List;

/**
 * What a run takes in of one table.
 *
 * @param mode how
 * @param known source files that earlier runs took in and that did not change since; they are not
 *     read again
 * @param bounds the cursor values that are read
 */
public record Intake(Mode mode, List<TableState.SourceFile> known, Bounds bounds)
    implements Serializable {
  /** Everything the source holds. */
  public static final Intake ALL = new Intake(Mode.READ, List.of(), Bounds.NONE);

  /** Nothing: the table stays as it is. */
  public static final Intake KEEP = new Intake(Mode.KEEP, List.of(), Bounds.NONE);

  /** The dead letters that a replay selected. */
  public static final Intake LETTERS = new Intake(Mode.REPLAY, List.of(), Bounds.NONE);

  public Intake {
    known = List.copyOf(known);
  }

  public boolean isKept() {
    return mode == Mode.KEEP;
  }

  /** How the rows meet those that are there: a replay never takes the place of earlier rows. */
  public LoadSpec loadOf(TableSpec table) {
    LoadSpec load = table.load();
    if (mode != Mode.REPLAY || load.disposition() != Disposition.REPLACE) {
      return load;
    }
    Disposition beside = load.key().isEmpty() ? Disposition.APPEND : Disposition.MERGE;
    return new LoadSpec(beside, load.key(), load.latestBy(), load.cursor());
  }

  /** How rows are taken in. */
  public enum Mode {
    /** From the source, as the spec's {@code load} says. */
    READ,
    /** From dead letters, beside the rows that are there. */
    REPLAY,
    /** Not at all. */
    KEEP
  }
}
