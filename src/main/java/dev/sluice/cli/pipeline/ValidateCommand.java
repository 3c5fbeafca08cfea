// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.care.verify.UnfitTables;
import dev.sluice.cli.base.WatchingCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.IssueText;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.change.Growth;
import dev.sluice.plan.RunPreview;
import dev.sluice.plan.sources.SourceNotes;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.binding.WarehouseStatements;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Lakes;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code sluice validate}. */
@Command(
    name = "validate",
    description =
        "Check a pipeline before anything is run: every key, every schema, every SQL statement"
            + " against its inputs, whether its tables fit the rows that the lake has, and whether"
            + " sources match files whose headers fit.",
    footerHeading = "%nExample:%n",
    footer = "  sluice validate shop")
public final class ValidateCommand extends WatchingCommand {
  @Override
  protected int once() {
    Parsed parsed = parse();
    PipelineSpec spec = parsed.spec();
    if (spec == null) {
      throw Stop.invalid(parsed.issues(), parsed.texts());
    }
    List<String> unfit = UnfitTables.notes(spec);
    requireFitting(parsed, spec, unfit);
    View view = view(spec, parsed, unfit);
    List<String> sources = SourceNotes.of(spec);
    sources.forEach(view::line);
    print(sources.isEmpty() ? view : view.value("sources", sources));
    return ExitStatus.OK.number();
  }

  /** Of a lake in a bucket other commands say it: looking there takes rights, and time. */
  private void requireFitting(Parsed parsed, PipelineSpec spec, List<String> unfit) {
    if (Lakes.isRemote(spec.lake())) {
      return;
    }
    try {
      PipelineSpec known = Growth.known(parsed, this::tried).spec();
      RunPreview.requireFitting(known == null ? spec : known);
    } catch (PipelineException e) {
      if (e.code().kind() == ErrorKind.USER) {
        PipelineSpec unused = checked(parsed);
        tell(unfit);
        throw e;
      }
    }
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
    List<String> unknown = WarehouseStatements.notes(spec);
    if (!unknown.isEmpty()) {
      view.value("not_looked_at", unknown);
    }
    unknown.forEach(view::line);
    return view;
  }
}
