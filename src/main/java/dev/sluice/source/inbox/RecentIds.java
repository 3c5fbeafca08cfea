// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Which messages came lately, by their ids, and when they are there for good. */
final class RecentIds {
  /** So many are known at most, the newest. */
  static final int MOST = 1_000_000;

  private final long spanMillis;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  RecentIds(Duration span) {
    this.spanMillis = span.toMillis();
  }

  /** When a message came, and what is done once it landed. */
  private record Seen(long at, CompletableFuture<Void> landed) {}

  /** What is done once the message of an id landed; null for one that did not come lately. */
  @Nullable CompletableFuture<Void> landing(String id, long now) {
    forgetBefore(now - spanMillis);
    Seen known = seen.get(id);
    return known == null ? null : known.landed();
  }

  void add(String id, long at, CompletableFuture<Void> landed) {
    if (spanMillis > 0) {
      seen.put(id, new Seen(at, landed));
      if (seen.size() > MOST) {
        Iterator<String> oldest = seen.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }

  private void forgetBefore(long time) {
    Iterator<Seen> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next().at() < time) {
      oldest.remove();
    }
  }
}
