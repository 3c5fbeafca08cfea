// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.book;

import java.util.Locale;

/** What became of a dead letter. */
public enum LetterState {
  /** It waits for a replay. */
  OPEN,
  /** It died again in five replays: only a replay that asks for such letters takes it. */
  STUCK,
  /** A later run took its record in. */
  RESOLVED,
  /** Its source file was read again with other content, so that its record is gone. */
  SUPERSEDED,
  /** A person gave it up. */
  DISCARDED,
  /** It is of a run that failed, and was not published: the next run reads its record again. */
  UNPUBLISHED;

  /** How many replays a letter may fail before it is {@link #STUCK}. */
  public static final int MOST_FAILURES = 5;

  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}
