// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.explain.advice.SpecSource;
import org.jspecify.annotations.Nullable;

/** A command that can say more of the trouble in which it ends. */
public interface Reporting {
  /** The author's files, as far as they were read, to show where in them something stands. */
  SpecSource source();

  /** Where the page lies that it left all the same; null where there is none. */
  default @Nullable String report() {
    return null;
  }
}
