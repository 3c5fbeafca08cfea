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

  private final Kernel kernel;
  private final String letters;
  private final TableSpec table;
  private final SourceChange change;

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
  ReadDiagnosis(Kernel kernel, String letters, TableSpec table, SourceChange change) {
    this.kernel = kernel;
    this.letters = letters;
    this.table = table;
    this.change = change;
  }

  Found of(String code) throws StatementFailed {
    return switch (code) {
      case "ROW_TOO_LARGE" -> tooLarge();
      case "CSV_QUOTE" -> quote();
      case "CSV_COLS_MANY" ->
          Found.of(
              "records have more fields than the header has names: the delimiter stands in values that are not quoted",
              "let the source quote such values, or write another delimiter");
      case "CSV_COLS_FEW" ->
          Found.of(
              "records have fewer fields than the header has names: they are cut, or a value goes on in the next line without quotes",
              "let the source quote values that span lines, and write every field");
      case "ENC_INVALID" ->
          new Found(
              "they are not UTF-8, but most likely Windows-1252",
              List.of(change.with("encoding", "windows-1252")),
              null);
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
    if (table.source() instanceof SourceSpec.Kafka) {
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
            "correct the line, or add `records: $` to the source where objects go over several lines");
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
      return new Found(
          "a backslash stands before quotes, which CSV doubles instead",
          List.of(change.with("escape", "\"\\\\\"")),
          null);
    }
    String quoted =
        "count(*) FILTER (contains(payload_header, %s))".formatted(SqlName.literal(quote));
    if (number(quoted, "CSV_QUOTE") > 0) {
      return Found.of(
          "a quote is not closed, or text stands behind the closing one",
          "double the quotes inside of values at the source");
    }
    String other = quote.equals("\"") ? unused() : "\"\\\"\"";
    return new Found(
        "quotes stand in values as any other character does: nothing in the file is quoted",
        List.of(change.with("quote", other)),
        null);
  }

  /** A character that no text has. */
  private static String unused() {
    return "\"\\u001f\"";
  }

  private long number(String sql, String code) throws StatementFailed {
    List<Optional<String>> found =
        kernel.rows(
            "SELECT (%s)::VARCHAR FROM %s WHERE table_name = %s AND list_contains(list_transform(reasons, lambda r: r.code), %s)"
                .formatted(sql, letters, SqlName.literal(table.name()), SqlName.literal(code)),
            row -> Optional.ofNullable(row.getString(1)));
    return Long.parseLong(new ArrayList<>(found).get(0).orElse("0"));
  }
}
