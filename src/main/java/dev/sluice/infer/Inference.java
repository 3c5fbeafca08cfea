// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.decide.TableDecision;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.profile.KeyHashes;
import dev.sluice.infer.profile.Profiler;
import dev.sluice.infer.profile.TableProfile;
import dev.sluice.infer.sniff.Dialect;
import dev.sluice.infer.sniff.Sniffer;
import dev.sluice.infer.words.Names;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.unit.Trim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Looks at all rows of some files and says what a spec should say of them.
 *
 * <p>Files are read once, by the readers of a run, batch by batch, on one thread; again when bytes
 * turn out to be no UTF-8, or values to have blanks around them. What is kept is bounded but for
 * eight bytes a row of each column that may be a key, which spill to the disk. A gigabyte of CSV in
 * twenty columns takes about five minutes of one core.
 */
public final class Inference {
  private final Request request;
  private final Kernel kernel;
  private final List<TableGuess> tables = new ArrayList<>();
  private final List<KeyHashes> hashes = new ArrayList<>();

  /**
   * What is asked.
   *
   * @param named files, patterns and folders, as typed
   * @param folder of the pipeline
   * @param taken names of tables that are there already
   * @param most rows of each table that are looked at
   * @param progress told of rows that were read
   */
  public record Request(
      List<String> named, Path folder, Set<String> taken, long most, LongConsumer progress) {}

  private Inference(Request request, Kernel kernel) {
    this.request = request;
    this.kernel = kernel;
  }

  /** The tables that the files make. */
  public static List<TableGuess> of(Request request) {
    DataFiles.Found found = DataFiles.find(request.named());
    if (found.files().isEmpty() && !found.leftOut().isEmpty()) {
      throw found.leftOut().get(0);
    }
    if (found.files().isEmpty()) {
      throw new PipelineException(
          ErrorCode.NO_FILES,
          "No file of data is in %s: looked for csv, tsv, json, avro and parquet"
              .formatted(String.join(", ", request.named())));
    }
    try (Kernel kernel = Kernel.open(KernelSettings.aside())) {
      List<TableGuess> tables =
          new ArrayList<>(new Inference(request, kernel).tables(SourceGroup.of(found.files())));
      List<String> leftOut =
          found.leftOut().stream()
              .map(each -> each.getMessage().replaceFirst(": nothing can be .*", ": left out"))
              .toList();
      tables.set(0, tables.get(0).beside(leftOut));
      return tables;
    }
  }

  private List<TableGuess> tables(List<SourceGroup> groups) {
    Set<String> taken = new HashSet<>(request.taken());
    for (SourceGroup group : groups) {
      tables.add(table(group, Names.table(group.name(), taken)));
    }
    return References.among(tables, hashes, kernel);
  }

  private TableGuess table(SourceGroup group, String name) {
    Dialect dialect = group.dialect();
    KeyHashes keys = new KeyHashes(name, hashes.size());
    TableProfile profile = read(group, dialect, keys);
    for (Optional<Dialect> better = better(group, dialect, profile);
        better.isPresent();
        better = better(group, dialect, profile)) {
      dialect = better.get();
      keys = new KeyHashes(name, hashes.size());
      profile = read(group, dialect, keys);
    }
    hashes.add(keys);
    List<String> paths = group.paths().stream().map(this::relative).toList();
    List<InputFile> files = group.files().stream().map(FoundFile::file).toList();
    TableDecision.KeyChoice choice =
        new TableDecision.KeyChoice(kernel, keys, files, dialect.source(List.of()));
    return TableDecision.of(name, paths, dialect, profile, choice);
  }

  /** How files are spelled that turned out to be spelled otherwise than their beginning said. */
  private static Optional<Dialect> better(
      SourceGroup group, Dialect dialect, TableProfile profile) {
    if (dialect.spelling().encoding().equals(SourceSpec.UTF_8)
        && profile.refused().containsKey(ErrorCode.ENC_INVALID.name())) {
      return recoded(group, dialect);
    }
    if (dialect.csv().isEmpty()) {
      return Optional.empty();
    }
    if (dialect.hasTail() && profile.refused().containsKey(ErrorCode.CSV_COLS_MANY.name())) {
      return Optional.of(dialect.withTail());
    }
    boolean isPadded = profile.columns().stream().anyMatch(ColumnProfile::missesForBlanks);
    return switch (dialect.csv().get().lines().trim()) {
      case NONE -> isPadded ? Optional.of(dialect.trimmed(Trim.AROUND)) : Optional.empty();
      case AROUND -> isPadded ? Optional.of(dialect.trimmed(Trim.ALL)) : Optional.empty();
      case ALL -> Optional.empty();
    };
  }

  /** By the first file that is no UTF-8. */
  private static Optional<Dialect> recoded(SourceGroup group, Dialect dialect) {
    return group.files().stream()
        .map(each -> Sniffer.recoded(each.file(), dialect))
        .filter(each -> !each.spelling().encoding().equals(SourceSpec.UTF_8))
        .findFirst();
  }

  private TableProfile read(SourceGroup group, Dialect dialect, KeyHashes keys) {
    Profiler profiler = new Profiler(kernel, keys, request.most(), request.progress());
    for (FoundFile each : group.files()) {
      if (profiler.table().rows() < request.most()) {
        profiler.read(each.file(), dialect.source(List.of(each.file().path())));
      }
    }
    if (profiler.table().columns().isEmpty()) {
      profiler.expect(dialect.names());
    }
    if (profiler.table().columns().isEmpty()) {
      throw new PipelineException(
          ErrorCode.FILE_EMPTY,
          group.files().get(0).file().path()
              + " has neither rows nor names of columns, so that nothing can be guessed. Name a file that has some.");
    }
    return profiler.table();
  }

  /** A path as the spec names it: from the pipeline's folder on, where it lies in it. */
  private String relative(String pattern) {
    String folder =
        PathPattern.quote(request.folder().toAbsolutePath().normalize().toString()) + "/";
    return pattern.startsWith(folder) ? pattern.substring(folder.length()) : pattern;
  }
}
