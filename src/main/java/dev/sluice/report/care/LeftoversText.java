// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.care.leftover.Leftovers;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.TextTable;
import java.util.List;

/** Lists files that no document names. */
final class LeftoversText {
  /** How many names people are shown; programs get all. */
  private static final int SHOWN = 20;

  private LeftoversText() {}

  /** One line for each kind. */
  static String table(List<Leftovers> all) {
    TextTable table = new TextTable(List.of(0), "kind", "files", "bytes");
    for (Leftovers each : all) {
      table.add(
          List.of(
              what(each.kind()),
              SafeText.number(each.files().size()),
              SafeText.number(each.bytes())));
    }
    return table.render("  ");
  }

  private static String what(Leftovers.Kind kind) {
    return switch (kind) {
      case DATA -> "data of attempts never committed";
      case SCRATCH -> "scratch of attempts";
      case CHECKPOINT -> "notes of runs committed or given up";
      case TEMPORARY -> "documents half written";
      case LOCK -> "locks of attempts that ended";
      case RELEASE -> "placed for a release that cannot come";
    };
  }

  /** The names of files that are not of Sluice's making; empty when there are none. */
  static String foreign(List<String> files) {
    if (files.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    out.append("not of Sluice's making, left alone; move them out of the lake:\n");
    files.stream()
        .limit(SHOWN)
        .forEach(file -> out.append("  ").append(SafeText.escape(file)).append('\n'));
    if (files.size() > SHOWN) {
      out.append("  … and ").append(SafeText.number(files.size() - SHOWN)).append(" more\n");
    }
    return out.toString();
  }
}
