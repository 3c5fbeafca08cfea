// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Confirms a decision. */
public final class DecisionText {
  private final Decision decision;
  private final String folder;

  /**
   * Text for a decision.
   *
   * @param folder the pipeline's, as it was typed
   */
  public DecisionText(Decision decision, String folder) {
    this.decision = decision;
    this.folder = folder;
  }

  /** The decision for people. */
  public String render() {
    String place = folder.equals(".") ? "" : " " + folder;
    boolean isApproval = decision.verdict() == Verdict.APPROVE;
    String what =
        "run %s (manifest %d) %s by %s: %s"
            .formatted(
                decision.subject().runId(),
                decision.subject().manifest(),
                isApproval ? "approved" : "rejected",
                decision.made().by(),
                decision.made().why());
    String next =
        isApproval
            ? "apply it before %s:%n  sluice promote apply%s%n"
                .formatted(decision.expiresAt(), place)
            : "the next run takes its input in again:%n  sluice run --again%s%n".formatted(place);
    return SafeText.escape(what) + "\n" + next;
  }

  /** The decision for programs. */
  public Map<String, @Nullable Object> tree() {
    return SpecWords.fields(decision, Set.of());
  }
}
