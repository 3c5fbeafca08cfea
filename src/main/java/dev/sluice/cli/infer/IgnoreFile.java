// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file that keeps what runs and editors make out of a repository. */
public final class IgnoreFile {
  /** Its name. */
  public static final String NAME = ".gitignore";

  private static final List<String> MADE = List.of("build/", ".sluice/");

  private IgnoreFile() {}

  /** Adds what is missing, and nothing to what the author wrote; says whether it was changed. */
  public static boolean cover(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    String before = Files.exists(file) ? Files.readString(file) : "";
    List<String> there = before.lines().map(IgnoreFile::bare).toList();
    List<String> missing = MADE.stream().filter(line -> !there.contains(bare(line))).toList();
    if (missing.isEmpty()) {
      return false;
    }
    String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    String added = "# what sluice makes\n" + String.join("\n", missing) + "\n";
    Files.writeString(file, before + end + added);
    return true;
  }

  private static String bare(String line) {
    return line.strip().replaceAll("^/|/$", "");
  }
}
