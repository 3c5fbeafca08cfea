// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.discard;

import dev.sluice.store.document.Chain;
import java.util.List;

/**
 * That a person gave dead letters up. Discards are only ever added.
 *
 * @param version of this format
 * @param number 1 for the first
 * @param letters their ids
 * @param why the reason
 * @param by a person's name
 * @param at wall clock, ISO 8601 in UTC
 * @param previous the digest of discard {@code number - 1}; empty for the first
 */
public record Discard(
    int version,
    long number,
    List<String> letters,
    String why,
    String by,
    String at,
    String previous)
    implements Chain.Link {
  public static final int VERSION = 1;

  public Discard {
    letters = List.copyOf(letters);
  }
}
