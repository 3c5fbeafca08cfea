// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.care;

import dev.sluice.care.inventory.LakeNeighbours;
import dev.sluice.care.verify.AuditResult;
import dev.sluice.care.verify.LakeAudit;
import dev.sluice.care.verify.UnfitTables;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.promote.sign.Signers;
import dev.sluice.report.care.AuditText;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;

/** {@code sluice verify}. */
@Command(
    name = "verify",
    description =
        "Read every file of the lake again, and every document on them: say all that is missing, changed or foreign, and what the warehouse cannot take. Nothing is changed.",
    footerHeading = "%nExample:%n",
    footer = "  sluice verify shop")
public final class VerifyCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    AuditResult audit =
        LakeAudit.of(spec.lake(), LakeNeighbours.of(spec), Signers.of(spec.publish().signers()));
    if (audit.isSound()) { // else what the documents say is not known
      audit = audit.with(UnfitTables.of(spec));
    }
    AuditText text = new AuditText(audit);
    print(text.view());
    return status(audit).number();
  }

  private static ExitStatus status(AuditResult audit) {
    if (audit.problems().stream().anyMatch(each -> each.code() == ErrorCode.NOT_SIGNED)) {
      return ExitStatus.REFUSED;
    }
    return audit.isSound() ? ExitStatus.OK : ExitStatus.FAILED;
  }
}
