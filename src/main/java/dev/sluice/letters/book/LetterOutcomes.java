// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.discard.Discard;
import dev.sluice.letters.discard.Discards;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.LandedRun;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.table.read.VerifyInherited;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Works out what became of every letter, into the table {@code book} of a kernel.
 *
 * <p>A letter is taken in by the first later run that got its record past every rule: a replay in
 * which it did not die again; any run, for a model's letter, since each computes models anew; for a
 * table with {@code load: replace} any that read the source; for other tables one whose raw rows
 * hold the very same record in the same place of the same file. One whose file was read again with
 * other content is superseded: what is wrong with the present content has letters of its own.
 */
final class LetterOutcomes {
  /** The columns of merged raw files that their rows had before. */
  private static final String UNMERGED = "* EXCLUDE (" + SqlName.quote(LandedRun.COLUMN) + ")";

  private final Kernel kernel;
  private final PipelineSpec spec;
  private final RunLineage lineage;
  private final Manifest manifest;
  private final FormerNames formerly;
  private final Instant begin = Instant.now();

  LetterOutcomes(Kernel kernel, PipelineSpec spec, Manifest manifest) {
    this.kernel = kernel;
    this.spec = spec;
    this.manifest = manifest;
    this.formerly = FormerNames.of(spec, manifest);
    this.lineage = RunLineage.of(spec.lake(), manifest);
  }

  /** Letters as they were written; a file and a row of it tell them apart. */
  private String letters() {
    List<String> paths = paths(LakeTables.DEAD_LETTERS);
    return paths.isEmpty() ? "(" + LetterBook.nothingWritten() + ")" : ParquetRead.located(paths);
  }

  private List<String> paths(String table) {
    return paths(manifest.table(table).map(TableState::files).orElse(List.of()));
  }

  /** Where statements find files, each of which is what was committed. */
  private List<String> paths(List<DataFile> files) {
    VerifyInherited.requireWhole(spec.lake(), files, begin);
    return files.stream().map(file -> LakeRelation.local(spec.lake(), file.path())).toList();
  }

  void work() throws StatementFailed {
    kernel.execute(
        "CREATE TEMP TABLE runs AS FROM (VALUES %s) r(ordinal, run_id, kind, created_at, held_back)"
            .formatted(lineage.values()));
    kernel.execute(
        """
        CREATE TEMP TABLE deaths AS
        SELECT d.letter_id, %s AS table_name, d.stage, d.origin, d.origin_row, d.filename,
          d.file_row_number, r.*
        FROM %s d JOIN runs r ON r.run_id = d.run_id"""
            .formatted(formerly.present("d.table_name"), letters()));
    kernel.execute(
        """
        CREATE TEMP TABLE latest AS
        FROM deaths QUALIFY row_number() OVER (PARTITION BY letter_id ORDER BY ordinal DESC) = 1""");
    kernel.execute("CREATE TEMP TABLE taken (letter_id VARCHAR, ordinal BIGINT)");
    kernel.execute("CREATE TEMP TABLE doubtful (letter_id VARCHAR)");
    takenByReplays();
    kernel.execute(
        """
        INSERT INTO taken SELECT letter_id, ordinal + 1 FROM latest
        WHERE stage = 'model' AND ordinal < (SELECT max(ordinal) FROM runs WHERE NOT held_back)""");
    for (TableSpec table : spec.tables()) {
      if (table.load().disposition() == Disposition.REPLACE) {
        takenByReplacing(table.name());
      } else {
        takenAgain(table);
      }
    }
    superseded();
    discarded();
    book();
  }

  private void takenByReplays() throws StatementFailed {
    List<String> replays = paths(LakeTables.REPLAYS);
    if (replays.isEmpty()) {
      return;
    }
    kernel.execute(
        """
        INSERT INTO taken SELECT p.letter_id, r.ordinal
        FROM %s p JOIN runs r USING (run_id) JOIN latest l USING (letter_id)
        WHERE r.ordinal > l.ordinal AND NOT r.held_back"""
            .formatted(ParquetRead.of(replays)));
  }

  private void takenByReplacing(String table) throws StatementFailed {
    kernel.execute(
        """
        INSERT INTO taken SELECT l.letter_id, min(r.ordinal)
        FROM latest l JOIN runs r ON r.ordinal > l.ordinal AND r.kind = 'run' AND NOT r.held_back
        WHERE l.table_name = %s AND l.stage <> 'model' GROUP BY l.letter_id"""
            .formatted(SqlName.literal(table)));
  }

  /**
   * A record that could not be read has no raw row to compare with, nor has one whose payload was
   * not kept in clear: when a run read a letter's place again, and another record stands there or
   * nobody can tell, rows that are only appended may hold what became of it already, so that it is
   * in doubt.
   */
  private void takenAgain(TableSpec table) throws StatementFailed {
    String name = SqlName.literal(table.name());
    List<Long> first =
        kernel.rows(
            """
            SELECT min(d.ordinal) FROM deaths d JOIN latest l USING (letter_id)
            WHERE l.table_name = %s AND l.stage <> 'model'
            HAVING min(l.ordinal) < (SELECT max(ordinal) FROM runs)"""
                .formatted(name),
            row -> row.getLong(1));
    if (first.isEmpty()) {
      return;
    }
    List<RunLineage.RawFile> files =
        formerly.of(table.name()).stream()
            .flatMap(old -> lineage.raw(old).stream())
            .filter(f -> f.ordinal() >= first.get(0))
            .toList();
    RunLineage.Merged merged = lineage.merged(table.name(), first.get(0));
    if (files.isEmpty() && merged.isEmpty()) {
      return;
    }
    findAgain(name, files, merged);
    kernel.execute(
        """
        INSERT INTO taken SELECT letter_id, min(met) FROM hits h
        WHERE met > died AND stage <> 'read' AND EXISTS (
          FROM hits o WHERE o.letter_id = h.letter_id AND o.met <= h.died AND o.content = h.content)
        GROUP BY letter_id""");
    if (table.load().disposition() == Disposition.APPEND) {
      kernel.execute("INSERT INTO doubtful SELECT DISTINCT letter_id FROM hits WHERE met > died");
    }
  }

  /** The rows of raw files, run by run, that stand where a letter's record stood. */
  private void findAgain(String table, List<RunLineage.RawFile> files, RunLineage.Merged merged)
      throws StatementFailed {
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE hits (letter_id VARCHAR, stage VARCHAR, died BIGINT, met BIGINT, content VARCHAR)");
    Map<Integer, List<DataFile>> runs = new TreeMap<>();
    for (RunLineage.RawFile file : files) {
      runs.computeIfAbsent(file.ordinal(), ordinal -> new ArrayList<>()).add(file.file());
    }
    List<String> every = new ArrayList<>();
    if (!files.isEmpty()) {
      String all = ParquetRead.of(paths(files.stream().map(RunLineage.RawFile::file).toList()));
      every.add(texts("*", all) + " WHERE false");
    }
    String rest = merged.isEmpty() ? "" : ParquetRead.of(paths(merged.files()));
    if (!merged.isEmpty()) {
      every.add(texts(UNMERGED, rest) + " WHERE false");
    }
    String columns = String.join(" UNION ALL BY NAME ", every);
    for (Map.Entry<Integer, List<DataFile>> run : runs.entrySet()) {
      String rows = texts("*", ParquetRead.of(paths(run.getValue())));
      hits(table, "%d AS met, struct_pack(*COLUMNS(*))".formatted(run.getKey()), columns, rows);
    }
    if (!merged.isEmpty()) {
      String ordinals =
          merged.ordinals().entrySet().stream()
              .map(run -> "(%s, %d)".formatted(SqlName.literal(run.getKey()), run.getValue()))
              .collect(Collectors.joining(", "));
      kernel.execute(
          "CREATE OR REPLACE TEMP TABLE landed AS FROM (VALUES %s) r(folder, ordinal)"
              .formatted(ordinals));
      String met =
          "(SELECT ordinal FROM landed WHERE folder = %s) AS met, struct_pack(*COLUMNS(%s))";
      String column = SqlName.quote(LandedRun.COLUMN);
      hits(table, met.formatted(column, UNMERGED), columns, texts("*", rest));
    }
  }

  /**
   * A source may name a column as it likes: no name of ours may stand beside its columns. What it
   * holds may be of another type in each run, so that rows are compared by their text.
   */
  private static String texts(String columns, String relation) {
    return "SELECT COLUMNS(%s)::VARCHAR FROM %s".formatted(columns, relation);
  }

  /** Takes rows whose place is a letter's; those of a run that nobody asks for are not met. */
  private void hits(String table, String items, String columns, String rows)
      throws StatementFailed {
    kernel.execute(
        """
        INSERT INTO hits
        WITH l AS (FROM latest WHERE table_name = %s AND stage <> 'model')
        SELECT l.letter_id, l.stage, l.ordinal, r.met, r.whole::VARCHAR
        FROM l JOIN (
            SELECT %s AS whole
            FROM (%s UNION ALL BY NAME %s)
            WHERE _file IN (SELECT l.origin FROM l)) r
          ON r.whole._file = l.origin AND r.whole._row = l.origin_row::VARCHAR
        WHERE r.met IS NOT NULL"""
            .formatted(table, items, columns, rows));
  }

  /**
   * Letters of files that were corrected. Of a changed file that has a cursor, a run reads only
   * rows behind what it has, so that nobody can tell of the others.
   */
  private void superseded() throws StatementFailed {
    kernel.execute("CREATE TEMP TABLE superseded (letter_id VARCHAR, ordinal BIGINT)");
    for (TableSpec table : spec.tables()) {
      if (table.load().cursor() == null && table.load().disposition() != Disposition.REPLACE) {
        superseded(table.name());
      }
    }
  }

  private void superseded(String table) throws StatementFailed {
    SupersededFiles files = new SupersededFiles(lineage, formerly.of(table));
    List<String> rows =
        kernel.rows(
            """
            SELECT origin, read_by FROM (
              SELECT l.origin, max(d.ordinal) FILTER (d.kind <> 'replay') AS read_by
              FROM latest l JOIN deaths d USING (letter_id)
              WHERE l.table_name = %s AND l.stage <> 'model' AND NOT l.held_back
                AND NOT d.held_back GROUP BY l.letter_id, l.origin)
            WHERE read_by IS NOT NULL GROUP BY ALL"""
                .formatted(SqlName.literal(table)),
            row -> {
              OptionalInt by = files.by(row.getString(1), row.getInt(2));
              return by.isEmpty()
                  ? ""
                  : "(%s, %d, %d)"
                      .formatted(SqlName.literal(row.getString(1)), row.getInt(2), by.getAsInt());
            });
    String values = rows.stream().filter(row -> !row.isEmpty()).collect(Collectors.joining(", "));
    if (!values.isEmpty()) {
      kernel.execute(
          """
          INSERT INTO superseded
          SELECT l.letter_id, f.superseder FROM latest l JOIN deaths d USING (letter_id)
          JOIN (VALUES %s) f(origin, read_by, superseder) ON f.origin = l.origin
          WHERE l.table_name = %s AND l.stage <> 'model' AND NOT d.held_back
          GROUP BY l.letter_id, f.read_by, f.superseder
          HAVING max(d.ordinal) FILTER (d.kind <> 'replay') = f.read_by"""
              .formatted(values, SqlName.literal(table)));
    }
  }

  private void discarded() throws StatementFailed {
    kernel.execute("CREATE TEMP TABLE discarded (letter_id VARCHAR, \"by\" VARCHAR, why VARCHAR)");
    TextBatchBuilder rows = new TextBatchBuilder(List.of("letter_id", "by", "why"));
    List<RecordBatch> batches = new ArrayList<>();
    for (Discard discard : Discards.of(spec.lake()).all()) {
      for (String letter : discard.letters()) {
        rows.append(0, letter);
        rows.append(1, discard.by());
        rows.append(2, discard.why());
        rows.endRow(0);
        if (rows.isFull()) {
          batches.add(rows.build(""));
        }
      }
    }
    if (rows.rows() > 0) {
      batches.add(rows.build(""));
    }
    if (!batches.isEmpty()) {
      kernel.execute(
          "INSERT INTO discarded SELECT letter_id, \"by\", why FROM given_up",
          Map.of("given_up", batches));
    }
  }

  private void book() throws StatementFailed {
    kernel.execute(
        """
        CREATE TEMP TABLE book AS
        WITH f AS (
            SELECT letter_id, min(created_at) AS first_at,
              list(DISTINCT run_id ORDER BY run_id) AS runs, count(DISTINCT run_id) AS deaths,
              count(DISTINCT run_id) FILTER (kind = 'replay') AS failures,
              max(created_at) FILTER (kind <> 'replay') AS read_at
            FROM deaths GROUP BY letter_id),
          t AS (SELECT letter_id, min(ordinal) AS ordinal FROM taken GROUP BY letter_id)
        SELECT l.letter_id, l.table_name, l.stage, CASE
            WHEN l.held_back THEN 'unpublished'
            WHEN t.ordinal IS NOT NULL THEN 'resolved'
            WHEN x.letter_id IS NOT NULL THEN 'discarded'
            WHEN s.ordinal IS NOT NULL THEN 'superseded'
            WHEN f.failures >= %d THEN 'stuck'
            ELSE 'open' END AS state,
          l.origin, l.origin_row, l.run_id, l.created_at, f.first_at, f.runs, f.deaths, f.failures,
          CASE WHEN state IN ('resolved', 'superseded') THEN r.run_id WHEN state = 'discarded' THEN x."by" END
            AS closed_by,
          CASE WHEN state = 'discarded' THEN x.why END AS why,
          f.read_at, l.letter_id IN (FROM doubtful) AS doubtful, l.filename, l.file_row_number
        FROM latest l JOIN f USING (letter_id) LEFT JOIN t USING (letter_id)
          LEFT JOIN superseded s USING (letter_id)
          LEFT JOIN runs r ON r.ordinal = coalesce(t.ordinal, s.ordinal)
          LEFT JOIN discarded x USING (letter_id)"""
            .formatted(LetterState.MOST_FAILURES));
    kernel.execute(
        "CREATE TEMP VIEW %s AS SELECT %s, b.read_at, b.doubtful FROM book b JOIN %s d USING (filename, file_row_number)"
            .formatted(LetterBook.LETTERS, LetterBook.items("b", "d"), letters()));
  }
}
