// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.selection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.book.DeadLetter.Reason;
import dev.sluice.letters.record.PayloadFormat;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.store.Lakes;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.LakeRelation;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a few letters of a run for each thing that they died of. */
public final class LetterSamples {
  /** For each thing. */
  private static final int EACH = 2;

  /** Among the first letters there are enough of each. */
  private static final long MOST_LETTERS = 50_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private LetterSamples() {}

  /**
   * What letters died of.
   *
   * @param subject a rule or a column; empty for records that could not be read
   * @param code where nothing else tells; else empty
   */
  public record Subject(String table, String subject, String code) {}

  /**
   * A letter.
   *
   * @param record as it was; null where it may not be shown, or was not kept
   * @param note what the record is
   */
  public record Sample(
      Subject of,
      String id,
      String origin,
      long row,
      List<Reason> reasons,
      @Nullable String record,
      String note) {
    public Sample {
      reasons = List.copyOf(reasons);
    }
  }

  /** Letters that died in a run, committed or not. */
  public static List<Sample> of(PipelineSpec spec, Manifest run, List<Subject> subjects) {
    List<String> paths = paths(spec, run);
    if (paths.isEmpty() || subjects.isEmpty()) {
      return List.of();
    }
    try (Kernel kernel = Kernel.open(KernelSettings.aside(Lakes.kernelFolder(spec.lake())))) {
      return kernel.rows(sql(ParquetRead.of(paths), subjects), row -> sample(spec, row));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot look at dead letters: " + e.getMessage(), e);
    }
  }

  private static List<String> paths(PipelineSpec spec, Manifest run) {
    List<String> paths = new ArrayList<>();
    long rows = 0;
    for (DataFile file :
        run.table(LakeTables.DEAD_LETTERS).map(TableState::landed).orElse(List.of())) {
      if (rows < MOST_LETTERS) {
        paths.add(LakeRelation.local(spec.lake(), file.path()));
        rows += file.rows();
      }
    }
    return paths;
  }

  /** Records are read of the letters alone that are shown. */
  private static String sql(String letters, List<Subject> subjects) {
    String asked =
        subjects.stream()
            .map(each -> SqlName.literals(List.of(each.table(), each.subject(), each.code())))
            .map(list -> "(" + list.substring(1, list.length() - 1) + ")")
            .collect(Collectors.joining(", "));
    return """
        WITH all_letters AS MATERIALIZED (
          SELECT letter_id, table_name, origin, origin_row, unnest(reasons) AS r FROM %1$s),
        picked AS (
          SELECT letter_id, tbl, subject, code, row_number() OVER (
            PARTITION BY tbl, subject, code ORDER BY origin, origin_row, letter_id) AS nth
          FROM (SELECT DISTINCT letter_id, origin, origin_row, table_name AS tbl,
              coalesce(r.rule, r."column", '') AS subject,
              CASE WHEN r.rule IS NULL AND r."column" IS NULL THEN r.code ELSE '' END AS code
            FROM all_letters)
          JOIN (VALUES %2$s) AS asked(tbl, subject, code) USING (tbl, subject, code)
          QUALIFY nth <= %3$d)
        SELECT picked.tbl, picked.subject, picked.code, letter_id, coalesce(l.origin, ''),
          coalesce(l.origin_row, 0), to_json(l.reasons)::VARCHAR, l.payload, l.payload_format,
          l.payload_bytes
        FROM picked JOIN (SELECT DISTINCT ON (letter_id) * FROM %1$s) AS l USING (letter_id)
        ORDER BY picked.tbl, picked.subject, picked.code, picked.nth"""
        .formatted(letters, asked, EACH);
  }

  private static Sample sample(PipelineSpec spec, ResultSet row) throws SQLException {
    Subject of = new Subject(row.getString(1), row.getString(2), row.getString(3));
    PayloadFormat format = PayloadFormat.of(row.getString(9));
    String payload = row.getString(8);
    String id = row.getString(4);
    String note = hidden(spec, of.table(), format, payload);
    String text =
        note.isEmpty() && payload != null
            ? new String(
                format.bytes(
                    payload,
                    id,
                    () -> {
                      throw new IllegalStateException("An encrypted record is never opened here");
                    }),
                StandardCharsets.UTF_8)
            : null;
    return new Sample(
        of,
        id,
        row.getString(5),
        row.getLong(6),
        reasons(row.getString(7)),
        text,
        note.isEmpty() ? (format.isWhole() ? "" : "only its beginning was kept") : note);
  }

  /** Why a record may not be shown; empty where it may. */
  private static String hidden(
      PipelineSpec spec, String table, PayloadFormat format, @Nullable String payload) {
    if (payload == null) {
      return "the record was not kept";
    }
    if (format.isEncrypted()) {
      return "the record is encrypted";
    }
    return PersonalTables.has(spec, table) ? "the record may hold personal data" : "";
  }

  private static List<Reason> reasons(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<Reason>>() {});
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot read the reasons of a letter", e);
    }
  }
}
