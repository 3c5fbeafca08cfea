// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.decision.Decision;
import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Says where a staged run stands. */
public final class PromotionWords {
  /** So many digits of a digest tell one run from another. */
  static final int DIGITS = 12;

  private PromotionWords() {}

  /** What is compared with what. */
  public static String standing(PromotionPlan plan) {
    String production =
        plan.production()
            .map(r -> "release %d (manifest %d)".formatted(r.number(), r.manifest()))
            .orElse("nothing yet");
    return "run %s (manifest %d, digest %s), against production: %s"
        .formatted(
            plan.staged().manifest().run().id(),
            plan.staged().manifest().number(),
            plan.staged().digest().substring(0, DIGITS),
            production);
  }

  /** What was decided, and what still can be. */
  public static List<String> decisions(PromotionPlan plan) {
    if (plan.isShown()) {
      return List.of("production shows this run");
    }
    if (plan.ways().isPassed()) {
      return List.of(
          plan.ways().release() > 0
              ? "production showed this run in release %d, and shows another one now"
                  .formatted(plan.ways().release())
              : "a newer run was released: this one cannot be approved any more");
    }
    if (plan.ways().isVoid() && plan.decision().isEmpty()) {
      return List.of("it builds on a run that was rejected: it cannot be approved any more");
    }
    if (plan.decision().isPresent()) {
      return decided(plan, plan.decision().get());
    }
    return List.of(
        plan.isExpired()
            ? "nobody decided, and it expired at %s: it cannot be approved any more"
                .formatted(SafeText.time(plan.expiresAt()))
            : "nobody decided yet; it may be approved until " + SafeText.time(plan.expiresAt()));
  }

  private static List<String> decided(PromotionPlan plan, Decision decision) {
    List<String> lines = new ArrayList<>();
    String verb = decision.verdict() == Decision.Verdict.APPROVE ? "approved" : "rejected";
    lines.add(
        "%s by %s at %s: %s"
            .formatted(
                verb,
                decision.made().by(),
                SafeText.time(decision.made().at()),
                decision.made().why()));
    if (plan.isApprovalOvertaken() && !plan.isApprovalExpired()) {
      lines.add("production has moved on since: look at the changes above, and approve again");
    }
    if (plan.isApprovalExpired()) {
      lines.add(
          "the approval expired at %s: it cannot be applied any more"
              .formatted(SafeText.time(decision.expiresAt())));
    }
    return lines;
  }
}
