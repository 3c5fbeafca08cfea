// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.Intake;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.notes.Cursor;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import dev.sluice.table.time.Watermark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works out which source files of a table are taken in after a run, and how far. */
final class SourcesTaken {
  private final Commit.Draft draft;
  private final FactTotals ledger;
  private final TableSpec table;
  private final Taken before;
  private @Nullable Map<String, String> earlier;

  SourcesTaken(Commit.Draft draft, FactTotals ledger, TableSpec table) {
    this.draft = draft;
    this.ledger = ledger;
    this.table = table;
    this.before =
        draft.before(LakeTables.raw(table.name())).map(TableState::taken).orElse(Taken.NOTHING);
  }

  /** Only an ordinary run moves it. */
  Taken now() {
    switch (draft.request().inputs().kind()) {
      case REPLAY, COMPACT -> {
        return before;
      }
      case BACKFILL -> {
        return begun();
      }
      case RUN -> {}
    }
    Intake intake = draft.intake(table.name());
    requireUntaken();
    List<SourceFile> read =
        ledger.sources(table.name()).stream()
            .map(file -> file.upTo(reached(intake, file)))
            .toList();
    Intake.Known known = intake.known();
    Taken staying =
        (known.isNothing() ? before.forgotten() : before).with(known.left(), known.renewed());
    return staying
        .with(List.of(), read)
        .by(DefinitionDigest.by(table), cursor())
        .passing(ledger.passed(table.name()).orElse(Watermark.NONE));
  }

  /** What a runner gives twice, restored to an earlier state, must not be in the log twice. */
  private void requireUntaken() {
    if (table.load().disposition() == Disposition.REPLACE) {
      return;
    }
    Map<String, Long> ends =
        before.sources().stream()
            .filter(SourceFile::isLog)
            .collect(Collectors.toMap(SourcesTaken::log, SourceFile::bytes, Math::max));
    for (SourceFile file : ledger.sources(table.name())) {
      Long from = file.from();
      long end = from == null ? 0 : ends.getOrDefault(log(file), 0L);
      if (from != null && from < end) {
        throw new PipelineException(
            ErrorCode.POSITION_TAKEN,
            "Offsets %d to %d of %s were read, and the log holds those before %d already. Nothing was committed."
                .formatted(from, file.bytes() - 1, file.path(), end));
      }
      ends.put(log(file), file.bytes());
    }
  }

  /** A topic that was created again has the offsets of the one before. */
  private static String log(SourceFile file) {
    return file.digest() + " " + file.path();
  }

  /** A range that was read again: an appending table notes of which other files it has rows. */
  private Taken begun() {
    if (table.load().disposition() != Disposition.APPEND
        || ledger.sources(table.name()).isEmpty()) {
      return before;
    }
    Set<String> known = before.sources().stream().map(SourceFile::path).collect(Collectors.toSet());
    return before.with(
        List.of(),
        ledger.sources(table.name()).stream()
            .map(SourceFile::path)
            .filter(path -> !known.contains(path))
            .map(SourceFile::begun)
            .toList());
  }

  /** The greatest value of a file's rows; those of a file read in part stay taken in. */
  private String reached(Intake intake, SourceFile file) {
    if (table.load().cursor() == null) {
      return "";
    }
    List<String> values = new ArrayList<>(ledger.reached(table.name(), file.path()));
    if (intake.bounds().containsKey(file.path())) {
      values.add(earlier().getOrDefault(file.path(), ""));
    }
    return greatest(values);
  }

  private Map<String, String> earlier() {
    if (earlier == null) {
      earlier =
          before.sources().stream()
              .collect(Collectors.toMap(SourceFile::path, SourceFile::reached, (a, b) -> a));
    }
    return earlier;
  }

  private Cursor cursor() {
    String column = table.load().cursor();
    if (column == null) {
      return before.cursor();
    }
    List<String> values = new ArrayList<>();
    ledger
        .sources(table.name())
        .forEach(file -> values.addAll(ledger.reached(table.name(), file.path())));
    boolean isRenewed =
        table.load().disposition() == Disposition.REPLACE && !draft.intake(table.name()).isKept();
    if (!isRenewed && before.cursor().column().equals(column)) {
      values.add(before.cursor().value());
    }
    return new Cursor(column, greatest(values));
  }

  private String greatest(List<String> values) {
    String column = table.load().cursor();
    String type = table.schema().column(String.valueOf(column)).orElseThrow().type();
    return values.stream().filter(v -> !v.isEmpty()).max(order(type)).orElse("");
  }

  /** The order of a type's values, as DuckDB spells them: by number, else by text. */
  private static Comparator<String> order(String type) {
    boolean isNumber = type.endsWith("INT") || type.equals("INTEGER") || type.startsWith("DECIMAL");
    return isNumber ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder();
  }
}
