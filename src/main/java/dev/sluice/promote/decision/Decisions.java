// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.decision;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.document.Chain;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.past.Horizon;
import dev.sluice.table.past.PastRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What was decided on the staged runs of a lake. */
public final class Decisions {
  /** Where decisions lie, relative to the lake's root. */
  public static final String FOLDER = "_sluice/decisions";

  private final String root;
  private final Chain<Decision> chain;
  private final List<Entry<Decision>> entries;
  private final Set<Long> rejected = new HashSet<>();
  private final Map<Long, Boolean> isVoid = new HashMap<>();
  private @Nullable Map<Long, PastRun> past;

  private Decisions(String root) {
    this.root = root;
    this.chain = chain(root);
    this.entries = chain.all();
    for (Entry<Decision> entry : entries) {
      if (entry.document().verdict() == Verdict.REJECT) {
        rejected.add(entry.document().subject().manifest());
      }
    }
  }

  /** Those of a lake as they are now. */
  public static Decisions of(String lakeRoot) {
    return new Decisions(lakeRoot);
  }

  /** The last decision on a manifest. */
  public Optional<Decision> on(long manifest) {
    return entries.stream()
        .map(Entry::document)
        .filter(decision -> decision.subject().manifest() == manifest)
        .reduce((first, second) -> second);
  }

  /** Whether a manifest was rejected, or builds on one that was. */
  public boolean isVoid(Manifest manifest) {
    return !rejected.isEmpty()
        && isVoid(manifest.number(), number -> manifest.run().inputs().base());
  }

  /** Follows what each builds on, down to one of which it is known. */
  private boolean isVoid(long number, LongUnaryOperator base) {
    List<Long> asked = new ArrayList<>();
    LongUnaryOperator before = base;
    long each = number;
    while (each > 0 && !isVoid.containsKey(each) && !rejected.contains(each)) {
      asked.add(each);
      each = before.applyAsLong(each);
      before = this::baseOf;
    }
    boolean found = each > 0 && isVoid.getOrDefault(each, true);
    asked.forEach(one -> isVoid.put(one, found));
    return found;
  }

  private long baseOf(long number) {
    PastRun run = past().get(number);
    return run == null
        ? ManifestStore.named(root, number).manifest().run().inputs().base()
        : run.base();
  }

  private Map<Long, PastRun> past() {
    if (past == null) {
      past = Horizon.of(root).past(root);
    }
    return past;
  }

  /**
   * The newest manifest that is not void: the one on which the next run builds.
   *
   * @throws PipelineException MANIFEST_INVALID when it is not kept any more
   */
  public Optional<ManifestStore.Committed> base() {
    Optional<ManifestStore.Committed> newest = ManifestStore.latest(root);
    while (newest.isPresent() && isVoid(newest.get().manifest())) {
      long number = newest.get().manifest().number() - 1;
      while (past().containsKey(number)) {
        if (!isVoid(number, this::baseOf)) {
          throw new PipelineException(
              ErrorCode.MANIFEST_INVALID, Horizon.of(root).why(root, number));
        }
        number--;
      }
      newest = number == 0 ? Optional.empty() : Optional.of(ManifestStore.named(root, number));
    }
    return newest;
  }

  /**
   * Whether a run could build on anything were a manifest rejected as well: {@code gc} may have
   * removed what comes before it.
   */
  public boolean canDoWithout(Manifest manifest) {
    Decisions without = new Decisions(root);
    without.rejected.add(manifest.number());
    try {
      Optional<ManifestStore.Committed> unused = without.base();
      return true;
    } catch (PipelineException e) {
      if (past().isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  /** What a new decision must follow. */
  public Optional<Entry<Decision>> last() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
  }

  /** Appends a decision; false when another came first. */
  public boolean append(Decision decision, Signers signers) {
    String path = chain.path(decision.number());
    return chain.append(decision, text -> signers.sign(path, text));
  }

  /**
   * Refuses decisions that lack a signature, as far as a release rests on them.
   *
   * @param approval must have one of its own
   */
  public void requireSigned(Decision approval, Signers signers) {
    if (!signers.areListed()) {
      return;
    }
    String path = chain.path(approval.number());
    boolean isSigned =
        entries.stream()
            .filter(entry -> entry.document().equals(approval))
            .anyMatch(
                entry ->
                    signers
                        .signer(path, entry.content().getBytes(StandardCharsets.UTF_8))
                        .isPresent());
    if (!isSigned) {
      throw Signers.refused(root, path);
    }
    signers.requireSigned(root, chain);
  }

  /** The newest time that a decision gives. */
  public Optional<String> newestTime() {
    return entries.stream()
        .map(entry -> entry.document().made().at())
        .max(Comparator.naturalOrder());
  }

  /** The chain of a lake's decisions. */
  public static Chain<Decision> chain(String lakeRoot) {
    return new Chain<>(lakeRoot, FOLDER, DocumentKind.DECISION, Decision.class, Decision.VERSION);
  }
}
