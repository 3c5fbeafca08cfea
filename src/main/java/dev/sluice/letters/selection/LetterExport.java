// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.selection;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.letters.record.PayloadFormat;
import dev.sluice.store.disk.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters to a CSV, JSON lines or Parquet file, whole or not at all.
 *
 * <p>In CSV a text that a spreadsheet would take for a formula begins with an apostrophe, as OWASP
 * advises.
 */
public final class LetterExport {
  private static final List<String> COLUMNS =
      List.of(
          "letter_id",
          "table_name",
          "stage",
          "state",
          "reasons",
          "origin",
          "origin_row",
          "run_id",
          "created_at",
          "deaths",
          "failures",
          "closed_by",
          "why",
          "payload_format",
          "payload_header",
          "payload");

  private static final int AT_ONCE = 1000;

  private final Path file;
  private final Path folder;
  private final @Nullable Set<String> open;

  /**
   * An export.
   *
   * @param file an absolute path
   * @param open the tables whose records are written; null for all
   */
  public LetterExport(Path file, @Nullable Set<String> open) {
    this.file = file;
    this.folder = dev.sluice.store.disk.Folders.of(file);
    this.open = open;
  }

  /** The folder into which it writes. */
  public String folder() {
    return folder.toString();
  }

  /**
   * Writes the letters that are meant; returns how many.
   *
   * @throws PipelineException ENV_UNSET when all records are written, one of them is encrypted, and
   *     there is no key
   */
  public long write(LetterBook book, LetterFilter filter) {
    Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      String letters = open == null ? decrypted(book, filter) : chosen(filter);
      Files.createDirectories(folder);
      String copy =
          "COPY (SELECT %s FROM (%s) ORDER BY table_name, origin, origin_row, letter_id) TO %s (%s)"
              .formatted(
                  COLUMNS.stream().map(this::item).collect(Collectors.joining(", ")),
                  letters,
                  SqlName.literal(aside.toString()),
                  options());
      book.kernel().execute(copy);
      Permissions.close(aside);
      Path unused = Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      return book.count(filter);
    } catch (StatementFailed | IOException e) {
      remove(aside);
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String chosen(LetterFilter filter) {
    return "SELECT * FROM %s WHERE %s".formatted(LetterBook.LETTERS, filter.condition());
  }

  /** The letters that are meant, with the records that are encrypted in the clear. */
  private static String decrypted(LetterBook book, LetterFilter filter) throws StatementFailed {
    book.kernel()
        .execute("CREATE TEMP TABLE clear (letter_id VARCHAR, text VARCHAR, format VARCHAR)");
    List<String> rows =
        book.rows(
            "SELECT letter_id, payload, payload_format FROM (%s) WHERE payload IS NOT NULL AND contains(payload_format, 'aes256gcm')"
                .formatted(chosen(filter)),
            row -> clear(row.getString(1), row.getString(2), row.getString(3)));
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      List<String> some = rows.subList(from, Math.min(from + AT_ONCE, rows.size()));
      book.kernel().execute("INSERT INTO clear VALUES " + String.join(", ", some));
    }
    return "SELECT l.* REPLACE (coalesce(c.text, l.payload) AS payload, coalesce(c.format, l.payload_format) AS payload_format) FROM (%s) l LEFT JOIN clear c ON c.letter_id = l.letter_id"
        .formatted(chosen(filter));
  }

  private static String clear(String id, String payload, String format) {
    PayloadFormat.Clear clear =
        PayloadFormat.of(format).clear(payload, id, LetterCipher::fromEnvironment);
    return List.of(id, clear.text(), clear.format().toString()).stream()
        .map(SqlName::literal)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static void remove(Path aside) {
    boolean unused = aside.toFile().delete();
  }

  private String item(String column) {
    String value = SqlName.quote(column);
    if (open != null && (column.equals("payload") || column.equals("payload_header"))) {
      value =
          "CASE WHEN list_contains(%s::VARCHAR[], table_name) THEN %s END"
              .formatted(SqlName.literals(open), value);
    }
    if (column.equals("reasons")) {
      value = isCsv() ? "to_json(reasons)::VARCHAR" : value;
    }
    boolean isText = !List.of("origin_row", "created_at", "deaths", "failures").contains(column);
    if (isCsv() && isText) {
      value = "regexp_replace(%s, '^([=+\\-@\t\r])', '''\\1')".formatted(value);
    }
    return value + " AS " + SqlName.quote(column);
  }

  private boolean isCsv() {
    return file.toString().endsWith(".csv");
  }

  private String options() {
    String name = file.toString();
    if (isCsv()) {
      return "FORMAT csv, HEADER";
    }
    if (name.endsWith(".jsonl")) {
      return "FORMAT json";
    }
    if (name.endsWith(".parquet")) {
      return "FORMAT parquet, COMPRESSION zstd";
    }
    throw new PipelineException(
        ErrorCode.INVALID_VALUE,
        "--to %s: a name ends in .csv, .jsonl or .parquet".formatted(name));
  }
}
