// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.pipeline;

import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice init}. */
@Command(
    name = "init",
    description =
        "Write a small pipeline that runs: pipeline.yaml with comments, a schema, a model, and"
            + " data with one bad row.")
public final class InitCommand implements Callable<Integer> {
  private static final List<String> FILES =
      List.of(
          "README.md",
          "pipeline.yaml",
          "schemas/orders.avsc",
          "models/daily_revenue.sql",
          "data/orders.csv");

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "DIR", description = "The new folder. Required.")
  private Path folder;

  @Option(
      names = "--force",
      description =
          "Write into a folder that is not empty, over files of the same names. Default: refuse.")
  private boolean force;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @ParentCommand private Session sluice;

  @Override
  public Integer call() {
    try {
      refuseToOverwrite();
      for (String file : FILES) {
        write(file);
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot write " + folder, e);
    }
    command.commandLine().getOut().print(sluice.isJson() ? Json.write(tree()) + "\n" : text());
    return ExitStatus.OK.number();
  }

  private void refuseToOverwrite() throws IOException {
    if (force || !Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw Stop.refused(folder + " is not a folder.");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw Stop.refused(
            folder + " is not empty. Name a new folder, or add --force to write into it.");
      }
    }
  }

  private void write(String file) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent() == null ? folder : target.getParent());
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
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    String legal = name.replaceAll("[^a-z0-9_]+", "_").replaceAll("^[^a-z]+|_+$", "");
    return legal.isEmpty() ? "shop" : legal.substring(0, Math.min(legal.length(), 60));
  }

  private String text() {
    String shown = SafeText.escape(folder.toString());
    return "Wrote a pipeline to "
        + shown
        + "\n  "
        + String.join("\n  ", FILES)
        + "\n\nnext\n  "
        + CommandName.spelled()
        + " run "
        + CommandName.argument(folder.toString())
        + "\n";
  }

  private Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("folder", folder.toAbsolutePath().normalize().toString());
    tree.put("pipeline", name());
    tree.put("files", FILES);
    return tree;
  }
}
