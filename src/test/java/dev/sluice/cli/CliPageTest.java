// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.cli.output.Terminal;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Keeps the page on commands equal to what {@code --help} says. */
class CliPageTest {
  private static final Path PAGE = Path.of("docs/cli.md");

  private static final String TOP =
      """
      <!-- Written by CliPageTest with -Dgolden.update; edit the descriptions of the commands instead. -->

      # Commands

      What `--help` says, command by command. `DIR` is the pipeline's folder, by default the current one. Every command takes
      `--json` (one document on stdout, errors too) and `--debug`; what the numbers a command ends with mean is told in
      [exit codes](exit-codes.md).

      """;

  @Test
  void saysOfEveryCommandWhatItsHelpSays() throws IOException {
    StringBuilder page = new StringBuilder(TOP);
    CommandLine sluice =
        new CommandLine(
            new SluiceCommand(Terminal.NONE, Terminal.NONE, nothing(), nothing(), null));
    Commands.add(sluice);
    sluice.setUsageHelpAutoWidth(false);
    append(page, sluice, "##");
    String text = page.toString();
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, text);
    }
    assertThat("rewrite docs/cli.md with -Dgolden.update", Pipelines.text(PAGE), equalTo(text));
  }

  private static void append(StringBuilder page, CommandLine command, String level) {
    page.append("%s %s\n\n```text\n".formatted(level, command.getCommandSpec().qualifiedName()));
    page.append(command.getUsageMessage(Ansi.OFF).strip().replaceAll("(?m)[ \t]+$", ""));
    page.append("\n```\n\n");
    for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
      if (!each.getValue().getCommandSpec().usageMessage().hidden()) {
        append(page, each.getValue(), level.length() < 3 ? "##" : "###");
      }
    }
  }

  private static PrintWriter nothing() {
    return new PrintWriter(Writer.nullWriter());
  }
}
