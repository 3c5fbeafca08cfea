// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.cli.author.DocsCommand;
import dev.sluice.cli.author.FmtCommand;
import dev.sluice.cli.author.TestCommand;
import dev.sluice.cli.care.CompactCommand;
import dev.sluice.cli.care.GcCommand;
import dev.sluice.cli.care.RebuildCommand;
import dev.sluice.cli.care.VerifyCommand;
import dev.sluice.cli.check.CheckCommand;
import dev.sluice.cli.contract.SchemaCommand;
import dev.sluice.cli.editor.EditorCommand;
import dev.sluice.cli.epochs.EpochsCommand;
import dev.sluice.cli.infer.ProfileCommand;
import dev.sluice.cli.infer.SuggestCommand;
import dev.sluice.cli.letters.DeadLettersCommand;
import dev.sluice.cli.look.FilesCommand;
import dev.sluice.cli.look.PreviewCommand;
import dev.sluice.cli.look.QueryCommand;
import dev.sluice.cli.look.ShowCommand;
import dev.sluice.cli.look.StatsCommand;
import dev.sluice.cli.pipeline.ExplainCommand;
import dev.sluice.cli.pipeline.InitCommand;
import dev.sluice.cli.pipeline.PlanCommand;
import dev.sluice.cli.pipeline.StatusCommand;
import dev.sluice.cli.pipeline.ValidateCommand;
import dev.sluice.cli.promote.PromoteCommand;
import dev.sluice.cli.report.ReportCommand;
import dev.sluice.cli.report.ServeCommand;
import dev.sluice.cli.run.ReplayCommand;
import dev.sluice.cli.run.RunCommand;
import dev.sluice.cli.template.TemplateCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands by name. Building all of them takes longer than most of them run, so a line that
 * names one gets that one alone; help, completion and mistakes get all of them.
 */
final class Commands {
  private Commands() {}

  /** Commands that tell of the others. */
  private static final Set<String> OF_ALL = Set.of("completion", "help");

  private static final Set<String> BEFORE_A_COMMAND = Set.of("--json", "--debug");
  private static final Set<String> OF_NONE = Set.of("-V", "--version");

  /** Adds what a line needs, to show what it would with all of them. */
  static void add(CommandLine line, String... args) {
    if (args.length == 1 && OF_NONE.contains(args[0])) {
      return;
    }
    Map<String, Class<?>> all = all();
    Optional<String> named =
        Arrays.stream(args).filter(arg -> !BEFORE_A_COMMAND.contains(arg)).findFirst();
    named
        .filter(name -> all.containsKey(name) && !OF_ALL.contains(name))
        .ifPresentOrElse(
            name -> line.addSubcommand(name, all.get(name)),
            () -> all.forEach(line::addSubcommand));
  }

  /** In the order of the help. */
  private static Map<String, Class<?>> all() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("init", InitCommand.class);
    commands.put("suggest", SuggestCommand.class);
    commands.put("profile", ProfileCommand.class);
    commands.put("validate", ValidateCommand.class);
    commands.put("test", TestCommand.class);
    commands.put("fmt", FmtCommand.class);
    commands.put("editor", EditorCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("report", ReportCommand.class);
    commands.put("serve", ServeCommand.class);
    commands.put("docs", DocsCommand.class);
    commands.put("show", ShowCommand.class);
    commands.put("stats", StatsCommand.class);
    commands.put("query", QueryCommand.class);
    commands.put("preview", PreviewCommand.class);
    commands.put("files", FilesCommand.class);
    commands.put("schema", SchemaCommand.class);
    commands.put("promote", PromoteCommand.class);
    commands.put("deadletters", DeadLettersCommand.class);
    commands.put("replay", ReplayCommand.class);
    commands.put("epochs", EpochsCommand.class);
    commands.put("explain", ExplainCommand.class);
    commands.put("verify", VerifyCommand.class);
    commands.put("gc", GcCommand.class);
    commands.put("compact", CompactCommand.class);
    commands.put("rebuild", RebuildCommand.class);
    commands.put("template", TemplateCommand.class);
    commands.put("completion", CompletionCommand.class);
    commands.put("help", HelpCommand.class);
    commands.put("warm-up", WarmUpCommand.class);
    return commands;
  }
}
