// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which files this process read and found whole, and when; of very many the last ones. */
final class VerifiedFiles {
  private static final int MOST = 100_000;

  private record Reading(String sha256, ObjectStore.Item item, Instant at) {}

  private final Map<String, Reading> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
          return size() > MOST;
        }
      };

  /** Notes a file that was whole when it was read. */
  synchronized void add(String root, DataFile file, ObjectStore.Item item, Instant at) {
    String path = root + "/" + file.path();
    last.remove(path);
    last.put(path, new Reading(file.content().sha256(), item, at));
  }

  /** Whether a file was read since a moment, and is the very same still, by what the store says. */
  synchronized boolean has(String root, DataFile file, ObjectStore.Item now, Instant since) {
    Reading reading = last.get(root + "/" + file.path());
    return reading != null
        && !reading.at().isBefore(since)
        && reading.sha256().equals(file.content().sha256())
        && reading.item().equals(now);
  }
}
