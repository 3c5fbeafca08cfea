// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.check;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.report.run.ChecksText;
import dev.sluice.report.run.WarnedQuery;
import dev.sluice.report.text.CommandName;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice check show}. */
@Command(
    name = "show",
    description = {
      "Show one check of a run, or all that did not pass, with rows that are against it.",
      "Personal values are shown as tokens."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice check show",
      "  sluice check show shop 'unique: [order_id]' --run 12",
    })
final class CheckShowCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "The name of a check, or of a table for all of its checks. Default: those that did not"
              + " pass.")
  private @Nullable String name;

  @Mixin private CheckedRun run;

  @Override
  public Integer call() {
    String wanted = beside(name).orElse(null);
    PipelineSpec spec = spec();
    Manifest manifest = run.of(spec.lake()).orElse(null);
    List<Verdict> shown = manifest == null ? List.of() : shown(manifest, wanted);
    String at = manifest == null ? "" : run.at(manifest);
    WarnedQuery query = new WarnedQuery(spec, CommandName.folder(folder()), at);
    print(ChecksText.show(query, manifest, shown).view());
    return ExitStatus.OK.number();
  }

  private static List<Verdict> shown(Manifest manifest, @Nullable String wanted) {
    List<Verdict> shown =
        manifest.verdicts().stream()
            .filter(
                v ->
                    wanted == null
                        ? !v.passed()
                        : v.check().equals(wanted) || v.table().equals(wanted))
            .toList();
    if (shown.isEmpty() && wanted != null) {
      List<String> names = manifest.verdicts().stream().map(Verdict::check).distinct().toList();
      throw new PipelineException(
          ErrorCode.UNKNOWN_NAME,
          "No check of that run is named `%s`: %s (`sluice check list` shows them all)"
              .formatted(wanted, Suggestion.nearestOr(wanted, "there are ", names)));
    }
    return shown;
  }
}
