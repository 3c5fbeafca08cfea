// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.LandedRun;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.past.Horizon;
import dev.sluice.table.past.PastRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The runs on which a state builds, oldest first: a run that was rejected, and what built on it, is
 * none of them.
 */
final class RunLineage {
  private static final String REPLAY = Kind.REPLAY.name().toLowerCase(Locale.ROOT);

  private final List<Step> runs;
  private final RawFolders there;

  private RunLineage(List<Step> runs, RawFolders there) {
    this.runs = List.copyOf(runs);
    this.there = there;
  }

  /** A run, of which more or less is told. */
  private interface Step {
    String id();

    /** In lower case. */
    String kind();

    String createdAt();

    boolean isHeldBack();

    long base();

    boolean isKept();

    /** What it landed of a raw table, as far as that is in files of its own. */
    List<DataFile> landed(String raw);

    /** Where it put raw rows that may be in merged files by now. */
    List<String> folders();

    /**
     * Goes back from what source files held when the next run had ended to what they held before.
     *
     * @param digests by path, of files that were read whole
     */
    void rewind(String raw, Map<String, String> digests);
  }

  private record Kept(Manifest manifest) implements Step {
    @Override
    public String id() {
      return manifest.run().id();
    }

    @Override
    public String kind() {
      return manifest.run().inputs().kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String createdAt() {
      return manifest.run().createdAt();
    }

    @Override
    public boolean isHeldBack() {
      return manifest.outcome() == Outcome.FAILED;
    }

    @Override
    public long base() {
      return manifest.run().inputs().base();
    }

    @Override
    public List<DataFile> landed(String raw) {
      return manifest.table(raw).map(TableState::landed).orElse(List.of());
    }

    @Override
    public List<String> folders() {
      return List.of(); // what it landed is there, as its entry is
    }

    @Override
    public void rewind(String raw, Map<String, String> digests) {
      digests.clear();
      manifest.table(raw).map(TableState::sources).orElse(List.of()).stream()
          .filter(SourceFile::isWhole)
          .forEach(file -> digests.put(file.path(), file.digest()));
    }

    @Override
    public boolean isKept() {
      return true;
    }
  }

  /** A run whose entry is not kept: its rows are among those that are there, or nowhere. */
  private record Past(PastRun run, RawFolders there) implements Step {
    @Override
    public String id() {
      return run.id();
    }

    @Override
    public String kind() {
      return run.kind();
    }

    @Override
    public String createdAt() {
      return run.createdAt();
    }

    @Override
    public boolean isHeldBack() {
      return false;
    }

    @Override
    public long base() {
      return run.base();
    }

    @Override
    public List<DataFile> landed(String raw) {
      return run.raw().stream().flatMap(folder -> there.files(raw, folder).stream()).toList();
    }

    @Override
    public List<String> folders() {
      return run.raw();
    }

    @Override
    public void rewind(String raw, Map<String, String> digests) {
      digests.putAll(run.corrected().getOrDefault(raw, Map.of()));
    }

    @Override
    public boolean isKept() {
      return false;
    }
  }

  /** The raw files of a manifest by the folders in which they lie. */
  private static final class RawFolders {
    private final Manifest manifest;
    private final Map<String, Map<String, List<DataFile>>> tables = new HashMap<>();

    /** Stands for the folders of the runs whose rows merged files have. */
    private static final String MERGED = "";

    RawFolders(Manifest manifest) {
      this.manifest = manifest;
    }

    List<DataFile> files(String raw, String folder) {
      return tables.computeIfAbsent(raw, this::read).getOrDefault(folder, List.of());
    }

    private Map<String, List<DataFile>> read(String raw) {
      return manifest.table(raw).map(TableState::files).orElse(List.of()).stream()
          .collect(
              Collectors.groupingBy(
                  file -> LandedRun.isMerged(file.path()) ? MERGED : PastRun.folder(file.path())));
    }

    List<DataFile> merged(String raw) {
      return files(raw, MERGED);
    }
  }

  /** Those of a manifest, itself included. */
  static RunLineage of(String root, Manifest newest) {
    Map<Long, PastRun> past = Horizon.of(root).past(root);
    RawFolders there = new RawFolders(newest);
    List<Step> runs = new ArrayList<>();
    runs.add(new Kept(newest));
    for (long base = newest.run().inputs().base(); base > 0; ) {
      PastRun gone = past.get(base);
      Step run =
          gone == null
              ? new Kept(ManifestStore.named(root, base).manifest())
              : new Past(gone, there);
      runs.add(run);
      base = run.base();
    }
    Collections.reverse(runs);
    return new RunLineage(runs, there);
  }

  /** Rows (ordinal, run_id, kind, created_at, held_back); ordinals count from 1. */
  String values() {
    List<String> rows = new ArrayList<>();
    for (Step run : runs) {
      rows.add(
          "(%d, %s, %s, TIMESTAMPTZ %s, %s)"
              .formatted(
                  rows.size() + 1,
                  SqlName.literal(run.id()),
                  SqlName.literal(run.kind()),
                  SqlName.literal(run.createdAt()),
                  run.isHeldBack()));
    }
    return String.join(", ", rows);
  }

  /** How many there are; the newest has this ordinal. */
  int size() {
    return runs.size();
  }

  /**
   * What source files of a table held that were read whole, as a run left them, by path; of one
   * whose entry is not kept, the files that came after it too.
   */
  Map<String, String> digests(String table, int ordinal) {
    int kept = ordinal;
    while (!runs.get(kept - 1).isKept()) {
      kept++;
    }
    Map<String, String> digests = new HashMap<>();
    for (int i = kept; i >= ordinal; i--) {
      runs.get(i - 1).rewind(LakeTables.raw(table), digests);
    }
    return digests;
  }

  /**
   * A raw file that a run took in from a source.
   *
   * @param ordinal of the run
   */
  record RawFile(DataFile file, int ordinal) {}

  /** The raw files of a table; a replay's are left out, for they come from letters. */
  List<RawFile> raw(String table) {
    List<RawFile> files = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Step run = runs.get(i);
      if (tookIn(run)) {
        int ordinal = i + 1;
        run.landed(LakeTables.raw(table)).stream()
            .map(file -> new RawFile(file, ordinal))
            .forEach(files::add);
      }
    }
    return files;
  }

  /**
   * Merged raw files.
   *
   * @param ordinals of the runs whose rows are to be looked up in them, by the folders that tell
   *     their rows apart
   */
  record Merged(List<DataFile> files, Map<String, Integer> ordinals) {
    boolean isEmpty() {
      return files.isEmpty() || ordinals.isEmpty();
    }
  }

  /**
   * The merged raw files of a table, and the runs of which rows are nowhere else.
   *
   * @param first ordinal of the runs that are asked for
   */
  Merged merged(String table, long first) {
    NavigableMap<String, Integer> ordinals = new TreeMap<>();
    for (int i = 0; i < runs.size(); i++) {
      int ordinal = i + 1;
      if (ordinal >= first && tookIn(runs.get(i))) {
        runs.get(i).folders().forEach(folder -> ordinals.put(folder, ordinal));
      }
    }
    List<DataFile> files =
        ordinals.isEmpty()
            ? List.of()
            : there.merged(LakeTables.raw(table)).stream()
                .filter(file -> !isBefore(file.path(), ordinals.firstKey()))
                .toList();
    return new Merged(files, ordinals);
  }

  /** Whether a file was written before a run put its rows somewhere: no entry goes back in time. */
  private static boolean isBefore(String path, String folder) {
    Optional<Instant> run = Scope.timeOf(folder);
    return run.isPresent() && Scope.timeOf(path).filter(run.get()::isAfter).isPresent();
  }

  private static boolean tookIn(Step run) {
    return !run.kind().equals(REPLAY) && !run.isHeldBack();
  }
}
