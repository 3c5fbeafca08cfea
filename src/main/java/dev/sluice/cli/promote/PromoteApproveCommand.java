// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.PersonOption;
import dev.sluice.cli.option.ReasonOption;
import dev.sluice.promote.decision.Decision;
import dev.sluice.report.promote.DecisionText;
import dev.sluice.run.settle.Promotion;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice promote approve}. */
@Command(
    name = "approve",
    description =
        "Approve a staged run as it is now. The approval is recorded and can be applied until the"
            + " run expires, as long as production does not move on.",
    footerHeading = "%nExample:%n",
    footer = "  sluice promote approve shop --digest 4e91fb2245ec --why \"sums agree\"")
final class PromoteApproveCommand extends PipelineCommand {
  @Mixin private StagedRunOption run;

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      converter = Digest.class,
      description =
          "The beginning of the digest that `promote plan` showed: another run is not approved by"
              + " mistake. At least 8 digits. Needed, unless --run names the run or one run alone"
              + " was staged since the last that was released.")
  private String digest = "";

  @Mixin private ReasonOption reason;

  @Mixin private PersonOption person;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Decision decision =
        new Promotion(spec, Clock.systemUTC())
            .approve(run.name(), digest, person.name(), reason.text());
    DecisionText text = new DecisionText(decision, folder(), run.name());
    print(text.view());
    return ExitStatus.OK.number();
  }

  /** Reads the beginning of a digest that is long enough to tell one run from another. */
  static final class Digest implements ITypeConverter<String> {
    private static final int LEAST = 8;

    @Override
    public String convert(String text) {
      if (text.length() < LEAST) {
        throw new TypeConversionException(
            "'%s' is too short to tell one run from another: give at least %d digits of the digest that `sluice promote plan` shows"
                .formatted(text, LEAST));
      }
      return text;
    }
  }
}
