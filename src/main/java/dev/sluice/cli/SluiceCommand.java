// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.output.Terminal;
import dev.sluice.report.page.Page;
import dev.sluice.report.text.Json;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sluice} itself: help and version. */
@SuppressWarnings("UnusedVariable") // picocli acts on the options
@Command(
    name = "sluice",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Turns a folder of YAML, SQL and Avro schemas into a data pipeline you can trust:",
      "nothing is visible before it is checked, and no row is ever lost."
    },
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nTen-second start:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} init shop       a small pipeline of your own, with data",
      "  ${ROOT-COMMAND-NAME} run shop        run it; everything it makes lies under shop/build",
      "  ${ROOT-COMMAND-NAME} run shop        edit shop/pipeline.yaml, and run it again",
      "",
      "Exit codes: 0 ok, 1 a check or the run failed, 2 spec or command line invalid,",
      "3 refused, 4 unknown outcome, 5 committed, but what follows could not be done yet."
    })
final class SluiceCommand implements Callable<Integer>, Session {
  @Spec private CommandSpec command;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "Show the version and the commit, and exit.")
  private boolean version;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      fallbackValue = "true", // given before and after the command it does not turn itself off
      description = "Print one JSON document on stdout instead of text. Default: text.")
  private boolean json;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      fallbackValue = "true",
      description =
          "With an error, show where in Sluice it came up, and what libraries said and logged."
              + " SLUICE_DEBUG=1 does the same. Default: only what helps to mend it.")
  private boolean debug; // read before the line is parsed

  private final Terminal results;
  private final Terminal messages;
  private final PrintWriter output;
  private final PrintWriter drawing;
  private final @Nullable BufferedReader answers;

  /**
   * The command.
   *
   * @param results what results go to
   * @param messages what everything else goes to
   * @param output stdout, to the letter
   * @param drawing where progress is drawn, by escapes of its own
   * @param answers what a person at a terminal types; null where nobody is
   */
  SluiceCommand(
      Terminal results,
      Terminal messages,
      PrintWriter output,
      PrintWriter drawing,
      @Nullable BufferedReader answers) {
    this.results = results;
    this.messages = messages;
    this.output = output;
    this.drawing = drawing;
    this.answers = answers;
  }

  @Override
  public PrintWriter data() {
    return results.isThere() ? command.commandLine().getOut() : output;
  }

  @Override
  public Page page() {
    return results.page();
  }

  @Override
  public Page notes() {
    return messages.page();
  }

  @Override
  public Terminal terminal() {
    return messages;
  }

  @Override
  public @Nullable BufferedReader answers() {
    return answers;
  }

  @Override
  public PrintWriter drawing() {
    return drawing;
  }

  @Override
  public Integer call() {
    CommandLine line = command.commandLine();
    if (json) {
      line.getOut().println(Json.write(tree(line)));
    } else if (version) {
      line.getOut().println("sluice " + BuiltFrom.here().text());
    } else {
      line.usage(line.getOut());
    }
    return ExitStatus.OK.number();
  }

  @Override
  public boolean isJson() {
    return json;
  }

  private static Map<String, @Nullable Object> tree(CommandLine line) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    BuiltFrom built = BuiltFrom.here();
    tree.put("version", built.version());
    if (!built.commit().isEmpty()) {
      tree.put("commit", built.commit());
    }
    tree.put(
        "commands",
        line.getSubcommands().entrySet().stream()
            .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
            .map(each -> each.getKey())
            .toList());
    return tree;
  }
}
