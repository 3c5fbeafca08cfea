// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.commit.DefinitionDigest;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.graph.ReusableWork;
import dev.sluice.intake.CursorBounds;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.intake.Intake.Replaced;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.ChangedFile;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Decides what a run takes in of one table. */
final class IntakePlanner {
  private final TableSpec table;
  private final List<InputFile> found;
  private final FileChanges changes;
  private final Taken before;
  private final Optional<TableState> typed;
  private final boolean isSound;
  private final boolean isJudgedAnew;

  /**
   * Looks at a table.
   *
   * @param base with the present names of source files
   * @param found the files that its source holds now
   * @param changes how they differ from those that were taken in
   */
  IntakePlanner(
      TableSpec table, List<InputFile> found, FileChanges changes, @Nullable Manifest base) {
    this.table = table;
    this.found = found;
    this.changes = changes;
    Optional<TableState> raw =
        base == null ? Optional.empty() : base.table(LakeTables.raw(table.name()));
    this.typed = base == null ? Optional.empty() : base.table(table.name());
    this.before = raw.map(TableState::taken).orElse(Taken.NOTHING);
    Optional<TableState> deleted =
        base == null ? Optional.empty() : base.table(DeletedRows.of(table.name()));
    this.isJudgedAnew = typed.isPresent() && !DeletedRows.isSaidBy(table.load(), deleted);
    // Letters of what is read anew as a whole count as taken in by the next run.
    this.isSound =
        typed.isPresent()
            && typed.get().counts().dead() == 0
            && ReusableWork.isTimeless(table.quality());
  }

  /**
   * What an ordinary run takes in.
   *
   * @param isForced whether to read again what can be read twice
   */
  Intake run(boolean isForced) {
    requireUnchanged();
    boolean isSame = !isForced && before.spec().equals(DefinitionDigest.by(table));
    if (table.source() instanceof SourceSpec.MessageLog
        && table.load().disposition() != Disposition.REPLACE) {
      return isNothing() && !isJudgedAnew
          ? Intake.keep(known(changes.known()))
          : Intake.beside(known(changes.known()));
    }
    return switch (table.load().disposition()) {
      case REPLACE ->
          isSame && isSound && changes.isNone() ? Intake.keep(known(changes.known())) : Intake.ALL;
      case APPEND -> append();
      case MERGE -> merge(isSame);
    };
  }

  private Intake.Known known(List<SourceFile> staying) {
    return Intake.Known.of(before.sources(), staying);
  }

  private void requireUnchanged() {
    if (table.load().changedFile() == ChangedFile.FAIL && !changes.changed().isEmpty()) {
      throw new PipelineException(
              ErrorCode.FILE_CHANGED,
              "%s of table %s changed since it was taken in, and the table has `changed_file: fail`. Put the file back as it was; or let its present rows take the place of its earlier ones, with `changed_file: replace`. Nothing was changed."
                  .formatted(changes.changed().get(0).path(), table.name()))
          .about("tables", table.name(), "changed_file");
    }
  }

  /** Every file once; one that changed in place of what was read of it. */
  private Intake append() {
    Map<String, CursorBounds> parts = parts();
    Set<String> replaced = new HashSet<>();
    // Where nothing is known of what was taken in, rows of any file may be there.
    for (InputFile file : before.sources().isEmpty() ? unread() : changes.changed()) {
      if (!parts.containsKey(file.path())) {
        replaced.add(file.path());
      }
    }
    changes.begun().forEach(file -> replaced.add(file.path()));
    changes.changed().stream()
        .filter(file -> !parts.containsKey(file.path()))
        .findFirst()
        .ifPresent(file -> requireToldApart(file.path() + " changed since it was taken in"));
    return isNothing()
        ? Intake.keep(known(changes.known()))
        : Intake.beside(known(changes.known()))
            .within(parts)
            .inPlaceOf(new Replaced(replaced, CursorBounds.NONE));
  }

  private Intake merge(boolean isSame) {
    if (table.load().cursor() != null) {
      return isNothing() && !isJudgedAnew
          ? Intake.keep(known(changes.known()))
          : Intake.beside(known(changes.known())).within(parts());
    }
    if (!isSame) {
      return Intake.beside(known(changes.gone()));
    }
    if (isNothing()) {
      return Intake.keep(known(changes.known()));
    }
    return Intake.beside(
        known(table.load().latestBy() == null ? beforeAllUnread() : changes.known()));
  }

  /**
   * Known files that need not be read again. Among rows of one key the last file by name wins:
   * those behind a file that is read are read again, so that it makes no difference which one
   * changed.
   */
  private List<SourceFile> beforeAllUnread() {
    String first = unread().stream().map(InputFile::path).min(String::compareTo).orElse("");
    List<SourceFile> known = new ArrayList<>(changes.gone());
    changes.same().stream().filter(file -> file.path().compareTo(first) < 0).forEach(known::add);
    return known;
  }

  /** Whether there is nothing to read, and a table to leave as it is. */
  private boolean isNothing() {
    return unread().isEmpty() && typed.isPresent();
  }

  private List<InputFile> unread() {
    List<InputFile> unread = new ArrayList<>(changes.changed());
    unread.addAll(changes.begun());
    unread.addAll(changes.fresh());
    return unread;
  }

  /** Which rows of changed files are read, where the cursor tells. */
  private Map<String, CursorBounds> parts() {
    String cursor = table.load().cursor();
    Map<String, CursorBounds> parts = new HashMap<>();
    if (cursor == null || !before.cursor().column().equals(cursor)) {
      return parts;
    }
    Map<String, String> reached = new HashMap<>();
    before.sources().forEach(file -> reached.put(file.path(), file.reached()));
    CursorValues values = CursorValues.of(table, cursor);
    for (InputFile file : changes.changed()) {
      String value = reached.getOrDefault(file.path(), "");
      if (!value.isEmpty()) {
        boolean isMerged = table.load().disposition() == Disposition.MERGE;
        parts.put(
            file.path(),
            new CursorBounds(table.schema(), cursor, values.lagging(value), isMerged, ""));
      }
    }
    return parts;
  }

  /** What a run takes in that reads a range of the cursor again. */
  Intake backfill(RunRequest.Range range) {
    LoadSpec load = table.load();
    String cursor = load.cursor();
    if (cursor == null) {
      return Intake.KEEP;
    }
    if (load.disposition() == Disposition.REPLACE) {
      throw new PipelineException(
              ErrorCode.INVALID_VALUE,
              "--from and --to read rows again, and table %s has `load: replace`: its other rows would be gone. Every run reads all of it; give it `load: append`, or a `key` and `load: merge`."
                  .formatted(table.name()))
          .about("tables", table.name(), "load");
    }
    CursorValues values = CursorValues.of(table, cursor);
    values.require(range);
    CursorBounds bounds = new CursorBounds(table.schema(), cursor, range.from(), true, range.to());
    Map<String, CursorBounds> parts = new HashMap<>();
    found.forEach(file -> parts.put(file.path(), bounds));
    Intake read = Intake.beside(Intake.Known.NOTHING).within(parts);
    if (load.disposition() == Disposition.MERGE) {
      return read;
    }
    requireToldApart("--from and --to read rows again");
    return read.inPlaceOf(new Replaced(parts.keySet(), bounds));
  }

  /** Rows can be taken out only where each says from which file it was read. */
  private void requireToldApart(String why) {
    AtomicBoolean isKnown = new AtomicBoolean(true);
    typed.ifPresent(
        state ->
            state
                .data()
                .each(
                    file -> {
                      long told = file.parts().stream().mapToLong(DataFile.Part::rows).sum();
                      isKnown.compareAndSet(true, told == file.rows());
                    }));
    if (!isKnown.get()) {
      throw new PipelineException(
              ErrorCode.INVALID_VALUE,
              "%s, but the rows of table %s that are there do not say from which file they were read: they were merged by a key. Run once with `load: replace` and without a `key`, then set `load: append` again; or go back to `load: merge`. Nothing was changed."
                  .formatted(why, table.name()))
          .about("tables", table.name(), "load");
    }
  }

  /**
   * The files that are read.
   *
   * @param before those that earlier runs took in
   */
  static List<InputFile> unread(List<InputFile> found, List<SourceFile> before, Intake intake) {
    if (intake.isKept()) {
      return List.of();
    }
    Set<String> known = new HashSet<>();
    if (!intake.known().isNothing()) {
      before.forEach(file -> known.add(file.path()));
      known.removeAll(intake.known().left());
    }
    intake.known().renewed().forEach(file -> known.add(file.path()));
    return found.stream().filter(file -> !known.contains(file.path())).toList();
  }
}
