// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.selection;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.book.LetterState;
import dev.sluice.letters.record.PayloadFormat;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.ParquetFiles.Query;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dead letters that a replay takes in: those that are meant and can be read again. The same
 * state and filter always select the same letters.
 */
public final class LetterSelection {
  private final PipelineSpec spec;
  private final Manifest base;
  private final String condition;
  private final Map<String, Long> tables = new LinkedHashMap<>();
  private final Left left;
  private final String fingerprint;
  private final boolean isEncrypted;

  /**
   * Letters that are meant, and not taken.
   *
   * @param stuck they died again too often
   * @param incomplete their record was cut or dropped
   * @param ofModels models are computed anew by every run
   * @param ofOthers their table is not in the spec any more
   * @param doubtful their place in the source was read again, and their table only appends
   */
  public record Left(long stuck, long incomplete, long ofModels, long ofOthers, long doubtful) {}

  /** Selects letters of the state as of a manifest. */
  public static LetterSelection of(PipelineSpec spec, Manifest base, LetterFilter filter) {
    try (LetterBook book = LetterBook.open(spec, base, List.of())) {
      return new LetterSelection(spec, base, filter, book);
    }
  }

  private LetterSelection(PipelineSpec spec, Manifest base, LetterFilter filter, LetterBook book) {
    this.spec = spec;
    this.base = base;
    String known =
        "stage <> 'model' AND list_contains(%s, table_name)"
            .formatted(SqlName.literals(spec.tables().stream().map(TableSpec::name).toList()));
    String certain = filter.letters().isEmpty() ? "NOT doubtful" : "true";
    String meant = filter.condition();
    this.condition =
        "%s AND %s AND %s AND %s".formatted(meant, known, PayloadFormat.IS_WHOLE, certain);
    book.rows(
        "SELECT table_name, count(*) FROM %s WHERE %s GROUP BY table_name ORDER BY table_name"
            .formatted(LetterBook.LETTERS, condition),
        row -> tables.put(row.getString(1), row.getLong(2)));
    this.fingerprint =
        book.rows(
                "SELECT coalesce(sha256(string_agg(letter_id, ',' ORDER BY letter_id)), '') FROM %s WHERE %s"
                    .formatted(LetterBook.LETTERS, condition),
                row -> row.getString(1))
            .get(0);
    this.isEncrypted =
        !book.rows(
                "SELECT 1 FROM %s WHERE %s AND contains(payload_format, 'aes256gcm') LIMIT 1"
                    .formatted(LetterBook.LETTERS, condition),
                row -> 1)
            .isEmpty();
    this.left = left(book, filter, known);
  }

  private static Left left(LetterBook book, LetterFilter filter, String known) {
    LetterFilter stuck = filter.in(java.util.Set.of(LetterState.STUCK));
    boolean takesStuck = filter.states().contains(LetterState.STUCK);
    long skipped = takesStuck ? 0 : book.count(stuck);
    return book.rows(
            """
            SELECT count(*) FILTER (%1$s AND NOT %2$s), count(*) FILTER (stage = 'model'),
              count(*) FILTER (stage <> 'model' AND NOT (%1$s)),
              count(*) FILTER (%1$s AND %2$s AND doubtful)
            FROM %3$s WHERE %4$s"""
                .formatted(known, PayloadFormat.IS_WHOLE, LetterBook.LETTERS, filter.condition()),
            row ->
                new Left(
                    skipped,
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    filter.letters().isEmpty() ? row.getLong(4) : 0))
        .get(0);
  }

  /** How many letters are taken, by table. */
  public Map<String, Long> tables() {
    return Map.copyOf(tables);
  }

  /** How many letters are taken. */
  public long size() {
    return tables.values().stream().mapToLong(Long::longValue).sum();
  }

  public Left left() {
    return left;
  }

  /** Digest of the ids of all letters that are taken. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Whether reading them takes the key with which they were encrypted. */
  public boolean isEncrypted() {
    return isEncrypted;
  }

  /**
   * What was written for a run.
   *
   * @param letters the file of each table's letters, in scratch
   * @param replayed says which letters the run took
   */
  public record Written(Map<String, InputFile> letters, Fact.Live replayed) {
    public Written {
      letters = Map.copyOf(letters);
    }
  }

  /** Writes the letters down for a run; for another attempt at the same run they are the same. */
  public Written write(Scope run, String runId) {
    try (LetterBook book = LetterBook.open(spec, base, List.of())) {
      Map<String, InputFile> letters = new LinkedHashMap<>();
      for (String table : tables.keySet()) {
        letters.put(table, write(book, run, table));
      }
      return new Written(letters, new Fact.Live(replayed(book, run, runId)));
    } catch (StatementFailed | IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write the letters to replay to %s: %s".formatted(run.root(), e.getMessage()),
          e);
    }
  }

  private InputFile write(LetterBook book, Scope run, String table)
      throws StatementFailed, IOException {
    ObjectStore store = ObjectStore.of(run.root());
    String path = run.scratch() + "/letters/" + table + ".parquet";
    Path file = store.draft(path);
    book.kernel()
        .execute(
            "COPY (FROM %s WHERE %s AND table_name = %s ORDER BY origin, origin_row, letter_id) TO %s (FORMAT parquet)"
                .formatted(
                    LetterBook.LETTERS,
                    condition,
                    SqlName.literal(table),
                    SqlName.literal(file.toString())));
    store.land(path);
    ObjectStore.Item item =
        store.look(path).orElseThrow(() -> new NoSuchFileException(run.absolute(path)));
    return new InputFile(run.absolute(path), item.bytes(), item.changed().toEpochMilli());
  }

  private DataFile replayed(LetterBook book, Scope run, String runId) throws StatementFailed {
    String sql =
        "SELECT letter_id, table_name, %s AS run_id, TIMESTAMPTZ %s AS created_at FROM %s WHERE %s ORDER BY letter_id";
    DataFile file =
        ParquetFiles.write(
            book.kernel(),
            run,
            LakeTables.REPLAYS,
            run.folder(LakeTables.REPLAYS),
            Query.of(
                sql.formatted(
                    SqlName.literal(runId),
                    SqlName.literal(run.createdAt()),
                    LetterBook.LETTERS,
                    condition)));
    if (file == null) {
      throw new PipelineException(ErrorCode.INTERNAL, "A replay of no letters");
    }
    return file;
  }
}
