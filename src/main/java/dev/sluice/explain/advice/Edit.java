// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import java.util.List;

/**
 * A line to write, as it is to stand there.
 *
 * @param file as the spec calls it
 * @param line where it stands now, or else where it belongs below
 * @param path of what it says, from the file's root; the last one is the key on the line
 * @param text the line: YAML, or JSON in a schema
 */
public record Edit(String file, int line, List<String> path, String text) {
  public Edit {
    path = List.copyOf(path);
  }

  /** Whether it is a field of a schema of its own, and no line of YAML. */
  boolean isOfSchema() {
    return !file.endsWith(".yaml") && !file.endsWith(".yml");
  }

  /** Where it goes, for people. */
  public String place() {
    return file + ":" + line;
  }
}
