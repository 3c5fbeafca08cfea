// SPDX-License-Identifier: Apache-2.0
package dev.sluice.intake;

import dev.sluice.table.file.Scope;
import dev.sluice.table.notes.NoteBook;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Source files that a run reads, written down for its steps: a graph carries where, however many
 * they are.
 *
 * @param root the lake's
 */
public record NotedFiles(String root, NoteBook book) implements Serializable {
  /** Writes them down in the attempt's own folder. */
  public static NotedFiles write(Scope run, String table, List<InputFile> files) {
    Map<String, InputFile> byPath =
        files.stream().collect(Collectors.toMap(InputFile::path, Function.identity()));
    return new NotedFiles(
        run.root(), NoteBook.of(run.root(), run.scratch() + "/" + table + "/files", byPath));
  }

  /** The files, in the order of their paths. */
  public List<InputFile> files() {
    return List.copyOf(book.read(root, InputFile.class).values());
  }
}
