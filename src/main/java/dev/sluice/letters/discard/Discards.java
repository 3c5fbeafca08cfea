// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.discard;

import dev.sluice.store.document.Chain;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.document.DocumentKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The dead letters of a lake that were given up. */
public final class Discards {
  /** Where discards lie, relative to the lake's root. */
  public static final String FOLDER = "_sluice/discards";

  /** Letters of one document. */
  private static final int MOST = 50_000;

  private final Chain<Discard> chain;

  private Discards(String root) {
    this.chain = new Chain<>(root, FOLDER, DocumentKind.DISCARD, Discard.class, Discard.VERSION);
  }

  public static Discards of(String lakeRoot) {
    return new Discards(lakeRoot);
  }

  /** Every discard, oldest first. */
  public List<Discard> all() {
    return chain.all().stream().map(Entry::document).toList();
  }

  /**
   * Gives letters up. Those that were given up before stay as they are; a crash leaves some of them
   * done, and the same call does the rest.
   *
   * @param at wall clock, ISO 8601 in UTC
   * @return how many were given up by this call
   */
  public int add(List<String> letters, String why, String by, String at) {
    int done = 0;
    while (true) {
      List<Entry<Discard>> before = chain.all();
      Set<String> left = new LinkedHashSet<>(letters);
      before.forEach(entry -> left.removeAll(Set.copyOf(entry.document().letters())));
      if (left.isEmpty()) {
        return done;
      }
      Optional<Entry<Discard>> last = before.stream().reduce((first, second) -> second);
      List<String> next = left.stream().limit(MOST).toList();
      Discard discard =
          new Discard(
              Discard.VERSION,
              before.size() + 1L,
              next,
              why,
              by,
              at,
              last.map(Entry::digest).orElse(""));
      done += chain.append(discard) ? next.size() : 0;
    }
  }
}
