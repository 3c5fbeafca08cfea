// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb.file;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a DuckDB file from anything else by its first bytes. What is something else belongs to
 * somebody: it is never opened, replaced or set aside.
 */
public final class DatabaseFile {
  /** A checksum of eight bytes comes before it. */
  private static final int MAGIC_AT = 8;

  private static final byte[] MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 4096;

  private static final Map<String, String> OTHERS = new LinkedHashMap<>();

  static {
    OTHERS.put("SQLite format 3\0", "an SQLite database");
    OTHERS.put("PAR1", "a Parquet file");
    OTHERS.put("Obj\1", "an Avro file");
    OTHERS.put("ARROW1", "an Arrow file");
    OTHERS.put("ORC", "an ORC file");
    OTHERS.put("PK\3\4", "a zip archive or an Excel workbook");
    OTHERS.put("\u001f\u008b", "a gzip file");
    OTHERS.put("(\u00b5/\u00fd", "a Zstandard file");
    OTHERS.put("\u00d0\u00cf\u0011\u00e0", "an old Office file");
    OTHERS.put("\0\1\0\0Standard ", "an Access database");
  }

  private DatabaseFile() {}

  /**
   * Refuses a file that is no DuckDB database; one that is cut short, or of which a bit changed, is
   * still one.
   *
   * @throws PipelineException WAREHOUSE_REFUSED that says what it is
   */
  public static void require(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, Files.isDirectory(file) ? "a folder" : "no file");
    }
    byte[] head = head(file);
    if (!isDatabase(head)) {
      throw refused(file, name(head));
    }
  }

  private static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEADER);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.WAREHOUSE, "Cannot read the warehouse %s: %s".formatted(file, e), e);
    }
  }

  private static boolean isDatabase(byte[] head) {
    boolean isBlank = true; // nobody's data: a crash may leave a file so
    for (byte each : head) {
      isBlank &= each == 0;
    }
    if (isBlank) {
      return true;
    }
    int equal = 0;
    for (int i = 0; i < MAGIC.length && MAGIC_AT + i < head.length; i++) {
      equal += head[MAGIC_AT + i] == MAGIC[i] ? 1 : 0;
    }
    boolean isCut = head.length < MAGIC_AT + MAGIC.length;
    return isCut ? !isText(head) : equal >= MAGIC.length - 1;
  }

  private static String name(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (text.startsWith(other.getKey())) {
        return other.getValue();
      }
    }
    return isText(head) ? "a text file" : "some other file";
  }

  private static boolean isText(byte[] head) {
    return Arrays.equals(
            head, new String(head, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
        && new String(head, StandardCharsets.UTF_8)
            .chars()
            .allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t');
  }

  private static PipelineException refused(Path file, String what) {
    return new PipelineException(
        ErrorCode.WAREHOUSE_REFUSED,
        "The warehouse %s is not a DuckDB database but %s, as its first bytes say. It is left as it is. Give `warehouse` in pipeline.yaml another path; or, if nobody needs that file, move it away and run again: the warehouse is built from the lake."
            .formatted(file, what));
  }
}
