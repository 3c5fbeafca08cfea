// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.book.DeadLetter.Fate;
import dev.sluice.letters.book.DeadLetter.Reason;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.Lakes;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.LakeRelation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The dead letters of a lake as of a manifest, each once, with what became of it. Reads only what
 * the manifest and those before it name; the caller closes it.
 */
public final class LetterBook implements AutoCloseable {
  /** The relation of all letters. */
  public static final String LETTERS = "letters";

  private static final String REASONS =
      "STRUCT(code VARCHAR, rule VARCHAR, \"column\" VARCHAR, \"value\" VARCHAR, message VARCHAR)[]";
  private static final String TIME = "TIMESTAMP WITH TIME ZONE";

  /** What was written when a letter died. */
  private static final List<Column> WRITTEN =
      columns(
          "reasons " + REASONS,
          "payload VARCHAR",
          "payload_format VARCHAR",
          "payload_header VARCHAR",
          "payload_sha256 VARCHAR",
          "payload_bytes BIGINT");

  private static final List<Column> PLACE =
      columns(
          "letter_id VARCHAR",
          "table_name VARCHAR",
          "stage VARCHAR",
          "origin VARCHAR",
          "origin_row BIGINT",
          "run_id VARCHAR",
          "created_at " + TIME);

  private static final List<Column> FATE =
      columns(
          "state VARCHAR",
          "first_at " + TIME,
          "runs VARCHAR[]",
          "deaths BIGINT",
          "failures BIGINT",
          "closed_by VARCHAR",
          "why VARCHAR");

  /** The columns of a letter, by which conditions tell them apart. */
  public static final TableSchema SCHEMA = schema(PLACE, FATE, WRITTEN);

  /** The columns of the table of letters, which has one each time that it died. */
  public static final TableSchema WHEN_WRITTEN = schema(PLACE, WRITTEN);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Kernel kernel;

  private LetterBook(Kernel kernel) {
    this.kernel = kernel;
  }

  private static List<Column> columns(String... columns) {
    List<Column> list = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      list.add(Column.of(column.substring(0, space), column.substring(space + 1), true));
    }
    return List.copyOf(list);
  }

  @SafeVarargs
  private static TableSchema schema(List<Column>... parts) {
    List<Column> all = new ArrayList<>();
    for (List<Column> part : parts) {
      all.addAll(part);
    }
    return new TableSchema(all);
  }

  /** An empty relation in the place of letters that are not there. */
  static String nothingWritten() {
    return LakeRelation.empty(
        schema(PLACE, WRITTEN, columns("filename VARCHAR", "file_row_number BIGINT")));
  }

  /** The letters' columns as select items over the book and what was written. */
  static String items(String book, String written) {
    return SCHEMA.columns().stream()
        .map(c -> (WRITTEN.contains(c) ? written : book) + "." + SqlName.quote(c.name()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Opens the book.
   *
   * @param manifest a committed one, or the evidence of a run that was held back
   * @param folders into which a query may write, besides reading the lake
   */
  public static LetterBook open(PipelineSpec spec, Manifest manifest, List<String> folders) {
    List<String> allowed = new ArrayList<>(folders);
    allowed.add(Lakes.kernelFolder(spec.lake()));
    Kernel kernel = Kernel.open(KernelSettings.aside(allowed));
    LetterBook book = new LetterBook(kernel);
    try {
      new LetterOutcomes(kernel, spec, manifest).work();
      return book;
    } catch (StatementFailed | PipelineException e) {
      book.close();
      throw unreadable(spec.lake(), e);
    }
  }

  private static PipelineException unreadable(String lake, Exception e) {
    return e instanceof PipelineException own && own.code() != ErrorCode.LAKE_READ
        ? own
        : new PipelineException(
            ErrorCode.LAKE_READ,
            "Cannot read the dead letters of %s: %s. `sluice verify` looks at every file."
                .formatted(lake, e.getMessage()),
            e);
  }

  /** Runs a query over {@link #LETTERS}. */
  public <T> List<T> rows(String sql, Kernel.RowReader<T> reader) {
    try {
      return kernel.rows(sql, reader);
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.SQL_FAILED, "Cannot choose dead letters: " + e.getMessage(), e);
    }
  }

  public Kernel kernel() {
    return kernel;
  }

  /** How many letters are meant. */
  public long count(LetterFilter filter) {
    return rows(
            "SELECT count(*) FROM %s WHERE %s".formatted(LETTERS, filter.condition()),
            row -> row.getLong(1))
        .get(0);
  }

  /** The ids of the letters that are meant, in order. */
  public List<String> ids(LetterFilter filter) {
    return rows(
        "SELECT letter_id FROM %s WHERE %s ORDER BY letter_id"
            .formatted(LETTERS, filter.condition()),
        row -> row.getString(1));
  }

  /**
   * How many letters of a table died of one thing, by what became of them; one that died of two
   * things is in both groups.
   *
   * @param reason a rule, or a code and a column
   */
  public record Group(String table, String reason, LetterState state, long letters) {}

  /** The letters that are meant, counted. */
  public List<Group> groups(LetterFilter filter) {
    return rows(
        """
        SELECT table_name, reason, state, count(*) FROM (
          SELECT DISTINCT letter_id, table_name, state,
            coalesce(r.rule, r.code || coalesce(' ' || r."column", '')) AS reason
          FROM (SELECT letter_id, table_name, state, unnest(reasons) AS r FROM %s WHERE %s))
        GROUP BY ALL ORDER BY ALL"""
            .formatted(LETTERS, filter.condition()),
        row ->
            new Group(row.getString(1), row.getString(2), state(row.getString(3)), row.getLong(4)));
  }

  /**
   * The letters that are meant, those that died last first.
   *
   * @param most how many at most
   */
  public List<DeadLetter> letters(LetterFilter filter, long most) {
    return letters(filter, 0, most);
  }

  /**
   * As {@link #letters(LetterFilter, long)}.
   *
   * @param from so many are passed over
   */
  public List<DeadLetter> letters(LetterFilter filter, long from, long most) {
    return rows(
        """
        SELECT letter_id, table_name, stage, coalesce(origin, ''), coalesce(origin_row, 0),
          to_json(reasons)::VARCHAR, state, first_at::VARCHAR, run_id, deaths, failures, closed_by,
          why
        FROM %s WHERE %s
        ORDER BY created_at DESC, table_name, origin, origin_row, letter_id LIMIT %d OFFSET %d"""
            .formatted(LETTERS, filter.condition(), most, from),
        LetterBook::letter);
  }

  private static DeadLetter letter(ResultSet row) throws SQLException {
    Fate fate =
        new Fate(
            state(row.getString(7)),
            row.getString(8),
            row.getString(9),
            row.getLong(10),
            row.getLong(11),
            row.getString(12),
            row.getString(13));
    return new DeadLetter(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        reasons(row.getString(6)),
        fate);
  }

  private static List<Reason> reasons(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<Reason>>() {});
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read the reasons of a letter", e);
    }
  }

  private static LetterState state(String text) {
    return LetterState.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /**
   * The record of a letter.
   *
   * @param text as it was stored; null when it was dropped
   * @param header what is needed to read it alone; null for formats without
   * @param bytes the length of the whole record
   */
  public record Stored(
      @org.jspecify.annotations.Nullable String text,
      String format,
      @org.jspecify.annotations.Nullable String header,
      String sha256,
      long bytes) {}

  /** What was stored of a letter. */
  public Stored stored(String letterId) {
    return rows(
            "SELECT payload, payload_format, payload_header, payload_sha256, payload_bytes FROM %s WHERE letter_id = %s"
                .formatted(LETTERS, SqlName.literal(letterId)),
            row ->
                new Stored(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5)))
        .get(0);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
