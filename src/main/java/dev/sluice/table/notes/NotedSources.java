// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import java.util.Map;

/**
 * The source files that a raw table's state notes; they travel as a reference.
 *
 * @param root the lake's
 */
public record NotedSources(String root, NoteBook book) implements StoredNotes<SourceFile> {
  @Override
  public Map<String, SourceFile> read() {
    return book.read(root, SourceFile.class);
  }
}
