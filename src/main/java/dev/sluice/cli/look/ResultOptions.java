// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.look;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.look.query.ResultFormat;
import dev.sluice.report.page.Page;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how rows are shown, and where they are written. */
final class ResultOptions {
  private static final long FEW = 40;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "table, csv, json (one array), jsonl (an object a line) or parquet (with --out)."
              + " Default: what the name of --out ends in, else table.")
  private @Nullable ResultFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the rows to a new file, whole or not at all. Default: stdout.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Write over a file that is there. Default: refuse.")
  private boolean isForced;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "At most N rows; 0 for all of them. Default: 40 in a table and with --json, else all.")
  private @Nullable Long limit;

  @Option(
      names = "--wide",
      description = "Show every column and value whole. Default: what fits the terminal.")
  private boolean isWide;

  /** How many rows are shown at most. */
  long most() {
    return limit == null ? FEW : limit == 0 ? Long.MAX_VALUE : limit;
  }

  /** How long a line of a table may be; 0 for no end. */
  int width(Page page) {
    return isWide ? 0 : page.width();
  }

  /** Where rows go. */
  ResultTarget target(PipelineCommand command, PipelineSpec spec, Parsed parsed) {
    if (limit != null && limit < 0) {
      throw command.wrong("--limit %d: a number of rows is 0 or more.".formatted(limit));
    }
    ResultFormat wanted = format();
    if (command.isJson() && (format != null || out != null)) {
      throw command.wrong(
          "--json prints one document of rows and columns; leave it out beside --format and --out.");
    }
    if (wanted == ResultFormat.PARQUET && out == null) {
      throw command.wrong("Parquet is no text for a terminal: name a file with --out.");
    }
    if (wanted == ResultFormat.TABLE && out != null) {
      throw command.wrong(
          "--out %s: a name ends in .csv, .json, .jsonl or .parquet, or --format says which it is."
              .formatted(out));
    }
    long rows = limit == null || limit == 0 ? Long.MAX_VALUE : limit;
    ResultTarget target = new ResultTarget(command, wanted, out, rows);
    target.requireFree(spec, parsed, isForced);
    return target;
  }

  private ResultFormat format() {
    if (format != null || out == null) {
      return format == null ? ResultFormat.TABLE : format;
    }
    String name = out.toString();
    String end = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    for (ResultFormat each : ResultFormat.values()) {
      if (each.name().equals(end)) {
        return each;
      }
    }
    return ResultFormat.TABLE;
  }
}
