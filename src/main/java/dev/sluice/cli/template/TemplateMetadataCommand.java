// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.template;

import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.launch.Template;
import dev.sluice.report.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice template metadata}. */
@Command(
    name = "metadata",
    description =
        "Print what the template takes, as the JSON that gcloud and the console read; or write it,"
            + " with a container spec and a launch request to start from.")
final class TemplateMetadataCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description = "Write the files into this folder, over those there. Default: print the first.")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    if (folder == null) {
      command.commandLine().getOut().println(Json.write(Template.metadata()));
      return ExitStatus.OK.number();
    }
    List<String> written = write(folder);
    boolean isJson = ((Session) command.root().userObject()).isJson();
    command
        .commandLine()
        .getOut()
        .println(isJson ? Json.write(Map.of("files", written)) : String.join("\n", written));
    return ExitStatus.OK.number();
  }

  private static List<String> write(Path folder) {
    List<String> written = new ArrayList<>();
    try {
      Path made = Files.createDirectories(folder);
      for (Map.Entry<String, String> file : Template.files().entrySet()) {
        written.add(Files.writeString(made.resolve(file.getKey()), file.getValue()).toString());
      }
      return written;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write into %s: %s".formatted(folder, e), e);
    }
  }
}
