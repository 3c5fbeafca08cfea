// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.report.text.SafeText;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Spells out what a terminal would obey in what libraries log; made by Java's own logging. */
public final class PlainFormatter extends SimpleFormatter {
  @Override
  public synchronized String format(LogRecord record) {
    return (LogPlace.here() + super.format(record))
        .lines()
        .map(SafeText::escape)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
