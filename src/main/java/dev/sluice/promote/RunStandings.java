// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.error.PlainWords;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Release.Kind;
import dev.sluice.promote.release.Releases;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells where runs stand now, after all that was decided and released since. */
public final class RunStandings {
  private final Decisions decisions;
  private final List<Release> releases;
  private final Duration expireAfter;
  private final Instant now;

  private RunStandings(
      Decisions decisions, List<Release> releases, Duration expireAfter, Instant now) {
    this.decisions = decisions;
    this.releases = releases;
    this.expireAfter = expireAfter;
    this.now = now;
  }

  /**
   * Where a run stands.
   *
   * @param word one of failed, staged, expired, approved, rejected, released, rolled_back and
   *     replaced
   * @param who made it so, when and why; empty when nobody did
   */
  public record Standing(String word, String who) {
    /** Of a run that was held back or failed. */
    public static final Standing FAILED = new Standing("failed", "");
  }

  /**
   * The standings of a lake's runs.
   *
   * @param expireAfter how long after its end a staged run may be approved and applied
   */
  public static Function<Manifest, Standing> of(String root, Duration expireAfter, Instant now) {
    RunStandings all =
        new RunStandings(Decisions.of(root), Releases.of(root).all(), expireAfter, now);
    return all::of;
  }

  private Standing of(Manifest manifest) {
    if (manifest.outcome() == Manifest.Outcome.FAILED) {
      return Standing.FAILED;
    }
    Optional<Release> newest =
        releases.isEmpty() ? Optional.empty() : Optional.of(releases.get(releases.size() - 1));
    if (newest.isPresent() && newest.get().manifest() == manifest.number()) {
      return new Standing("released", who(newest.get().made()));
    }
    Optional<Decision> decision = decisions.on(manifest.number());
    if (decisions.isVoid(manifest)) {
      return new Standing(
          "rejected", decision.map(d -> who(d.made())).orElse("with the run that it builds on"));
    }
    if (releases.stream().anyMatch(release -> release.manifest() == manifest.number())) {
      return wasReleased(manifest, newest.orElseThrow());
    }
    boolean isPassed =
        newest.isPresent() && releases.stream().anyMatch(r -> r.manifest() > manifest.number());
    return isPassed ? new Standing("replaced", "") : waiting(manifest, decision);
  }

  private static Standing wasReleased(Manifest manifest, Release newest) {
    boolean isBack = newest.kind() == Kind.ROLLBACK && newest.manifest() < manifest.number();
    return isBack ? new Standing("rolled_back", who(newest.made())) : new Standing("replaced", "");
  }

  private Standing waiting(Manifest manifest, Optional<Decision> decision) {
    Instant end = Instant.parse(manifest.run().finishedAt()).plus(expireAfter);
    if (decision.isPresent() && decision.get().verdict() == Verdict.APPROVE) {
      Decision approval = decision.get();
      boolean isOver = !now.isBefore(Instant.parse(approval.expiresAt()));
      return new Standing(
          isOver ? "expired" : "approved",
          who(approval.made()) + (isOver ? "; the approval expired" : ""));
    }
    return new Standing(now.isBefore(end) ? "staged" : "expired", "");
  }

  private static String who(Attribution made) {
    String why = made.why().isEmpty() ? "" : ": " + made.why();
    return made.by().equals(Attribution.AUTO)
        ? ""
        : "by %s at %s%s".formatted(made.by(), PlainWords.second(made.at()), why);
  }
}
