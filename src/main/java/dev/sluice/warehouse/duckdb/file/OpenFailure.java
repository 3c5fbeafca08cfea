// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb.file;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.duckdb.KernelMessages;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a database file does not open, and what to do about it. */
public final class OpenFailure {
  private static final Pattern HOLDER =
      Pattern.compile("held in (?<program>.+?) \\(PID (?<id>\\d+)\\)");

  /** What DuckDB says of a file that is cut short, changed, or no database. */
  private static final Pattern BROKEN =
      Pattern.compile(
          "not a valid DuckDB database file|Data Corruption Error|Could not read enough bytes"
              + "|Failure while replaying WAL file|Serialization Error");

  /** What may go wrong with a file that is whole. */
  private static final Pattern CIRCUMSTANCE =
      Pattern.compile(
          "Out of Memory|No space left|Permission denied|Too many open files|read-only file system"
              + "|Trying to read a database file with",
          Pattern.CASE_INSENSITIVE);

  private OpenFailure() {}

  /** Whether the file itself is to blame, not its circumstances: only then may it be set aside. */
  public static boolean isBroken(SQLException e) {
    return isBroken(String.valueOf(e.getMessage()));
  }

  private static boolean isBroken(String message) {
    return BROKEN.matcher(message).find() && !CIRCUMSTANCE.matcher(message).find();
  }

  /** Whether another process has the file open. */
  public static boolean isHeld(SQLException e) {
    return isHeld(String.valueOf(e.getMessage()));
  }

  private static boolean isHeld(String message) {
    return message.contains("Could not set lock") || message.contains("lock is held");
  }

  public static String firstLine(SQLException e) {
    return KernelMessages.of(String.valueOf(e.getMessage()));
  }

  public static PipelineException explain(Path file, SQLException e) {
    String message = String.valueOf(e.getMessage());
    return new PipelineException(ErrorCode.WAREHOUSE, sentence(file, message), e);
  }

  private static String sentence(Path file, String message) {
    if (isHeld(message)) {
      Matcher holder = HOLDER.matcher(message);
      String who =
          holder.find()
              ? "process " + holder.group("id") + " (" + holder.group("program") + ")"
              : "another process";
      return "The warehouse "
          + file
          + " is open in "
          + who
          + ", which may write to it, and DuckDB lets nobody else in meanwhile. Close it there, or"
          + " open it there read-only";
    }
    if (message.contains("different configuration")) {
      return "The warehouse "
          + file
          + " is open in this process with other settings. Close it there";
    }
    if (message.contains("created with a newer version of DuckDB")) {
      return "The warehouse "
          + file
          + " was written by a newer DuckDB than this Sluice has. Use the newer Sluice that wrote it;"
          + " or move the file away and run again: it is rebuilt from the lake. The file is as it"
          + " was. DuckDB says: "
          + KernelMessages.of(message);
    }
    String next =
        isBroken(message)
            ? "It is broken: the next `sluice run` keeps it beside and rebuilds it from the lake, and"
                + " so does `sluice rebuild`"
            : "The file is as it was. If it is no use to you, move it and its .wal file away and run"
                + " again: it is rebuilt from the lake";
    return "Cannot open the warehouse "
        + file
        + ". "
        + next
        + ". DuckDB says: "
        + KernelMessages.of(message);
  }
}
