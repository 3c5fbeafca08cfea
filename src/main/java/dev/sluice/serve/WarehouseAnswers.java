// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve;

import dev.sluice.promote.PromotionPlan;
import dev.sluice.run.settle.Promotion;
import dev.sluice.serve.page.DecisionPage.InWarehouse;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.warehouse.load.WarehouseChecks;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the warehouse found against runs. It is asked when the page of a decision is first shown,
 * and not for every look at it, for a question may cost money; a run that is another one, or other
 * checks, are asked anew.
 */
final class WarehouseAnswers {
  private static final int MOST = 20;

  private final Map<Question, InWarehouse> kept = new LinkedHashMap<>();

  /** Of which run was asked what. */
  private record Question(String digest, WarehouseChecks checks) {}

  /** What it finds, and when; empty where nobody asks it. */
  synchronized Optional<InWarehouse> of(
      PipelineSpec spec, Promotion promotion, PromotionPlan plan) {
    WarehouseChecks checks = WarehouseChecks.of(spec);
    if (checks.isEmpty() || plan.isShown()) {
      return Optional.empty();
    }
    Question question = new Question(plan.staged().digest(), checks);
    InWarehouse known = kept.get(question);
    if (known == null) {
      known = new InWarehouse(Instant.now().toString(), promotion.inWarehouse(plan));
      kept.put(question, known);
      if (kept.size() > MOST) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return Optional.of(known);
  }

  /** The next look at a page asks anew. */
  synchronized void forget() {
    kept.clear();
  }
}
