// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.PlainWords;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Subject;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.LakeTime;
import dev.sluice.promote.release.Publisher;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Release.Kind;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Brings what a person approved to production, and nothing else.
 *
 * <p>Every refusal is a {@link PipelineException} with code PROMOTION_REFUSED and leaves production
 * as it is. Doing the same thing twice is done once.
 */
public final class Approvals {
  /** Begins the name of the claim that is held while something is released. */
  public static final String CLAIM = "promote-";

  private final String root;
  private final Duration expireAfter;
  private final Clock clock;
  private final Signers signers;

  /**
   * The approvals of a lake.
   *
   * @param expireAfter how long after its end a staged run may be approved and applied
   * @param signers whose signatures decisions and releases need
   */
  public Approvals(String lakeRoot, Duration expireAfter, Clock clock, Signers signers) {
    this.root = lakeRoot;
    this.expireAfter = expireAfter;
    this.clock = clock;
    this.signers = signers;
  }

  /**
   * The staged run that a person means.
   *
   * @param run its id or the number of its manifest; empty for the newest staged run
   */
  public Committed staged(String run) {
    RunLookup candidates = new RunLookup(root);
    return run.isEmpty() ? candidates.newest() : candidates.named(run);
  }

  /**
   * Approves a staged run as it is now.
   *
   * @param digest the beginning of the manifest's digest that was looked at; empty when one run
   *     alone can have been, or is named
   */
  public Decision approve(String run, String digest, String by, String why) {
    Committed staged = new RunLookup(root).looked(run, digest);
    requireNewer(staged);
    Decisions decisions = Decisions.of(root);
    requireNotRejected(staged, decisions);
    Instant expiry = requireFresh(staged);
    return decide(staged, Verdict.APPROVE, made(by, why), expiry);
  }

  /**
   * Rejects a run that production does not show and that was not rejected yet: what builds on it
   * cannot be released either, and the next run takes its input in again.
   */
  public Decision reject(String run, String by, String why) {
    Committed staged =
        run.isEmpty() ? ManifestStore.latest(root).orElseGet(() -> staged(run)) : staged(run);
    requireNotRejectedYet(staged, run.isEmpty());
    long shown = Releases.of(root).newest().map(Release::manifest).orElse(0L);
    if (shown == staged.manifest().number()) {
      throw refused(
          "Production shows run %s. Go back to an earlier release first: sluice promote rollback."
              .formatted(staged.manifest().run().id()));
    }
    if (!Decisions.of(root).canDoWithout(staged.manifest())) {
      throw refused(
          "Run %s cannot be rejected: the next run would build on one before it, which `sluice gc` removed, as `keep` in pipeline.yaml says. Correct the spec or the input instead, and run again."
              .formatted(staged.manifest().run().id()));
    }
    return decide(staged, Verdict.REJECT, made(by, why), now());
  }

  /**
   * Releases an approved run.
   *
   * @return the release; the one that is there already when the run was applied before
   */
  public Release apply(String run, String by) {
    return claimed(() -> applied(run, by));
  }

  private Release applied(String run, String by) {
    Committed staged = staged(run);
    long number = staged.manifest().number();
    Releases releases = Releases.of(root);
    Optional<Release> newest = releases.newest();
    if (newest.isPresent()
        && newest.get().manifest() == number
        && newest.get().kind() == Kind.PUBLISH) {
      releases.show();
      return newest.get();
    }
    Decisions decisions = Decisions.of(root);
    requireNotRejected(staged, decisions);
    Decision approval = approval(staged, decisions);
    releases.requireSigned(signers);
    requireNewer(staged);
    requireBase(approval, newest.map(Release::number).orElse(0L));
    Attribution made = made(by, approval.made().by() + ": " + approval.made().why());
    return Publisher.release(
            root, new Publisher.Wanted(staged, Kind.PUBLISH, made), approval.base(), signers)
        .orElseThrow(() -> moved(approval));
  }

  /**
   * Brings an earlier release back, as a release of its own.
   *
   * @param release its number; 0 for the one before the run that was published last
   * @return the new release; the newest one when it brought the same back already
   */
  public Release rollback(long release, String by, String why) {
    return claimed(() -> rolledBack(release, by, why));
  }

  /** Says that a run is being released, so that nobody clears it away meanwhile. */
  private Release claimed(Supplier<Release> work) {
    if (ManifestStore.latest(root).isEmpty()) {
      return work.get(); // which says so, and makes no folder
    }
    String path =
        "%s/%s%s.lock".formatted(Scope.LOCKS, CLAIM, UUID.randomUUID().toString().substring(0, 8));
    try {
      ObjectStore.Claim claim = ObjectStore.of(root).claim(path);
      try {
        return work.get();
      } finally {
        claim.release();
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write or remove %s/%s: %s. `sluice promote releases` says what production shows."
              .formatted(root, path, e),
          e);
    }
  }

  private Release rolledBack(long release, String by, String why) {
    Releases releases = Releases.of(root);
    Release newest =
        releases
            .newest()
            .orElseThrow(() -> refused("There is no release yet, so none to go back from."));
    long wanted = release == 0 ? before(newest, releases) : release;
    Release target =
        releases
            .at(wanted)
            .orElseThrow(
                () ->
                    refused(
                        "There is no release %d; they are 1 to %d. `sluice promote releases` lists them."
                            .formatted(wanted, newest.number())));
    if (target.manifest() == newest.manifest()) {
      return alreadyShown(target, newest, releases);
    }
    releases.requireSigned(signers);
    requireKept(target, releases);
    Committed manifest = ManifestStore.named(root, target.manifest());
    requireShown(target, manifest);
    return Publisher.release(
            root,
            new Publisher.Wanted(manifest, Kind.ROLLBACK, made(by, why)),
            newest.number(),
            signers)
        .orElseThrow(
            () ->
                refused(
                    "Another release came first; look at `sluice promote releases` and decide"
                        + " again."));
  }

  private void requireKept(Release target, Releases releases) {
    Horizon horizon = Horizon.of(root);
    if (!horizon.keeps(target.manifest())) {
      List<String> there =
          releases.all().stream()
              .filter(release -> horizon.keeps(release.manifest()))
              .map(release -> Long.toString(release.number()))
              .toList();
      throw refused(
          "Release %d cannot be brought back. %s Releases that can be: %s."
              .formatted(
                  target.number(), horizon.why(root, target.manifest()), String.join(", ", there)));
    }
  }

  private void requireShown(Release release, Committed manifest) {
    if (!release.run().digest().equals(manifest.digest())) {
      throw refused(
          "Manifest %s/%s is not the one that release %d showed: one of them was changed. Restore it from a backup."
              .formatted(root, manifest.manifest().path(), release.number()));
    }
  }

  private static Release alreadyShown(Release target, Release newest, Releases releases) {
    if (newest.kind() == Kind.ROLLBACK) {
      releases.show();
      return newest;
    }
    throw refused(
        "Release %d shows what production shows already (run %s)."
            .formatted(target.number(), newest.run().id()));
  }

  /** The newest release before the run that was published last. */
  private static long before(Release newest, Releases releases) {
    long published = releases.published();
    for (long number = newest.number() - 1; number > 0; number--) {
      Optional<Release> release = releases.at(number);
      if (release.isPresent() && release.get().manifest() < published) {
        return number;
      }
    }
    throw refused(
        "Release %d is the only one; there is none to go back to.".formatted(newest.number()));
  }

  private Decision approval(Committed staged, Decisions decisions) {
    Manifest manifest = staged.manifest();
    Decision approval =
        decisions
            .on(manifest.number())
            .orElseThrow(
                () ->
                    refused(
                        "Run %s (manifest %d) is not approved. Look at it with `sluice promote plan`, then `sluice promote approve`."
                            .formatted(manifest.run().id(), manifest.number())));
    if (!approval.subject().digest().equals(staged.digest())) {
      throw refused(
          "Manifest %s/%s is not the one that %s approved: it was changed. Restore it from a backup, or run and approve anew."
              .formatted(root, manifest.path(), approval.made().by()));
    }
    decisions.requireSigned(approval, signers);
    if (!now().isBefore(Instant.parse(approval.expiresAt()))) {
      throw refused(
          "The approval of run %s by %s expired at %s. Run again with `sluice run --again`, and approve what it stages."
              .formatted(
                  manifest.run().id(),
                  approval.made().by(),
                  PlainWords.second(approval.expiresAt())));
    }
    return approval;
  }

  private Instant requireFresh(Committed staged) {
    Instant expiry = expiry(staged, expireAfter);
    if (!now().isBefore(expiry)) {
      throw refused(
          "Run %s was staged at %s and expired at %s (`publish: {expire_after: …}`). Run again with `sluice run --again`, and approve what it stages."
              .formatted(
                  staged.manifest().run().id(),
                  PlainWords.second(staged.manifest().run().finishedAt()),
                  PlainWords.second(expiry.toString())));
    }
    return expiry;
  }

  /** Until when a staged run may be approved and applied. */
  static Instant expiry(Committed staged, Duration expireAfter) {
    return Instant.parse(staged.manifest().run().finishedAt())
        .plus(expireAfter)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private static void requireBase(Decision approval, long newest) {
    if (approval.base() != newest) {
      throw moved(approval);
    }
  }

  private static PipelineException moved(Decision approval) {
    return refused(
        "Run %s was approved against release %d, and production has moved on since. Look at `sluice promote plan` again, and approve again."
            .formatted(approval.subject().runId(), approval.base()));
  }

  private void requireNewer(Committed staged) {
    long published = Releases.of(root).published();
    if (staged.manifest().number() <= published) {
      throw refused(
          "Run %s (manifest %d) is not newer than manifest %d, which was released. To go back, use `sluice promote rollback`."
              .formatted(staged.manifest().run().id(), staged.manifest().number(), published));
    }
  }

  private static void requireNotRejected(Committed staged, Decisions decisions) {
    if (decisions.isVoid(staged.manifest())) {
      String how =
          decisions
              .on(staged.manifest().number())
              .map(d -> "was rejected by " + d.made().by() + ": " + d.made().why())
              .orElse("builds on a run that was rejected");
      throw refused(
          "Run %s %s. Run again with `sluice run --again`, and approve what it stages."
              .formatted(staged.manifest().run().id(), how));
    }
  }

  /** Never goes on to an older run, which nobody named. */
  private void requireNotRejectedYet(Committed staged, boolean isNewest) {
    Decisions decisions = Decisions.of(root);
    Optional<Decision> last = decisions.on(staged.manifest().number());
    if (last.isPresent() && last.get().verdict() == Verdict.REJECT) {
      Attribution made = last.get().made();
      throw refused(
          "Run %s was rejected already, by %s at %s: %s. Name another one with --run."
              .formatted(
                  staged.manifest().run().id(),
                  made.by(),
                  PlainWords.second(made.at()),
                  made.why()));
    }
    if (isNewest && decisions.isVoid(staged.manifest())) {
      throw refused(
          "Run %s builds on a run that was rejected. Name another one with --run."
              .formatted(staged.manifest().run().id()));
    }
  }

  private Decision decide(Committed staged, Verdict verdict, Attribution made, Instant expiry) {
    while (true) {
      Decisions decisions = Decisions.of(root);
      Optional<Entry<Decision>> last = decisions.last();
      long base = Releases.of(root).number();
      Optional<Decision> there =
          decisions.on(staged.manifest().number()).filter(d -> isSame(d, verdict, made, base));
      if (there.isPresent()) {
        return there.get();
      }
      Decision decision =
          new Decision(
              Decision.VERSION,
              last.map(entry -> entry.document().number()).orElse(0L) + 1,
              verdict,
              new Subject(
                  staged.manifest().number(), staged.digest(), staged.manifest().run().id()),
              base,
              made,
              expiry.toString(),
              last.map(Entry::digest).orElse(""));
      if (decisions.append(decision, signers)) {
        return decision;
      }
      requireNotRejected(staged, Decisions.of(root));
    }
  }

  /** Whether a decision says the same as one that was made before. */
  private static boolean isSame(Decision before, Verdict verdict, Attribution made, long base) {
    return before.verdict() == verdict
        && before.base() == base
        && before.made().by().equals(made.by())
        && before.made().why().equals(made.why());
  }

  private Attribution made(String by, String why) {
    return new Attribution(now().toString(), by, why);
  }

  private Instant now() {
    return LakeTime.now(root, clock);
  }

  static PipelineException refused(String why) {
    return new PipelineException(ErrorCode.PROMOTION_REFUSED, why + " Production is unchanged.");
  }
}
