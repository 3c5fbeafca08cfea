// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.base.ChoiceOptions;
import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.spell.SpecText;
import dev.sluice.infer.spell.TableText;
import dev.sluice.report.infer.GuessText;
import dev.sluice.report.text.Json;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice suggest}. */
@Command(
    name = "suggest",
    description =
        "Look at files and say what a table of a pipeline that reads them should be, each guess with"
            + " its evidence.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice suggest shop 'data/returns_*.csv'      print the table",
      "  sluice suggest shop data/returns.csv --write  add it to pipeline.yaml"
    })
public final class SuggestCommand implements Callable<Integer> {
  private static final String SPEC = "pipeline.yaml";

  @Spec private CommandSpec command;

  @Parameters(
      arity = "1..*",
      paramLabel = "[DIR] FILE",
      description =
          "The folder that holds pipeline.yaml (default: the current folder), then files, patterns"
              + " in quotes, or folders.")
  private List<String> arguments;

  @Option(names = "--write", description = "Add the table to pipeline.yaml. Default: print it.")
  private boolean isWritten;

  @Mixin private LookOptions options;

  @Mixin private ChoiceOptions chosen;

  @ParentCommand private Session sluice;

  @Override
  public Integer call() {
    boolean isNamed = Files.exists(Path.of(arguments.get(0)).resolve(SPEC));
    Path folder = Path.of(isNamed ? arguments.get(0) : ".");
    List<String> files = isNamed ? arguments.subList(1, arguments.size()) : arguments;
    if (files.isEmpty()) {
      throw new ParameterException(command.commandLine(), "Name the files to look at behind DIR.");
    }
    List<TableGuess> tables = options.look(files, folder, names(folder), sluice);
    String yaml = tables.stream().map(TableText::of).collect(Collectors.joining("\n"));
    if (isWritten) {
      write(folder, yaml);
    }
    View view = new GuessText(tables).view();
    view.value("yaml", yaml);
    view.value("written", isWritten);
    String text =
        isWritten
            ? "Added to %s\n\n%s\n%s"
                .formatted(folder.resolve(SPEC), view.text(sluice.page()), SpecText.later(""))
            : SpecText.later("  # ") + yaml;
    command.commandLine().getOut().print(sluice.isJson() ? Json.write(view.tree()) + "\n" : text);
    return ExitStatus.OK.number();
  }

  /** The tables and models that are there. */
  private Set<String> names(Path folder) {
    Set<String> names = new HashSet<>();
    if (Files.exists(folder.resolve(SPEC))) {
      Parsed parsed = SpecParser.parse(folder, chosen.choices());
      if (parsed.spec() != null) {
        parsed.spec().tables().stream().map(TableSpec::name).forEach(names::add);
        parsed.spec().models().forEach(model -> names.add(model.name()));
      }
    }
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private void write(Path folder, String yaml) {
    Path file = folder.resolve(SPEC);
    if (!Files.exists(file)) {
      throw Stop.refused(
          "There is no " + file + " to add to. `sluice init --from FILE` writes one.");
    }
    try {
      String before = Files.readString(file);
      Files.writeString(file, TablesBlock.with(before, yaml));
      Parsed parsed = SpecParser.parse(folder, chosen.choices());
      if (parsed.spec() == null) {
        Files.writeString(file, before);
        throw Stop.invalid(parsed.issues(), parsed.texts());
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot write " + file, e);
    }
  }
}
