// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.values;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.spell.SpecText;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.stats.TableStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Describes the values of files: as a run would that had the guessed spec, file by file and batch
 * by batch, without a lake. What it holds does not grow with the rows.
 *
 * @param table its name, as it was guessed
 * @param files how many there are
 * @param stats of all rows but those that are dead
 * @param dead rows that no run would take
 * @param reasons of what they died, the most frequent first
 * @param isWhole whether all rows were looked at
 */
public record FileValues(
    TableGuess table,
    int files,
    TableStats stats,
    long dead,
    List<String> reasons,
    boolean isWhole) {
  public FileValues {
    reasons = List.copyOf(reasons);
  }

  /**
   * What is asked.
   *
   * @param personal columns of which rows are counted, and nothing else
   * @param most rows of each table that are looked at
   * @param progress told of rows that were read
   */
  public record Request(Set<String> personal, long most, LongConsumer progress) {}

  /** Those of the files that tables were guessed of. */
  public static List<FileValues> of(List<TableGuess> tables, Request request) {
    PipelineSpec spec = spec(tables);
    List<FileValues> all = new ArrayList<>();
    for (TableGuess table : tables) {
      all.add(of(table, spec.table(table.name()).orElseThrow(), request));
    }
    return all;
  }

  private static FileValues of(TableGuess guess, TableSpec table, Request request) {
    List<InputFile> files = SourceFiles.list(table.source().paths());
    try (Kernel kernel = Kernel.open(KernelSettings.aside())) {
      ValueScan scan = new ValueScan(kernel, table, request);
      for (InputFile file : files) {
        scan.read(file);
      }
      return new FileValues(
          guess, files.size(), scan.stats(), scan.dead(), scan.reasons(), scan.isWhole());
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot describe the values of %s: %s".formatted(table.name(), e.getMessage()),
          e);
    }
  }

  /** The guesses as a run would read them, which is what their author would. */
  private static PipelineSpec spec(List<TableGuess> tables) {
    try {
      Path folder = Files.createTempDirectory("sluice-profile");
      Path file = folder.resolve("pipeline.yaml");
      try {
        Files.writeString(file, SpecText.of("profile", "", tables));
        Parsed parsed = SpecParser.parse(folder);
        if (parsed.spec() == null) {
          throw new PipelineException(
              ErrorCode.INTERNAL,
              "What was guessed of the files is no valid spec: "
                  + parsed.issues().get(0).message());
        }
        return parsed.spec();
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE, "Cannot write to the folder for temporary files: " + e, e);
    }
  }
}
