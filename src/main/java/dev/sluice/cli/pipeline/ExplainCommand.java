// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.report.code.CodesText;
import dev.sluice.report.text.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice explain}. */
@Command(
    name = "explain",
    description =
        "Say what a code of an error or of a dead row means, what it comes from, and what to do;"
            + " without one, list them all.",
    footerHeading = "%nExample:%n",
    footer = "  sluice explain TYPE_CAST")
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "The code, as errors and dead rows show it. Default: list all codes.")
  private @Nullable String code;

  @ParentCommand private Session sluice;

  @Override
  public Integer call() {
    CodesText text = code == null ? CodesText.list() : CodesText.of(asked(code));
    String shown = sluice.isJson() ? Json.write(text.tree()) + "\n" : text.render();
    command.commandLine().getOut().print(shown);
    return ExitStatus.OK.number();
  }

  private ErrorCode asked(String typed) {
    String name = typed.toUpperCase(Locale.ROOT).replace('-', '_');
    List<String> names = Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList();
    if (names.contains(name)) {
      return ErrorCode.valueOf(name);
    }
    String nearest = Suggestion.nearestOf(name, names);
    throw new ParameterException(
        command.commandLine(),
        "no code is called '%s'%s; `sluice explain` lists them"
            .formatted(typed, nearest == null ? "" : " (did you mean " + nearest + "?)"));
  }
}
