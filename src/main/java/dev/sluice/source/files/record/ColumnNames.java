// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.record;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of a file's columns: each stands once, ignoring case, and none is empty. */
public final class ColumnNames {
  private ColumnNames() {}

  public static void check(InputFile file, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isBlank()) {
        throw mismatch(file, "column " + (i + 1) + " has no name");
      }
      if (name.indexOf('\0') >= 0) {
        throw mismatch(file, "the name of column " + (i + 1) + " has a NUL");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw mismatch(file, "the name " + name + " stands twice (letter case does not count)");
      }
    }
  }

  public static PipelineException mismatch(InputFile file, String what) {
    return file.failure(
        ErrorCode.HEADER_MISMATCH, "has a header that cannot be used: " + what, null);
  }
}
