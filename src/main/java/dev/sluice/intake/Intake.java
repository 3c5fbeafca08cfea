// SPDX-License-Identifier: Apache-2.0
package dev.sluice.intake;

import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.notes.SourceFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run takes in of one table.
 *
 * @param mode how
 * @param known which of the source files that earlier runs took in are not read again
 * @param bounds of each file that is read in part, by path: the cursor values that are read
 * @param replaced the rows that are there and whose place the run's rows take, of a table that
 *     appends
 */
public record Intake(Mode mode, Known known, Map<String, CursorBounds> bounds, Replaced replaced)
    implements Serializable {
  /** Everything the source holds. */
  public static final Intake ALL = new Intake(Mode.READ, Known.NOTHING, Map.of(), Replaced.NOTHING);

  /** Nothing: the table stays as it is. */
  public static final Intake KEEP =
      new Intake(Mode.KEEP, Known.NOTHING, Map.of(), Replaced.NOTHING);

  /** Nothing: the run does not look at the table, nor at its source. */
  public static final Intake UNSELECTED =
      new Intake(Mode.UNSELECTED, Known.NOTHING, Map.of(), Replaced.NOTHING);

  /** The dead letters that a replay selected. */
  public static final Intake LETTERS =
      new Intake(Mode.REPLAY, Known.NOTHING, Map.of(), Replaced.NOTHING);

  public Intake {
    bounds = Map.copyOf(bounds);
  }

  /** Nothing, of a source all of whose files are known. */
  public static Intake keep(Known known) {
    return new Intake(Mode.KEEP, known, Map.of(), Replaced.NOTHING);
  }

  /** The files that are not known, each as a whole. */
  public static Intake beside(Known known) {
    return new Intake(Mode.READ, known, Map.of(), Replaced.NOTHING);
  }

  /** As this one, with some files read in part. */
  public Intake within(Map<String, CursorBounds> parts) {
    return new Intake(mode, known, new HashMap<>(parts), replaced);
  }

  /** As this one, in place of rows that are there. */
  public Intake inPlaceOf(Replaced rows) {
    return new Intake(mode, known, bounds, rows);
  }

  /** Whether the table stays as it is. */
  public boolean isKept() {
    return mode == Mode.KEEP || mode == Mode.UNSELECTED;
  }

  /** Whether the run looks at the table at all. */
  public boolean isSelected() {
    return mode != Mode.UNSELECTED;
  }

  /** How the rows meet those that are there: a replay never takes the place of earlier rows. */
  public LoadSpec loadOf(TableSpec table) {
    LoadSpec load = table.load();
    if (mode != Mode.REPLAY || load.disposition() != Disposition.REPLACE) {
      return load;
    }
    return load.as(load.key().isEmpty() ? Disposition.APPEND : Disposition.MERGE);
  }

  /**
   * Which of the source files that are taken in stay so without being read again.
   *
   * @param isNothing whether none does but those of {@code renewed}
   * @param left the paths of those that do not
   * @param renewed those that stay, but of which something is known anew, such as their time
   */
  public record Known(boolean isNothing, Set<String> left, List<SourceFile> renewed)
      implements Serializable {
    /** No file stays. */
    public static final Known NOTHING = new Known(true, Set.of(), List.of());

    public Known {
      left = Set.copyOf(left);
      renewed = List.copyOf(renewed);
    }

    /** These files of those that were taken in before. */
    public static Known of(Collection<SourceFile> before, Collection<SourceFile> staying) {
      if (staying.isEmpty()) {
        return NOTHING;
      }
      Map<String, SourceFile> left = new HashMap<>();
      before.forEach(file -> left.put(file.path(), file));
      List<SourceFile> renewed = new ArrayList<>();
      for (SourceFile file : staying) {
        if (!file.equals(left.remove(file.path()))) {
          renewed.add(file);
        }
      }
      // A run carries the shorter list: of very many files that are read again, say.
      return staying.size() < left.size()
          ? new Known(true, Set.of(), List.copyOf(staying))
          : new Known(false, left.keySet(), renewed);
    }
  }

  /**
   * Rows that are there and go.
   *
   * @param sources the source files they were read from, by path
   * @param bounds only those whose cursor lies inside
   */
  public record Replaced(Set<String> sources, CursorBounds bounds) implements Serializable {
    public static final Replaced NOTHING = new Replaced(Set.of(), CursorBounds.NONE);

    public Replaced {
      sources = Set.copyOf(sources);
    }

    /** Whether no rows go. */
    public boolean isNothing() {
      return sources.isEmpty();
    }

    /** Whether such rows may be in a file. */
    public boolean touches(DataFile file) {
      return file.parts().stream().anyMatch(part -> sources.contains(part.source()));
    }
  }

  /** How rows are taken in. */
  public enum Mode {
    /** From the source, as the spec's {@code load} says. */
    READ,
    /** From dead letters, beside the rows that are there. */
    REPLAY,
    /** Not at all: nothing of it changed. */
    KEEP,
    /** Not at all, whatever changed. */
    UNSELECTED
  }
}
