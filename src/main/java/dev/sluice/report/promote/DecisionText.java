// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Verdict;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.util.Set;

/** Confirms a decision. */
public final class DecisionText implements Report {
  private final Decision decision;
  private final String folder;
  private final String run;

  /**
   * Text for a decision.
   *
   * @param folder the pipeline's, as it was typed
   * @param run which the person named; empty for the newest
   */
  public DecisionText(Decision decision, String folder, String run) {
    this.decision = decision;
    this.folder = folder;
    this.run = run;
  }

  @Override
  public View view() {
    String place = CommandName.folder(folder);
    boolean isApproval = decision.verdict() == Verdict.APPROVE;
    return new View()
        .values(SpecWords.fields(decision, Set.of()))
        .line(
            "run %s (manifest %d) %s by %s: %s"
                .formatted(
                    decision.subject().runId(),
                    decision.subject().manifest(),
                    isApproval ? "approved" : "rejected",
                    decision.made().by(),
                    decision.made().why()))
        .line(
            isApproval
                ? "apply it before " + SafeText.time(decision.expiresAt()) + ":"
                : "the next run takes its input in again:")
        .line(
            isApproval
                ? "  sluice promote apply" + place + named()
                : "  sluice run --again" + place);
  }

  private String named() {
    return run.isEmpty() ? "" : " --run " + CommandName.argument(run);
  }
}
