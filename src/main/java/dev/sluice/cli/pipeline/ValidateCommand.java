// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.care.verify.UnfitTables;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.IssueText;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.issue.Issue;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code sluice validate}. */
@Command(
    name = "validate",
    description =
        "Check a pipeline without touching any data: every key, every schema, and every SQL"
            + " statement against its inputs.")
public final class ValidateCommand extends PipelineCommand {
  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = parsed.spec();
    if (spec == null) {
      throw Stop.invalid(parsed.issues(), parsed.texts());
    }
    List<String> unfit = UnfitTables.notes(spec);
    String warnings = IssueText.render(parsed.issues(), parsed.texts());
    print(warnings + summary(spec) + lines(unfit), () -> tree(spec, parsed.issues(), unfit));
    return ExitStatus.OK.number();
  }

  private static String summary(PipelineSpec spec) {
    List<QualitySpec> quality =
        Stream.concat(
                spec.tables().stream().map(TableSpec::quality),
                spec.models().stream().map(ModelSpec::quality))
            .toList();
    return SafeText.escape(spec.name())
        + " is valid: "
        + SafeText.count(spec.tables().size(), "table")
        + ", "
        + SafeText.count(spec.models().size(), "model")
        + ", "
        + SafeText.count(quality.stream().mapToInt(q -> q.rules().size()).sum(), "rule")
        + ", "
        + SafeText.count(quality.stream().mapToInt(q -> q.checks().size()).sum(), "check")
        + "\n"
        + outside(spec);
  }

  private static String outside(PipelineSpec spec) {
    return spec.outside().isEmpty()
        ? ""
        : "It reads outside its folder: "
            + SafeText.escape(String.join(", ", spec.outside()))
            + "\n";
  }

  private static String lines(List<String> sentences) {
    return sentences.stream()
        .map(each -> SafeText.escape(each) + "\n")
        .collect(Collectors.joining());
  }

  private Map<String, @Nullable Object> tree(
      PipelineSpec spec, List<Issue> issues, List<String> unfit) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("valid", true);
    tree.put("pipeline", spec.name());
    tree.put("tables", spec.tables().stream().map(TableSpec::name).toList());
    tree.put("models", spec.models().stream().map(ModelSpec::name).toList());
    tree.put("outside", spec.outside());
    if (!unfit.isEmpty()) {
      tree.put("warehouse", unfit);
    }
    tree.put("issues", trees(issues));
    return tree;
  }
}
