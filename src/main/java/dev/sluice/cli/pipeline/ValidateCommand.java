// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.care.verify.UnfitTables;
import dev.sluice.cli.base.WatchingCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.IssueText;
import dev.sluice.cli.error.Stop;
import dev.sluice.plan.SourceNotes;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code sluice validate}. */
@Command(
    name = "validate",
    description =
        "Check a pipeline without touching any data: every key, every schema, and every SQL"
            + " statement against its inputs.")
public final class ValidateCommand extends WatchingCommand {
  @Override
  protected int once() {
    Parsed parsed = parse();
    PipelineSpec spec = parsed.spec();
    if (spec == null) {
      throw Stop.invalid(parsed.issues(), parsed.texts());
    }
    List<String> unfit = UnfitTables.notes(spec);
    View view = view(spec, parsed, unfit);
    List<String> sources = SourceNotes.of(spec);
    sources.forEach(view::line);
    print(sources.isEmpty() ? view : view.value("sources", sources));
    return ExitStatus.OK.number();
  }

  private static String summary(PipelineSpec spec) {
    List<QualitySpec> quality =
        Stream.concat(
                spec.tables().stream().map(TableSpec::quality),
                spec.models().stream().map(ModelSpec::quality))
            .toList();
    return ": "
        + SafeText.count(spec.tables().size(), "table")
        + ", "
        + SafeText.count(spec.models().size(), "model")
        + ", "
        + SafeText.count(quality.stream().mapToInt(q -> q.rules().size()).sum(), "rule")
        + ", "
        + SafeText.count(quality.stream().mapToInt(q -> q.checks().size()).sum(), "check");
  }

  private View view(PipelineSpec spec, Parsed parsed, List<String> unfit) {
    View view =
        new View()
            .value("valid", true)
            .value("pipeline", spec.name())
            .value("tables", spec.tables().stream().map(TableSpec::name).toList())
            .value("models", spec.models().stream().map(ModelSpec::name).toList())
            .value("outside", spec.outside());
    if (!unfit.isEmpty()) {
      view.value("warehouse", unfit);
    }
    view.value("issues", trees(parsed.issues()));
    view.drawing(IssueText.render(parsed.issues(), parsed.texts(), session().page()))
        .state(spec.name() + " is ", Style.GOOD, "valid", summary(spec));
    if (!spec.outside().isEmpty()) {
      view.line("It reads outside its folder: " + String.join(", ", spec.outside()));
    }
    unfit.forEach(view::line);
    return view;
  }
}
