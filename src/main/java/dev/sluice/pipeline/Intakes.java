// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Intake;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.TableState;
import dev.sluice.lake.TableState.SourceFile;
import dev.sluice.pipeline.RunRequest.Range;
import dev.sluice.source.Bounds;
import dev.sluice.source.format.InputFile;
import dev.sluice.spec.LoadSpec;
import dev.sluice.spec.LoadSpec.Disposition;
import dev.sluice.spec.TableSpec;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.SqlName;
import dev.sluice.sql.StatementFailed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what a run takes in of each table. */
final class Intakes {
  private final @Nullable Manifest base;
  private final Range range;

  Intakes(@Nullable Manifest base, Range range) {
    this.base = base;
    this.range = range;
  }

  /**
   * What to take in of a table.
   *
   * @param found the files that its source holds now
   */
  Intake of(TableSpec table, List<InputFile> found) {
    if (base != null && table.load().disposition() != Disposition.REPLACE) {
      base.table(table.name())
          .filter(before -> !before.files().isEmpty())
          .ifPresent(before -> Widening.require(before, table));
    }
    String cursor = table.load().cursor();
    if (!range.isNone()) {
      return cursor == null ? Intake.KEEP : backfill(table, cursor);
    }
    return cursor == null || table.load().disposition() == Disposition.REPLACE
        ? Intake.ALL
        : increment(table, cursor, found);
  }

  private Intake increment(TableSpec table, String cursor, List<InputFile> found) {
    TableState before = base == null ? null : base.table("raw_" + table.name()).orElse(null);
    if (before == null || !isFor(table, cursor, before)) {
      return Intake.ALL;
    }
    Bounds bounds =
        new Bounds(
            cursor,
            type(table, cursor),
            before.cursor().value(),
            table.load().disposition() == Disposition.MERGE,
            "");
    return new Intake(Intake.Mode.READ, unchanged(found, before.sources()), bounds);
  }

  /** Whether the committed cursor says something about the spec's; another column's does not. */
  private static boolean isFor(TableSpec table, String column, TableState before) {
    String committed = before.cursor().column();
    if (committed.equals(column)) {
      return true;
    }
    boolean isNew = committed.isEmpty() && before.sources().isEmpty();
    if (!isNew && table.load().disposition() == Disposition.APPEND) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "The cursor of table %s was %s and is now `%s`: reading everything again would append every row twice. Run once with `load: replace`, then set `load: append` again."
              .formatted(
                  table.name(), committed.isEmpty() ? "none" : "`" + committed + "`", column));
    }
    return false;
  }

  private Intake backfill(TableSpec table, String cursor) {
    LoadSpec load = table.load();
    if (load.disposition() != Disposition.MERGE) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "--from and --to read rows again, and table %s has `load: %s`: its rows would be there twice or the others be gone. Give it a `key` and `load: merge`."
              .formatted(
                  table.name(), load.disposition().name().toLowerCase(java.util.Locale.ROOT)));
    }
    String type = type(table, cursor);
    requireValue("--from", range.from(), table, type);
    requireValue("--to", range.to(), table, type);
    requireOrder(table, type);
    Bounds bounds = new Bounds(cursor, type, range.from(), true, range.to());
    return new Intake(Intake.Mode.READ, List.of(), bounds);
  }

  private static void requireValue(String option, String text, TableSpec table, String type) {
    if (text.isEmpty()) {
      return;
    }
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      kernel.execute("SELECT CAST(%s AS %s)".formatted(SqlName.literal(text), type));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "%s %s is not a value of the cursor `%s` of table %s, which is of type %s"
              .formatted(option, text, table.load().cursor(), table.name(), type));
    }
  }

  /** A range that ends before it begins holds nothing, and nobody means that. */
  private void requireOrder(TableSpec table, String type) {
    if (range.from().isEmpty() || range.to().isEmpty()) {
      return;
    }
    String isAfter =
        "SELECT CAST(%s AS %s) > CAST(%s AS %s)"
            .formatted(SqlName.literal(range.from()), type, SqlName.literal(range.to()), type);
    boolean isReversed;
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      isReversed = kernel.rows(isAfter, row -> row.getBoolean(1)).contains(true);
    } catch (StatementFailed e) {
      return; // values that cannot be compared
    }
    if (isReversed) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "--from %s is after --to %s, by the cursor `%s` of table %s: no row lies between them. Give the lesser one as --from."
              .formatted(range.from(), range.to(), table.load().cursor(), table.name()));
    }
  }

  private static String type(TableSpec table, String column) {
    return table.schema().column(column).orElseThrow().type();
  }

  /** The files that were taken in before and are still the same. */
  private static List<SourceFile> unchanged(List<InputFile> found, List<SourceFile> before) {
    Map<String, InputFile> now = new HashMap<>();
    found.forEach(file -> now.put(file.path(), file));
    return before.stream().filter(file -> isSame(now.get(file.path()), file)).toList();
  }

  private static boolean isSame(@Nullable InputFile now, SourceFile before) {
    return now != null && now.bytes() == before.bytes() && now.modified() == before.modified();
  }

  /** The files that are not among those taken in before. */
  static List<InputFile> unread(List<InputFile> found, Intake intake) {
    if (intake.isKept()) {
      return List.of();
    }
    List<String> known = intake.known().stream().map(SourceFile::path).toList();
    return found.stream().filter(file -> !known.contains(file.path())).toList();
  }
}
