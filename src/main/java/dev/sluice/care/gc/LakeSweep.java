// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.gc;

import dev.sluice.care.document.DocumentReader;
import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.document.NamedFiles;
import dev.sluice.care.inventory.LakeInventory;
import dev.sluice.care.leftover.AttemptLocks;
import dev.sluice.care.leftover.LeftoverRules;
import dev.sluice.care.leftover.LeftoverRules.Finding;
import dev.sluice.care.leftover.Leftovers;
import dev.sluice.care.leftover.Leftovers.Kind;
import dev.sluice.care.leftover.Remains;
import dev.sluice.care.leftover.SweepResult;
import dev.sluice.care.leftover.SweepResult.Kept;
import dev.sluice.care.leftover.SweepResult.Reason;
import dev.sluice.care.verify.DocumentReferences;
import dev.sluice.care.verify.LakeAudit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Releases;
import dev.sluice.spec.policy.Policies.Keep;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.store.object.ObjectStore.Item;
import dev.sluice.table.past.Horizon;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Removes the runs that are not kept, with what only they name; and what no document of a lake
 * names and what is older than a limit. Nothing while a document cannot be read. Runs may be under
 * way. A sweep that is cut short is finished by the next.
 *
 * <p>That runs are not kept is written down before anything of them is removed, and their entries
 * are removed last: by them a later sweep knows what is left.
 *
 * <p>Files are listed first, then locks are looked at, then documents are read: a file that was
 * there and was committed since is named by a document that is read, and one whose commit is still
 * to come has an attempt that holds its lock.
 */
public final class LakeSweep {
  private final String lake;
  private final LakeInventory inventory;
  private final LakeDocuments papers;
  private final LakeDocuments keeping;
  private final Retention retention;
  private final Set<String> held;
  private final LeftoverRules triage;
  private final Map<Leftovers.Kind, Map<String, Long>> going = new TreeMap<>();
  private final Map<Reason, Kept> kept = new EnumMap<>(Reason.class);
  private final List<String> foreign = new ArrayList<>();
  private boolean isPromoting;

  private LakeSweep(Wanted wanted, Clock clock) {
    this.lake = wanted.lake();
    this.inventory = LakeInventory.of(lake, wanted.others());
    this.held = AttemptLocks.held(lake);
    DocumentReader reader = new DocumentReader(lake);
    this.papers = LakeDocuments.read(reader, inventory);
    List<String> unused = DocumentReferences.check(reader, papers);
    requireReadable(reader.problems());
    this.retention = new Retention(lake, papers, wanted.terms(), clock.instant());
    this.keeping = retention.kept();
    NamedFiles named = NamedFiles.namedBy(keeping);
    requireReadable(named.unreadable());
    this.triage =
        new LeftoverRules(
            inventory,
            keeping,
            named,
            Remains.of(lake, papers, keeping, named),
            new LeftoverRules.State(
                AttemptLocks.underWay(lake, held, papers),
                clock.instant().minus(wanted.olderThan())));
  }

  /**
   * What to do.
   *
   * @param others files that lie in the lake's folder and are no part of it
   * @param olderThan how old a file must be that no document ever named
   */
  public record Wanted(String lake, Set<Path> others, Duration olderThan, Mode mode, Terms terms) {
    public Wanted {
      others = Set.copyOf(others);
    }
  }

  /**
   * Which runs stay.
   *
   * @param expireAfter how long after its end a staged run may be approved and applied
   */
  public record Terms(Keep keep, Duration expireAfter) {}

  /** Whether to do it. */
  public enum Mode {
    REMOVE,
    ONLY_SAY
  }

  /**
   * Sweeps a lake.
   *
   * @throws PipelineException MANIFEST_INVALID, with nothing removed, when a document is missing or
   *     cannot be read; LAKE_WRITE when a file cannot be removed
   */
  public static SweepResult sweep(Wanted wanted, Clock clock) {
    LakeSweep sweep = new LakeSweep(wanted, clock);
    boolean isDry = wanted.mode() == Mode.ONLY_SAY;
    while (!isDry && !sweep.turnTo(sweep.keeping.marks().horizon())) {
      sweep = new LakeSweep(wanted, clock);
    }
    sweep.inventory.files().forEach(sweep::sort);
    sweep.waitForPromotion();
    List<String> folders = sweep.folders();
    if (!isDry) {
      sweep.remove(folders);
    }
    return sweep.result(wanted, folders.size());
  }

  private SweepResult result(Wanted wanted, int folders) {
    Set<Long> runs = new TreeSet<>(papers.manifests().intact().keySet());
    runs.removeAll(keeping.manifests().intact().keySet());
    Horizon horizon = keeping.marks().horizon();
    return new SweepResult(
        wanted.lake(),
        wanted.olderThan(),
        wanted.mode() == Mode.ONLY_SAY,
        new SweepResult.Runs(
            runs.size(),
            papers.failed().size() - keeping.failed().size(),
            horizon.first(),
            List.copyOf(horizon.kept().keySet())),
        LakeAudit.remains(going),
        folders,
        List.copyOf(kept.values()),
        foreign);
  }

  /**
   * Writes down which runs are kept from now on. A promotion that began before may not know it: it
   * is looked for after that, and what it released after that.
   *
   * @return false when somebody decided or released something meanwhile, so that others may have to
   *     be kept
   */
  private boolean turnTo(Horizon next) {
    Horizon before = papers.marks().horizon();
    if (!next.equals(before) && !retention.noting(next).replace(lake, before)) {
      return false;
    }
    isPromoting = AttemptLocks.held(lake).stream().anyMatch(AttemptLocks::isPromotion);
    return Releases.of(lake).number() == papers.releases().newest()
        && Decisions.of(lake).last().map(last -> last.document().number()).orElse(0L)
            == papers.marks().decisions().newest();
  }

  private void requireReadable(List<LakeProblem> problems) {
    if (!problems.isEmpty()) {
      LakeProblem first = problems.get(0);
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s: %s Until every document can be read, nobody can tell what is needed, so nothing was removed; %d in all are broken or missing, `sluice verify` lists them."
              .formatted(lake, first.file(), first.message(), problems.size()));
    }
  }

  private void sort(String path, Item item) {
    Finding finding = triage.of(path, item);
    LakeAudit.sort(finding, path, item.bytes(), going, foreign);
    finding.kept().ifPresent(reason -> keep(reason, item.bytes()));
  }

  private void keep(Reason reason, long bytes) {
    kept.merge(
        reason,
        new Kept(reason, 1, bytes),
        (a, b) -> new Kept(reason, a.files() + b.files(), a.bytes() + b.bytes()));
  }

  /** The folders that are empty, or will be, deepest first. */
  private List<String> folders() {
    Set<String> stay = new HashSet<>();
    Set<String> emptied = new HashSet<>();
    Set<String> files = new HashSet<>();
    going.values().forEach(each -> files.addAll(each.keySet()));
    for (String path : inventory.files().keySet()) {
      (files.contains(path) ? emptied : stay).add(parent(path));
    }
    List<String> gone = new ArrayList<>();
    for (Map.Entry<String, Item> folder : inventory.folders().descendingMap().entrySet()) {
      String path = folder.getKey();
      boolean isOld = emptied.contains(path) || !triage.isYoung(folder.getValue());
      if (!stay.contains(path) && isOld && triage.mayGo(path)) {
        gone.add(path);
        emptied.add(parent(path));
      } else {
        stay.add(parent(path));
      }
    }
    return gone;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /**
   * Checkpoints go first: an attempt that began since and took them up holds its lock by now, and
   * what they name is then kept.
   */
  private void remove(List<String> folders) {
    FileRemoval broom = new FileRemoval(lake);
    Map<String, Long> checkpoints = going.getOrDefault(Leftovers.Kind.CHECKPOINT, Map.of());
    checkpoints.keySet().forEach(broom::remove);
    if (!held.containsAll(AttemptLocks.held(lake))) {
      keepWhatCheckpointsName();
    }
    Map<String, Long> entries = going.getOrDefault(Leftovers.Kind.RUN, Map.of());
    going.values().stream()
        .filter(each -> each != entries)
        .forEach(each -> each.keySet().forEach(broom::remove));
    entries.keySet().forEach(broom::remove);
    folders.forEach(broom::remove);
  }

  /** What is no longer kept is removed by the next sweep. */
  private void waitForPromotion() {
    if (isPromoting) {
      for (Leftovers.Kind kind : List.of(Kind.RUN, Kind.RUN_DATA, Kind.RUN_STATE)) {
        Map<String, Long> files = going.getOrDefault(kind, Map.of());
        List.copyOf(files.keySet()).forEach(path -> stay(kind, path));
      }
    }
  }

  private void keepWhatCheckpointsName() {
    for (List<Read<Finished>> run : papers.checkpoints().values()) {
      run.stream()
          .flatMap(each -> NamedFiles.paths(each.document()).stream())
          .forEach(
              file -> {
                stay(Leftovers.Kind.DATA, file.path());
                stay(Leftovers.Kind.DATA, FileStats.path(file.path()));
              });
    }
    Map<String, Long> temporary = going.getOrDefault(Leftovers.Kind.TEMPORARY, Map.of());
    List.copyOf(temporary.keySet()).forEach(path -> stay(Leftovers.Kind.TEMPORARY, path));
  }

  private void stay(Leftovers.Kind kind, String path) {
    Map<String, Long> files = going.getOrDefault(kind, new LinkedHashMap<>());
    Long bytes = files.remove(path);
    if (bytes != null) {
      keep(Reason.UNDER_WAY, bytes);
    }
    if (files.isEmpty()) {
      going.remove(kind);
    }
  }
}
