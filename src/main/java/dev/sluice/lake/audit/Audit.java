// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake.audit;

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
public record Audit(
    String lake,
    Looked looked,
    List<Problem> problems,
    List<String> notes,
    List<Remains> leftovers,
    List<String> foreign) {
  public Audit {
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
  public Audit with(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Audit(lake, looked, all, notes, leftovers, foreign);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }
}
