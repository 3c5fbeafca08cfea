// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.promote.compare.ProductionChange;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.release.Release;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.ManifestStore.Committed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What releasing a staged run would change.
 *
 * @param staged the run
 * @param production the release that production shows; empty before the first
 * @param decision the last decision on the run; empty when nobody decided
 * @param expiresAt until when it may be approved and applied, ISO 8601 in UTC
 * @param now when the plan was made, ISO 8601 in UTC
 * @param tables every table of either side
 * @param ways what the run can still go
 */
public record PromotionPlan(
    Committed staged,
    Optional<Release> production,
    Optional<Decision> decision,
    String expiresAt,
    String now,
    List<ProductionChange> tables,
    Ways ways) {
  public PromotionPlan {
    tables = List.copyOf(tables);
  }

  /**
   * Where a run can still go, by what was decided on others and released since.
   *
   * @param isVoid whether it was rejected, or builds on one that was
   * @param isPassed whether it or a newer one was published, so that it never is again
   * @param release the newest release that showed it; 0 when none did
   * @param isNewest whether commands mean it when none is named
   * @param canBeRejected whether a run could go on without it
   */
  public record Ways(
      boolean isVoid, boolean isPassed, long release, boolean isNewest, boolean canBeRejected) {}

  /** The run's checks and gates. */
  public List<Verdict> verdicts() {
    return staged.manifest().verdicts();
  }

  /** Whether it is too late to approve the run. */
  public boolean isExpired() {
    return isPast(expiresAt);
  }

  /** The approval, also one that expired; empty when the last decision is another. */
  public Optional<Decision> approval() {
    return decision.filter(each -> each.verdict() == Decision.Verdict.APPROVE);
  }

  /** Whether the run was approved, and it is too late to apply it. */
  public boolean isApprovalExpired() {
    return approval().filter(each -> isPast(each.expiresAt())).isPresent();
  }

  /** Whether the run was approved, and production has moved on since. */
  public boolean isApprovalOvertaken() {
    long newest = production.map(Release::number).orElse(0L);
    return approval().filter(each -> each.base() != newest).isPresent();
  }

  private boolean isPast(String time) {
    return !Instant.parse(now).isBefore(Instant.parse(time));
  }

  /** Whether production shows this very run already. */
  public boolean isShown() {
    return production.isPresent() && production.get().manifest() == staged.manifest().number();
  }
}
