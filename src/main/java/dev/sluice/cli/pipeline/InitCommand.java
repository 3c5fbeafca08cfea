// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.Session;
import dev.sluice.cli.editor.EditorFiles;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.cli.infer.DataPipeline;
import dev.sluice.cli.infer.IgnoreFile;
import dev.sluice.cli.infer.LookOptions;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice init}. */
@Command(
    name = "init",
    description =
        "Write a pipeline that runs: for data of your own with --from, else a small one with a"
            + " schema, a model, tests, and data with one bad row.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice init shop                          a small pipeline to look at",
      "  sluice init shop --from data/orders.csv   one for this file",
      "  sluice init --from data/*.csv             a table for each kind of file"
    })
public final class InitCommand implements Callable<Integer> {
  private static final List<String> FILES =
      List.of(
          "README.md",
          IgnoreFile.NAME,
          "pipeline.yaml",
          "schemas/orders.avsc",
          "models/daily_revenue.sql",
          "data/orders.csv",
          "tests/orders.yaml");

  @Spec private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The new folder. With --from, by default the current one.")
  private @Nullable Path given;

  @Option(
      names = "--from",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files, patterns in quotes, or folders: a spec is guessed by all of their rows, each"
              + " guess with its evidence. DIR comes before it.")
  private List<String> from = List.of();

  @Mixin private LookOptions options;

  @Option(
      names = "--force",
      description =
          "Write into a folder that is not empty, over files of the same names. Default: refuse.")
  private boolean force;

  @ParentCommand private Session sluice;

  @Override
  public Integer call() {
    if (given == null && from.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Name the new folder, or data of yours: `--from FILE`.");
    }
    try {
      if (!from.isEmpty()) {
        return fromData();
      }
      refuseToOverwrite();
      for (String file : FILES) {
        write(file);
      }
      List<String> unused = EditorFiles.keys(folder());
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot write " + folder(), e);
    }
    command.commandLine().getOut().print(sluice.isJson() ? Json.write(tree()) + "\n" : text());
    return ExitStatus.OK.number();
  }

  private Path folder() {
    return given == null ? Path.of(".") : given;
  }

  private int fromData() throws IOException {
    if (!force) {
      DataPipeline.refuseToOverwrite(folder());
    }
    DataPipeline pipeline =
        new DataPipeline(folder(), name(), options.look(from, folder(), Set.of(), sluice));
    View view = pipeline.write();
    command
        .commandLine()
        .getOut()
        .print(sluice.isJson() ? Json.write(view.tree()) + "\n" : view.text(sluice.page()));
    return ExitStatus.OK.number();
  }

  private void refuseToOverwrite() throws IOException {
    if (force || !Files.exists(folder())) {
      return;
    }
    if (!Files.isDirectory(folder())) {
      throw Stop.refused(folder() + " is not a folder.");
    }
    try (Stream<Path> entries = Files.list(folder())) {
      if (entries.findAny().isPresent()) {
        throw Stop.refused(
            folder() + " is not empty. Name a new folder, or add --force to write into it.");
      }
    }
  }

  private void write(String file) throws IOException {
    Path target = folder().resolve(file);
    Files.createDirectories(target.getParent() == null ? folder() : target.getParent());
    if (file.equals(IgnoreFile.NAME)) {
      boolean unused = IgnoreFile.cover(folder());
      return;
    }
    try (InputStream template = InitCommand.class.getResourceAsStream("starter/" + file)) {
      if (template == null) {
        throw new PipelineException(ErrorCode.INTERNAL, "The jar lacks starter/" + file);
      }
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(target, text.replace("${name}", name()));
    }
  }

  /** The folder's name, made a legal pipeline name. */
  private String name() {
    Path last = folder().toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    String legal = name.replaceAll("[^a-z0-9_]+", "_").replaceAll("^[^a-z]+|_+$", "");
    return legal.isEmpty() ? "shop" : legal.substring(0, Math.min(legal.length(), 60));
  }

  private String text() {
    String shown = SafeText.escape(folder().toString());
    return "Wrote a pipeline to "
        + shown
        + "\n  "
        + String.join("\n  ", FILES)
        + "\n  "
        + EditorFiles.FOLDER
        + "   by which editors complete keys\n\nnext\n  "
        + CommandName.spelled()
        + " run "
        + CommandName.argument(folder().toString())
        + "\n";
  }

  private Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("folder", folder().toAbsolutePath().normalize().toString());
    tree.put("pipeline", name());
    tree.put("files", FILES);
    return tree;
  }
}
