// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import java.io.PrintWriter;

/** Tells commands what the whole command line was asked for. */
public interface Session {
  /** Whether the result is one JSON document. */
  boolean isJson();

  /** Where rows for programs go: to the letter, unless a terminal shows them. */
  PrintWriter data();

  /** Where progress is drawn, by escapes of its own. */
  PrintWriter terminal();
}
