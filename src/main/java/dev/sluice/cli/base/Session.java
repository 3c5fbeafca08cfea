// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import dev.sluice.cli.output.Terminal;
import dev.sluice.report.page.Page;
import java.io.BufferedReader;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Tells commands what the whole command line was asked for. */
public interface Session {
  /** Whether the result is one JSON document. */
  boolean isJson();

  /** Where rows for programs go: to the letter, unless a terminal shows them. */
  PrintWriter data();

  /** How results are laid out. */
  Page page();

  /** How errors and notes are laid out. */
  Page notes();

  /** What progress is shown on. */
  Terminal terminal();

  /** What a person at a terminal types; null where nobody is. */
  @Nullable BufferedReader answers();

  /** Where progress is drawn, by escapes of its own. */
  PrintWriter drawing();
}
