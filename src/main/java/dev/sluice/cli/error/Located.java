// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.explain.advice.SpecSource;

/** A command on files of an author, who is shown where in them something stands. */
public interface Located {
  /** The files, as far as they were read. */
  SpecSource source();
}
