// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.editor;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sluice editor}. */
@Command(
    name = "editor",
    description =
        "Write what editors need to complete keys and SQL into .sluice: the keys of pipeline.yaml and"
            + " of tests, and the tables and models as empty tables. No network is needed.",
    footerHeading = "%nExample:%n",
    footer = {
      "  sluice editor         after an update of Sluice, or when columns changed",
      "",
      "The first line of pipeline.yaml tells VS Code and IntelliJ where the keys are:",
      "  # yaml-language-server: $schema=.sluice/pipeline.schema.json"
    })
public final class EditorCommand extends PipelineCommand {
  @Override
  public Integer call() {
    PipelineSpec spec = checked(parse());
    Path folder = Path.of(spec.folder());
    List<String> written = new ArrayList<>();
    try {
      written.addAll(EditorFiles.keys(folder));
      written.add(EditorFiles.tables(folder, spec));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE, "Cannot write into %s/.sluice: %s".formatted(folder, e), e);
    }
    View view = new View().value("files", written);
    written.forEach(file -> view.line("wrote " + file));
    print(
        view.line("Begin pipeline.yaml with this line, if it does not yet:")
            .line("  # yaml-language-server: $schema=" + EditorFiles.PIPELINE)
            .line("and a file of tests with this one:")
            .line("  # yaml-language-server: $schema=../" + EditorFiles.TESTS));
    return ExitStatus.OK.number();
  }
}
