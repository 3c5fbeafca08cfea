// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.lake.audit.Audit;
import dev.sluice.lake.audit.Problem;
import dev.sluice.lake.audit.Remains;
import dev.sluice.pipeline.audit.Triage.Finding;
import dev.sluice.promote.Signers;
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
  public static Audit of(String lake, Set<Path> others, Signers signers) {
    long begin = System.nanoTime();
    Inventory inventory = Inventory.of(lake, others);
    Set<String> held = Locks.held(lake);
    Reader reader = new Reader(lake);
    Papers papers = Papers.read(reader, inventory);
    List<String> notes = References.check(reader, papers);
    DataFiles.Looked data = DataFiles.namedBy(papers).look(lake);
    boolean areReadable = reader.problems().isEmpty();
    List<Problem> problems = new ArrayList<>(reader.problems());
    problems.addAll(data.problems());
    if (areReadable) {
      problems.addAll(Signatures.check(lake, signers));
    }
    Map<Remains.Kind, Map<String, Long>> leftovers = new TreeMap<>();
    List<String> foreign = areReadable ? new ArrayList<>() : foreign(inventory);
    if (areReadable) {
      Triage.State state =
          new Triage.State(
              Locks.underWay(lake, held, papers), Releasable.of(lake, papers), Instant.MAX);
      Triage triage = new Triage(inventory, papers, state);
      inventory
          .files()
          .forEach((at, item) -> sort(triage.of(at, item), at, item.bytes(), leftovers, foreign));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    long bytes = reader.bytes() + data.bytes();
    Audit.Looked looked = new Audit.Looked(reader.documents(), data.files(), bytes, time);
    return new Audit(lake, looked, problems, notes, remains(leftovers), foreign);
  }

  static void sort(
      Finding finding,
      String path,
      long bytes,
      Map<Remains.Kind, Map<String, Long>> remains,
      List<String> foreign) {
    if (finding.equals(Finding.FOREIGN)) {
      foreign.add(path);
    }
    finding
        .remains()
        .ifPresent(
            kind -> remains.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(path, bytes));
  }

  static List<Remains> remains(Map<Remains.Kind, Map<String, Long>> byKind) {
    return byKind.entrySet().stream()
        .map(
            each ->
                new Remains(
                    each.getKey(),
                    List.copyOf(each.getValue().keySet()),
                    each.getValue().values().stream().mapToLong(Long::longValue).sum()))
        .toList();
  }

  /** By their paths alone, as the documents do not tell. */
  private static List<String> foreign(Inventory inventory) {
    return inventory.files().keySet().stream()
        .filter(path -> Place.ofFile(path).kind() == Place.Kind.FOREIGN)
        .toList();
  }
}
