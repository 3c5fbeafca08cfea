// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.author;

import dev.sluice.cli.base.WatchingCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.report.trial.JUnitXml;
import dev.sluice.report.trial.TrialReport;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.trial.CaseResult;
import dev.sluice.trial.Trials;
import dev.sluice.trial.cases.CaseFiles;
import dev.sluice.trial.cases.TestCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice test}. */
@Command(
    name = "test",
    description =
        "Try the cases in tests/*.yaml: given rows of a table or of a model's inputs, and the rows"
            + " that are to come of them. No lake is read or written.",
    footerHeading = "%nExample:%n",
    footer = {
      "  tests/daily_revenue.yaml",
      "    two orders of a day are one row:",
      "      model: daily_revenue",
      "      given:",
      "        orders: [{day: 2026-01-05, amount: 5}, {day: 2026-01-05, amount: 7}]",
      "      expect: [{day: 2026-01-05, revenue: 12}]",
      "  sluice test daily_revenue",
      "",
      "Exit codes: 0 all as expected, 1 some failed, 2 a case or the spec is invalid."
    })
public final class TestCommand extends WatchingCommand {
  @Parameters(
      index = "1..*",
      paramLabel = "NAME",
      description =
          "Only cases of this name, of this table or model, or in this file. Default: all.")
  private List<String> names = List.of();

  private @Nullable List<String> wanted;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit's XML as well, for builds. Default: none.")
  private @Nullable Path junit;

  @Override
  protected int once() {
    if (wanted == null) {
      wanted = new ArrayList<>(names);
      beside(null).ifPresent(wanted::add);
    }
    long start = System.nanoTime();
    PipelineSpec spec = checked(parse());
    CaseFiles.Found found = CaseFiles.read(spec);
    if (found.hasErrors()) {
      throw Stop.invalid(found.issues(), found.texts());
    }
    List<CaseResult> results =
        Trials.run(
            vars -> vars.isEmpty() ? spec : checked(parse(vars)), chosen(found.cases(), wanted));
    TrialReport report = new TrialReport(results, Duration.ofNanos(System.nanoTime() - start));
    if (junit != null) {
      write(junit, JUnitXml.write(results));
    }
    print(report.view());
    return (report.failed() == 0 ? ExitStatus.OK : ExitStatus.FAILED).number();
  }

  private List<TestCase> chosen(List<TestCase> cases, List<String> wanted) {
    if (cases.isEmpty()) {
      throw wrong(
          "there is no case in "
              + Path.of(folder()).resolve(CaseFiles.FOLDER)
              + "/*.yaml; `sluice test --help` shows one");
    }
    Set<String> known = new LinkedHashSet<>();
    cases.forEach(each -> known.addAll(names(each)));
    for (String name : wanted) {
      if (!known.contains(name)) {
        String near = Suggestion.nearest(name, known);
        throw wrong(
            "no case, table, model or file of cases is called "
                + name
                + (near == null ? "" : ": " + near));
      }
    }
    return cases.stream()
        .filter(each -> wanted.isEmpty() || names(each).stream().anyMatch(wanted::contains))
        .toList();
  }

  private static List<String> names(TestCase test) {
    return List.of(test.name(), test.subject(), test.position().file());
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot write " + file, e);
    }
  }
}
