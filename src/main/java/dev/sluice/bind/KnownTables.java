// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The tables that a person may name who looks at rows. */
public interface KnownTables {
  /** What they are called, with their schema where they have one. */
  Collection<String> names();

  /** Why one is not there that might be; null where nobody knows of it. */
  @Nullable String whyAbsent(String name);
}
