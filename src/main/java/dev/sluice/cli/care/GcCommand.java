// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.care;

import dev.sluice.care.gc.LakeSweep;
import dev.sluice.care.gc.LakeSweep.Mode;
import dev.sluice.care.gc.LakeSweep.Terms;
import dev.sluice.care.gc.LakeSweep.Wanted;
import dev.sluice.care.inventory.LakeNeighbours;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.report.care.SweepText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.unit.Spans;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice gc}. */
@Command(
    name = "gc",
    description =
        "Remove the runs that `keep` in pipeline.yaml does not keep, with what only they name; and what failed and killed runs left in the lake: files that no document names and that are older than a limit. Runs may be under way.",
    footerHeading = "%nExample:%n",
    footer = "  sluice gc shop --dry-run")
public final class GcCommand extends PipelineCommand {
  @Option(
      names = "--older-than",
      paramLabel = "SPAN",
      defaultValue = "24h",
      converter = Span.class,
      description =
          "How old a file must be that no document ever named: a number and s, m, h or d. Default: 24h. Below a minute only"
              + " while no one promotes.")
  private Duration olderThan;

  @Option(
      names = "--dry-run",
      description = "Say what would be removed, and remove nothing. Default: remove it.")
  private boolean isDryRun;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    Wanted wanted =
        new Wanted(
            spec.lake(),
            LakeNeighbours.of(spec),
            olderThan,
            isDryRun ? Mode.ONLY_SAY : Mode.REMOVE,
            new Terms(spec.keep(), spec.publish().expireAfter()));
    SweepText text = new SweepText(LakeSweep.sweep(wanted, Clock.systemUTC()));
    print(text.view());
    return ExitStatus.OK.number();
  }

  /** Reads a span of time. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Spans.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no span of time; write " + Spans.FORM));
    }
  }
}
