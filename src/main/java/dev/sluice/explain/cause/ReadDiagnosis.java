// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.advice.SourceChange;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out from records that could not be read what their source should say. */
final class ReadDiagnosis {
  private static final long MOST_RECORD = 64L << 20;

  /** Of each file all records are read once more. */
  private static final int MOST_FILES = 4;

  /** Each encoding that is tried reads the files twice. */
  private static final int MOST_ENCODINGS = 3;

  /** A character that no text has. */
  private static final String UNUSED = "\"\\u001f\"";

  private final Kernel kernel;
  private final String letters;
  private final TableSpec table;
  private final SourceChange change;
  private final SourceTrial trial;

  /** What was found. */
  record Found(String why, List<Edit> edits, @Nullable String besides) {
    Found {
      edits = List.copyOf(edits);
    }

    static Found of(String why, String besides) {
      return new Found(why, List.of(), besides);
    }
  }

  /**
   * Of a table.
   *
   * @param letters a relation of dead letters
   */
  ReadDiagnosis(
      Kernel kernel, String letters, TableSpec table, SourceChange change, SourceTrial trial) {
    this.kernel = kernel;
    this.letters = letters;
    this.table = table;
    this.change = change;
    this.trial = trial;
  }

  Found of(String code) throws StatementFailed {
    return switch (code) {
      case "ROW_TOO_LARGE" -> tooLarge();
      case "CSV_QUOTE" -> quote();
      case "CSV_COLS_MANY" ->
          Found.of(
              "records have more fields than the header has names: the delimiter stands in values"
                  + " that are not quoted",
              "let the source quote such values, or write another delimiter");
      case "CSV_COLS_FEW" ->
          Found.of(
              "records have fewer fields than the header has names: they are cut, or a value goes"
                  + " on in the next line without quotes",
              "let the source quote values that span lines, and write every field");
      case "ENC_INVALID" -> encoding();
      case "ENC_NUL" ->
          Found.of("they hold NUL characters", "take them away: tr -d '\\000' < IN > OUT");
      case "JSON_SYNTAX" -> noObject();
      case "JSON_DUP_KEY" ->
          Found.of(
              "an object has a key twice, and nobody knows which is meant", "correct the source");
      default -> Found.of("records cannot be read", "correct the source");
    };
  }

  private Found noObject() {
    if (table.source() instanceof SourceSpec.MessageLog) {
      return Found.of(
          "each message must be one JSON object",
          "correct the producer; a message that is something else belongs in another topic");
    }
    boolean isDocument =
        table.source() instanceof SourceSpec.Json json && json.records().isDocument();
    return isDocument
        ? Found.of("each record must be one JSON object", "correct it in the source")
        : Found.of(
            "each line must be one JSON object",
            "correct the line, or add `records: $` to the source where objects go over several"
                + " lines");
  }

  private Found tooLarge() throws StatementFailed {
    long longest = number("max(payload_bytes)", "ROW_TOO_LARGE");
    long limit = 1L << 20;
    while (limit <= longest) {
      limit *= 2;
    }
    String why = "the longest record has %,d bytes".formatted(longest);
    return limit > MOST_RECORD
        ? Found.of(why + ", and 64 MB is the most", "cut such records at the source")
        : new Found(why, List.of(change.with("max_record", (limit >> 20) + "MB")), null);
  }

  private Found quote() throws StatementFailed {
    if (!(table.source() instanceof SourceSpec.Csv csv)) {
      return Found.of("a quote is not closed", "correct the source");
    }
    String quote = String.valueOf(csv.quote());
    String backslash =
        "count(*) FILTER (contains(payload, %s))".formatted(SqlName.literal("\\" + quote));
    if (number(backslash, "CSV_QUOTE") > 0) {
      Edit escape = change.with("escape", "\"\\\\\"");
      if (isBetter(escape, "CSV_QUOTE")) {
        return mended("a backslash stands before quotes, which CSV doubles instead", escape);
      }
    }
    Edit other = change.with("quote", quote.equals("\"") ? UNUSED : "\"\\\"\"");
    if (isBetter(other, "CSV_QUOTE")) {
      return mended(
          "quotes stand in values as any other character does: nothing in the file is quoted",
          other);
    }
    return Found.of(
        "a quote is not closed, or stands in a value, first " + place("CSV_QUOTE"),
        "close it there, or double it, in the source");
  }

  private Found encoding() throws StatementFailed {
    List<String> files = files("ENC_INVALID");
    List<String> likely = files.isEmpty() ? List.of() : trial.encodings(files.get(0));
    List<String> tried = new ArrayList<>();
    for (String name : likely.subList(0, Math.min(MOST_ENCODINGS, likely.size()))) {
      if (trial.isBetter(table, encoded(name), files)) {
        tried.add(name);
      }
    }
    if (tried.isEmpty()) {
      return Found.of(
          "they are not UTF-8, unlike the other records of the file, first " + place("ENC_INVALID"),
          "write them as UTF-8 in the source");
    }
    String first = tried.get(0);
    if (likely.size() == 1) {
      return mended("they are not UTF-8, but most likely " + first, encoded(first));
    }
    return Found.of(
        "they are not UTF-8, and too few letters tell what they are: %s can be read"
            .formatted(String.join(" or ", tried)),
        "look at the first, %s: write `encoding: %s` in the source where its letters are right%s"
            .formatted(
                place("ENC_INVALID"),
                first,
                tried.size() == 1 ? "" : ", else `encoding: " + tried.get(1) + "`"));
  }

  private Edit encoded(String name) {
    return change.with("encoding", name);
  }

  private static Found mended(String why, Edit edit) {
    return new Found(why, List.of(edit), null);
  }

  /** Whether it mends files that records died in, and harms none of them. */
  private boolean isBetter(Edit edit, String code) throws StatementFailed {
    return trial.isBetter(table, edit, files(code));
  }

  /** The files that most records died in. */
  private List<String> files(String code) throws StatementFailed {
    return kernel.rows(
        "SELECT origin FROM %s WHERE %s GROUP BY origin ORDER BY count(*) DESC, origin LIMIT %d"
            .formatted(letters, died(code), MOST_FILES),
        row -> row.getString(1));
  }

  /** Where the first record stands that died so. */
  private String place(String code) throws StatementFailed {
    return kernel
        .rows(
            "SELECT origin, origin_row FROM %s WHERE %s ORDER BY origin, origin_row LIMIT 1"
                .formatted(letters, died(code)),
            row -> trial.place(table, row.getString(1), row.getLong(2)))
        .get(0);
  }

  private String died(String code) {
    return "table_name = %s AND list_contains(list_transform(reasons, lambda r: r.code), %s)"
        .formatted(SqlName.literal(table.name()), SqlName.literal(code));
  }

  private long number(String sql, String code) throws StatementFailed {
    List<Optional<String>> found =
        kernel.rows(
            "SELECT (%s)::VARCHAR FROM %s WHERE %s".formatted(sql, letters, died(code)),
            row -> Optional.ofNullable(row.getString(1)));
    return Long.parseLong(new ArrayList<>(found).get(0).orElse("0"));
  }
}
