// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.promote.Decision;
import dev.sluice.promote.Decision.Verdict;
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
    return Text.escape(what) + "\n" + next;
  }

  /** The decision for programs. */
  public Map<String, @Nullable Object> tree() {
    return Spelled.fields(decision, Set.of());
  }
}
