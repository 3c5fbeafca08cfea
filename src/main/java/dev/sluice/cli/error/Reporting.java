// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import org.jspecify.annotations.Nullable;

/** A command that leaves a page even where it ends in trouble. */
public interface Reporting {
  /** Where the page lies; null where there is none. */
  @Nullable String report();
}
