// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.progress;

import java.util.Locale;

/** What happens to a table or a model at the moment. */
public enum Doing {
  WAITING,
  READING,
  VALIDATING,
  MERGING,
  COMPUTING,
  DONE,
  /** It stays as the run before left it. */
  UNCHANGED;

  /** For people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether something is under way. */
  public boolean isActive() {
    return switch (this) {
      case READING, VALIDATING, MERGING, COMPUTING -> true;
      case WAITING, DONE, UNCHANGED -> false;
    };
  }
}
