// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.cli.output.Terminal;
import dev.sluice.report.text.CommandName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A line that names a command is answered as if all commands had been built. */
final class CommandsTest {
  private static final CommandLine ALL = line();

  @Test
  void buildsNamedCommandAlone() {
    assertThat(built("validate", "shop").size(), equalTo(1));
    assertThat(
        built("--json", "--debug", "promote", "plan").keySet().toString(), equalTo("[promote]"));
    assertThat(built("--version").size(), equalTo(0));
  }

  @Test
  void buildsAllForHelpCompletionAndMistakes() {
    int all = built().size();
    for (String line :
        List.of(
            "--help",
            "help run",
            "completion",
            "validat",
            "-- run",
            "--jsn run",
            "--json",
            "@run")) {
      assertThat(line, built(line.split(" ")).size(), equalTo(all));
    }
  }

  @Test
  void namesCommandsAsTheyNameThemselves() {
    built().forEach((name, line) -> assertThat(name(line), equalTo(name)));
  }

  @Test
  void showsSameHelpAlone() {
    for (List<String> command : commands(built(), List.of())) {
      List<String> help = new ArrayList<>(command);
      help.add("--help");
      assertThat(told(help), equalTo("0: " + usage(command)));
    }
  }

  @Test
  void tellsOfMistakesBehindCommand() {
    assertThat(
        told(List.of("validate", "shop", "more")),
        equalTo(
            "2: sluice: `more` is more than this command takes.\nTry `sluice validate --help`.\n"));
    assertThat(
        told(List.of("promote", "pln")),
        equalTo("2: sluice: There is no command `pln`.\nDid you mean `sluice promote plan`?\n"));
    assertThat(
        told(List.of("validte")),
        equalTo("2: sluice: There is no command `validte`.\nDid you mean `sluice validate`?\n"));
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec()
        .userObject()
        .getClass()
        .getAnnotation(CommandLine.Command.class)
        .name();
  }

  @Test
  void knowsWhichCommandsKnowNoTarget() {
    List<String> without =
        ALL.getSubcommands().entrySet().stream()
            .filter(each -> !takesTarget(each.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    try {
      CommandName.target("prod");
      List<String> left =
          ALL.getSubcommands().keySet().stream()
              .filter(name -> !name.equals("warm-up"))
              .filter(name -> !CommandName.in("`sluice " + name + "`").contains("--target"))
              .sorted()
              .toList();
      assertThat(left, equalTo(without.stream().filter(name -> !name.equals("warm-up")).toList()));
    } finally {
      CommandName.target(null);
    }
  }

  private static boolean takesTarget(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? line.getCommandSpec().findOption("--target") != null
        : line.getSubcommands().values().stream().anyMatch(CommandsTest::takesTarget);
  }

  private static List<List<String>> commands(Map<String, CommandLine> among, List<String> before) {
    List<List<String>> found = new ArrayList<>();
    among.forEach(
        (name, line) -> {
          List<String> path = new ArrayList<>(before);
          path.add(name);
          found.add(path);
          found.addAll(commands(line.getSubcommands(), path));
        });
    return found;
  }

  /** What all of them built together say of one. */
  private static String usage(List<String> command) {
    CommandLine line = ALL;
    for (String name : command) {
      line = line.getSubcommands().get(name);
    }
    return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private static Map<String, CommandLine> built(String... args) {
    return line(args).getSubcommands();
  }

  private static CommandLine line(String... args) {
    PrintWriter nothing = new PrintWriter(Writer.nullWriter());
    CommandLine line =
        new CommandLine(new SluiceCommand(Terminal.NONE, Terminal.NONE, nothing, nothing, null));
    Commands.add(line, args);
    return line.setUsageHelpAutoWidth(false);
  }

  /** The exit code and all output. */
  private static String told(List<String> args) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    int code = Main.execute(writer, writer, args.toArray(String[]::new));
    return code + ": " + text;
  }
}
