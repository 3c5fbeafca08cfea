// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.control;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.spec.rule.CheckSpec.Control;
import dev.sluice.store.SideBySide;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the sender of a table's files says of those that a run reads.
 *
 * <p>The newest control file that speaks of a file counts. Control files of earlier deliveries are
 * read only while a file that the run reads has no line yet: what this costs follows what is new,
 * but for one listing.
 */
public final class ControlFiles {
  /** Clocks of stores and of this machine may be so far apart. */
  private static final long APART_MILLIS = 60_000;

  /** So many older control files are read at a time. */
  private static final int STRIDE = 64;

  /** The newest first; where a file system tells no times, the last by name. */
  private static final Comparator<InputFile> NEWEST_FIRST =
      Comparator.comparingLong(ControlFiles::time).thenComparing(InputFile::path).reversed();

  private final Control check;
  private final Files files;
  private final SourceIndex index;
  private final Set<String> open;
  private final Map<Set<String>, Spoken> spoken = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private ControlFiles(Control check, Files files) {
    this.check = check;
    this.files = files;
    this.open = new HashSet<>(files.read());
    Set<String> all = new HashSet<>(files.known());
    all.addAll(files.read());
    this.index = new SourceIndex(all);
  }

  /**
   * The files of a table's source, by path.
   *
   * @param read those that the run reads
   * @param known others that are there, or were when an earlier run read them
   */
  public record Files(Set<String> read, Set<String> known) {}

  /**
   * What is said, as far as a run has to do with it.
   *
   * @param problems why something of it is not known; each a phrase
   */
  public record Found(List<Said> said, List<String> problems) {}

  /**
   * What one line says.
   *
   * @param name of the file, as the line has it
   * @param control where it stands, as people read it
   * @param files which ones are meant; none where there is no such file
   */
  public record Said(String name, long rows, String control, Set<String> files) {}

  /** Where something was said of some files. */
  private record Spoken(String control, long rows) {}

  /**
   * Looks for it.
   *
   * @param within a folder in which control files must truly lie; null for none
   * @param since when the run before was made; lines of older control files whose file is not there
   *     are of earlier deliveries; null where there was none
   */
  public static Found find(
      Control check, @Nullable String within, Files files, @Nullable Instant since) {
    return new ControlFiles(check, files).find(within, since);
  }

  private static long time(InputFile file) {
    return file.modified() == 0 ? Long.MAX_VALUE : file.modified();
  }

  private Found find(@Nullable String within, @Nullable Instant since) {
    List<InputFile> all;
    try {
      all = new ArrayList<>(SourceFiles.findSoFar(List.of(check.pattern()), within).files());
    } catch (PipelineException e) {
      return new Found(List.of(), List.of(String.valueOf(e.getMessage())));
    }
    if (all.isEmpty() && !open.isEmpty()) {
      return new Found(List.of(), List.of("no file matches " + check.control()));
    }
    all.sort(NEWEST_FIRST);
    int fresh = 0;
    while (fresh < all.size()
        && (since == null || time(all.get(fresh)) >= since.toEpochMilli() - APART_MILLIS)) {
      fresh++;
    }
    read(all.subList(0, fresh), true);
    for (int from = fresh; from < all.size() && !open.isEmpty(); from += STRIDE) {
      read(all.subList(from, Math.min(all.size(), from + STRIDE)), false);
    }
    return new Found(said, problems);
  }

  private void read(List<InputFile> some, boolean isFresh) {
    for (ControlFile each : SideBySide.map(some, file -> ControlFile.read(file, check))) {
      String path = each.file().path();
      if (files.read().contains(path) || files.known().contains(path)) {
        problems.add(
            ControlFile.called(each.file())
                + " is read as data too: let the pattern of `source` not match it");
      } else if (each.problem() != null) {
        problems.add(each.problem());
      } else {
        each.lines().forEach(line -> take(each.file(), line, isFresh));
      }
    }
  }

  private void take(InputFile control, ControlFile.Line line, boolean isFresh) {
    String name = line.name() == null ? ControlFile.called(control) : line.name();
    Set<String> meant =
        line.name() == null ? index.calledLike(control.path()) : index.named(name, control.path());
    Set<String> key = meant.isEmpty() ? Set.of("", name) : meant;
    Spoken earlier = spoken.putIfAbsent(key, new Spoken(control.path(), line.rows()));
    if (earlier != null) {
      if (earlier.control().equals(control.path()) && earlier.rows() != line.rows()) {
        problems.add(
            "%s says %d and %d rows of %s"
                .formatted(ControlFile.called(control), earlier.rows(), line.rows(), name));
      }
      return;
    }
    boolean isRead = meant.stream().anyMatch(files.read()::contains);
    if (isRead || (meant.isEmpty() && isFresh)) {
      open.removeAll(meant);
      said.add(new Said(name, line.rows(), ControlFile.called(control), meant));
    }
  }
}
