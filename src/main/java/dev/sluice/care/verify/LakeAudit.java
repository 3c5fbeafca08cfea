// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.verify;

import dev.sluice.care.document.DocumentReader;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.document.NamedFiles;
import dev.sluice.care.inventory.LakeInventory;
import dev.sluice.care.inventory.LakePath;
import dev.sluice.care.leftover.AttemptLocks;
import dev.sluice.care.leftover.LeftoverRules;
import dev.sluice.care.leftover.LeftoverRules.Finding;
import dev.sluice.care.leftover.Leftovers;
import dev.sluice.care.leftover.Remains;
import dev.sluice.promote.sign.Signers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at every document of a lake and at every file that one of them names, and collects all that
 * is wrong. Changes nothing; a run may be under way.
 */
public final class LakeAudit {
  private LakeAudit() {}

  /**
   * Looks at a lake.
   *
   * @param others files that lie in its folder and are no part of it
   * @param signers whose signatures decisions and releases need
   */
  public static AuditResult of(String lake, Set<Path> others, Signers signers) {
    long begin = System.nanoTime();
    LakeInventory inventory = LakeInventory.of(lake, others);
    Set<String> held = AttemptLocks.held(lake);
    DocumentReader reader = new DocumentReader(lake);
    LakeDocuments papers = LakeDocuments.read(reader, inventory);
    List<String> notes = DocumentReferences.check(reader, papers);
    LakeDocuments kept = papers.kept();
    NamedFiles named = NamedFiles.namedBy(kept);
    NamedFiles.Looked data = named.look(lake);
    boolean areReadable = reader.problems().isEmpty() && named.unreadable().isEmpty();
    List<LakeProblem> problems = new ArrayList<>(reader.problems());
    problems.addAll(data.problems());
    problems.addAll(StatsCheck.check(lake, inventory));
    if (areReadable) {
      problems.addAll(SignatureCheck.check(lake, signers));
    }
    Map<Leftovers.Kind, Map<String, Long>> leftovers = new TreeMap<>();
    List<String> foreign = areReadable ? new ArrayList<>() : foreign(inventory);
    if (areReadable) {
      LeftoverRules.State state =
          new LeftoverRules.State(AttemptLocks.underWay(lake, held, papers), Instant.MAX);
      Remains past = Remains.of(lake, papers, kept, named);
      LeftoverRules triage = new LeftoverRules(inventory, kept, named, past, state);
      inventory
          .files()
          .forEach((at, item) -> sort(triage.of(at, item), at, item.bytes(), leftovers, foreign));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    long bytes = reader.bytes() + data.bytes();
    AuditResult.Looked looked =
        new AuditResult.Looked(reader.documents(), data.files(), bytes, time);
    return new AuditResult(lake, looked, problems, notes, remains(leftovers), foreign);
  }

  public static void sort(
      Finding finding,
      String path,
      long bytes,
      Map<Leftovers.Kind, Map<String, Long>> remains,
      List<String> foreign) {
    if (finding.equals(Finding.FOREIGN)) {
      foreign.add(path);
    }
    finding
        .remains()
        .ifPresent(
            kind -> remains.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(path, bytes));
  }

  public static List<Leftovers> remains(Map<Leftovers.Kind, Map<String, Long>> byKind) {
    return byKind.entrySet().stream()
        .map(
            each ->
                new Leftovers(
                    each.getKey(),
                    List.copyOf(each.getValue().keySet()),
                    each.getValue().values().stream().mapToLong(Long::longValue).sum()))
        .toList();
  }

  /** By their paths alone, as the documents do not tell. */
  private static List<String> foreign(LakeInventory inventory) {
    return inventory.files().keySet().stream()
        .filter(path -> LakePath.ofFile(path).kind() == LakePath.Kind.FOREIGN)
        .toList();
  }
}
