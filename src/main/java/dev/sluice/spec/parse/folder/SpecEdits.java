// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.folder;

import dev.sluice.spec.yaml.Node;
import java.util.List;

/** What a spec would say if its files were other than they are; nothing of them is changed. */
public interface SpecEdits {
  /** The files as they are. */
  SpecEdits NONE = new SpecEdits() {};

  /** The main file, before its variables are filled in. */
  default Node main(Node root) {
    return root;
  }

  /**
   * The text of another file.
   *
   * @param file as positions call it
   */
  default String text(String file, String text) {
    return text;
  }

  /**
   * Columns that a table has because its source does: lines as {@code columns} has them. Of what
   * the spec says itself they change nothing but a type, to a wider one.
   */
  default List<String> columns(String table) {
    return List.of();
  }
}
