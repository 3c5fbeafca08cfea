// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.error.ErrorCode;
import dev.sluice.lake.audit.Audit;
import dev.sluice.pipeline.Unfit;
import dev.sluice.pipeline.audit.LakeAudit;
import dev.sluice.promote.Signers;
import dev.sluice.run.AuditText;
import dev.sluice.spec.PipelineSpec;
import picocli.CommandLine.Command;

/** {@code sluice verify}. */
@Command(
    name = "verify",
    description =
        "Read every file of the lake again, and every document on them: say all that is missing, changed or foreign, and what the warehouse cannot take. Nothing is changed.")
final class VerifyCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Audit audit =
        LakeAudit.of(spec.lake(), Neighbours.of(spec), Signers.of(spec.publish().signers()));
    if (audit.isSound()) { // else what the documents say is not known
      audit = audit.with(Unfit.of(spec));
    }
    AuditText text = new AuditText(audit);
    print(text.render(), text::tree);
    return status(audit).number();
  }

  private static ExitStatus status(Audit audit) {
    if (audit.problems().stream().anyMatch(each -> each.code() == ErrorCode.NOT_SIGNED)) {
      return ExitStatus.REFUSED;
    }
    return audit.isSound() ? ExitStatus.OK : ExitStatus.FAILED;
  }
}
