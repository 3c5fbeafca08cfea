// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.care.leftover.Leftovers;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.List;

/** Lists files that no document names. */
final class LeftoversText {
  /** How many names people are shown; programs get all. */
  private static final int SHOWN = 20;

  /** One line for each kind. */
  static final Table<Leftovers> TABLE =
      Table.<Leftovers>indented()
          .left("kind", each -> what(each.kind()))
          .number("files", each -> each.files().size())
          .number("bytes", Leftovers::bytes);

  private LeftoversText() {}

  private static String what(Leftovers.Kind kind) {
    return switch (kind) {
      case RUN -> "entries of runs that are not kept";
      case RUN_DATA -> "data that only such runs name";
      case RUN_STATE -> "states that only such runs name";
      case DATA -> "data of attempts never committed";
      case STATE -> "states of tables that no commit names";
      case SCRATCH -> "scratch of attempts";
      case CHECKPOINT -> "notes of runs committed or given up";
      case TEMPORARY -> "documents half written";
      case LOCK -> "locks of attempts that ended";
      case RELEASE -> "names that earlier releases gave";
    };
  }

  /** The names of files that are not of Sluice's making. */
  static void foreign(View view, List<String> files) {
    view.value("foreign", files);
    if (!files.isEmpty()) {
      view.line("not of Sluice's making, left alone; move them out of the lake:");
      view.lines(files.stream().map(file -> "  " + file).toList(), SHOWN, " more");
    }
  }
}
