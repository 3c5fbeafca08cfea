// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import dev.sluice.care.document.LakeDocuments;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.Approvals;
import dev.sluice.store.Lakes;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.file.Scope;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which attempts are, or may be, under way: each holds a claim. One whose process lives on other
 * machines leaves its claim behind; it is over once a manifest or evidence is its own.
 */
public final class AttemptLocks {
  private static final String SUFFIX = ".lock";

  private AttemptLocks() {}

  /** Whether a claim that is held is that of a promotion, not of a run. */
  public static boolean isPromotion(String held) {
    return held.startsWith(Approvals.CLAIM);
  }

  /** Of attempts that hold claims, those that may still be at work. */
  public static Set<String> underWay(String lake, Set<String> held, LakeDocuments papers) {
    if (!Lakes.isRemote(lake)) {
      return held;
    }
    Set<String> underWay = new HashSet<>(held);
    Stream.concat(papers.manifests().intact().values().stream(), papers.failed().stream())
        .forEach(each -> underWay.remove(each.document().run().attempt()));
    papers.marks().horizon().past(lake).values().forEach(past -> underWay.remove(past.attempt()));
    return underWay;
  }

  public static Set<String> held(String lake) {
    try {
      ObjectStore store = ObjectStore.of(lake);
      Set<String> held = new HashSet<>();
      for (String name : DocumentStore.of(lake).list(Scope.LOCKS)) {
        if (name.endsWith(SUFFIX) && store.isClaimed(Scope.LOCKS + "/" + name)) {
          held.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
      return held;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "Cannot look at the locks in %s/%s: %s".formatted(lake, Scope.LOCKS, e),
          e);
    }
  }
}
