// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.verify;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.leftover.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look at every file of a lake found.
 *
 * @param notes what is unfinished but sound, as sentences
 * @param leftovers what clearing up would remove
 * @param foreign files that Sluice did not make
 */
public record AuditResult(
    String lake,
    Looked looked,
    List<LakeProblem> problems,
    List<String> notes,
    List<Leftovers> leftovers,
    List<String> foreign) {
  public AuditResult {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    leftovers = List.copyOf(leftovers);
    foreign = List.copyOf(foreign);
  }

  /**
   * How much was looked at.
   *
   * @param files that hold data; one that several documents name counts once
   * @param bytes of documents and files
   */
  public record Looked(long documents, long files, long bytes, Duration time) {}

  /** The same finding with more problems. */
  public AuditResult with(List<LakeProblem> more) {
    List<LakeProblem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new AuditResult(lake, looked, all, notes, leftovers, foreign);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }
}
