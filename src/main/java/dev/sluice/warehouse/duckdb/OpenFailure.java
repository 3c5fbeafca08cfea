// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a database file does not open, and what to do about it. */
final class OpenFailure {
  private static final Pattern HOLDER =
      Pattern.compile("held in (?<program>.+?) \\(PID (?<id>\\d+)\\)");

  private OpenFailure() {}

  static PipelineException explain(Path file, SQLException e) {
    String message = String.valueOf(e.getMessage());
    return new PipelineException(ErrorCode.WAREHOUSE, sentence(file, message), e);
  }

  private static String sentence(Path file, String message) {
    if (message.contains("Could not set lock") || message.contains("lock is held")) {
      Matcher holder = HOLDER.matcher(message);
      String who =
          holder.find()
              ? "process " + holder.group("id") + " (" + holder.group("program") + ")"
              : "another process";
      return "The warehouse "
          + file
          + " is open in "
          + who
          + ", and DuckDB lets only one process in while it writes. Close it there and run again;"
          + " nothing was changed";
    }
    if (message.contains("different configuration")) {
      return "The warehouse "
          + file
          + " is open in this process with other settings. Close it there and run again;"
          + " nothing was changed";
    }
    return "Cannot open the warehouse "
        + file
        + ". If it is broken, move it and its .wal file away and run again: it is rebuilt from the"
        + " lake. DuckDB says: "
        + message;
  }
}
