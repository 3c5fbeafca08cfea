// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import dev.sluice.table.notes.NoteBook;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What the sender of source files says of their rows, as far as one run has to do with it. It is
 * written down, so that a graph carries where, however many files there are.
 *
 * @param problems why something of it is not known; each a phrase
 */
public record ControlCounts(NoteBook book, List<String> problems) implements Serializable {
  public ControlCounts {
    problems = List.copyOf(problems);
  }

  /**
   * What one line says.
   *
   * @param name of the file, or a pattern of files, as the line has it
   * @param rows so many they have together
   * @param control where the line stands, as people read it
   * @param files the paths of those that the run reads; none where there is no such file
   * @param earlier so many records are of files that earlier runs read
   */
  public record Count(String name, long rows, String control, List<String> files, long earlier)
      implements Serializable {
    public Count {
      files = List.copyOf(files);
    }
  }

  /** What the lines say, in the order in which they were written down. */
  public List<Count> counts(String root) {
    return List.copyOf(book.read(root, Count.class).values());
  }

  /** Writes it down in a folder of the lake. */
  public static ControlCounts write(
      String root, String folder, Map<String, Count> counts, List<String> problems) {
    return new ControlCounts(NoteBook.of(root, folder, counts), problems);
  }
}
