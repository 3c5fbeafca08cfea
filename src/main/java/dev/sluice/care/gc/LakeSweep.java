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
import dev.sluice.care.leftover.ReleasableRuns;
import dev.sluice.care.leftover.SweepResult;
import dev.sluice.care.leftover.SweepResult.Kept;
import dev.sluice.care.leftover.SweepResult.Reason;
import dev.sluice.care.verify.DocumentReferences;
import dev.sluice.care.verify.LakeAudit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.object.ObjectStore.Item;
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

/**
 * Removes what no document of a lake names and what is older than a limit; nothing while a document
 * cannot be read. Runs may be under way. A sweep that is cut short is finished by the next.
 *
 * <p>Files are listed first, then locks are looked at, then documents are read: a file that was
 * there and was committed since is named by a document that is read, and one whose commit is still
 * to come has an attempt that holds its lock.
 */
public final class LakeSweep {
  private final String lake;
  private final LakeInventory inventory;
  private final LakeDocuments papers;
  private final Set<String> held;
  private final LeftoverRules triage;
  private final Map<Leftovers.Kind, Map<String, Long>> going = new TreeMap<>();
  private final Map<Reason, Kept> kept = new EnumMap<>(Reason.class);
  private final List<String> foreign = new ArrayList<>();

  private LakeSweep(Wanted wanted, Clock clock) {
    this.lake = wanted.lake();
    this.inventory = LakeInventory.of(lake, wanted.others());
    this.held = AttemptLocks.held(lake);
    DocumentReader reader = new DocumentReader(lake);
    this.papers = LakeDocuments.read(reader, inventory);
    List<String> unused = DocumentReferences.check(reader, papers);
    requireReadable(reader.problems());
    requireReadable(NamedFiles.namedBy(papers).unreadable());
    this.triage =
        new LeftoverRules(
            inventory,
            papers,
            new LeftoverRules.State(
                AttemptLocks.underWay(lake, held, papers),
                ReleasableRuns.of(lake, papers),
                clock.instant().minus(wanted.olderThan())));
  }

  /**
   * What to do.
   *
   * @param others files that lie in the lake's folder and are no part of it
   */
  public record Wanted(String lake, Set<Path> others, Duration olderThan, Mode mode) {
    public Wanted {
      others = Set.copyOf(others);
    }
  }

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
    sweep.inventory.files().forEach(sweep::sort);
    List<String> folders = sweep.folders();
    if (wanted.mode() == Mode.REMOVE) {
      sweep.remove(folders);
    }
    return new SweepResult(
        wanted.lake(),
        wanted.olderThan(),
        wanted.mode() == Mode.ONLY_SAY,
        LakeAudit.remains(sweep.going),
        folders.size(),
        List.copyOf(sweep.kept.values()),
        sweep.foreign);
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
    going.values().forEach(each -> each.keySet().forEach(broom::remove));
    folders.forEach(broom::remove);
  }

  private void keepWhatCheckpointsName() {
    for (List<Read<Finished>> run : papers.checkpoints().values()) {
      run.stream()
          .flatMap(each -> NamedFiles.paths(each.document()).stream())
          .forEach(file -> stay(Leftovers.Kind.DATA, file.path()));
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
  }
}
