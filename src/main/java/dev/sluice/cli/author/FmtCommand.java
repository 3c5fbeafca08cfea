// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.author;

import dev.sluice.bind.Binder;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.format.Formatted;
import dev.sluice.spec.format.SqlFormatter;
import dev.sluice.spec.format.YamlFormatter;
import dev.sluice.trial.cases.CaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice fmt}. */
@Command(
    name = "fmt",
    description =
        "Give pipeline.yaml, the .sql files it names and the tests one form: keys in the order of the"
            + " documentation, two blanks a level, keywords in capitals. Comments stay, and what a"
            + " file says never changes.",
    footerHeading = "%nExample:%n",
    footer = {
      "  sluice fmt            format the files",
      "  sluice fmt --check    name those that are not formatted, and exit with 1"
    })
public final class FmtCommand extends PipelineCommand {
  @Option(
      names = "--check",
      description = "Change nothing; exit with 1 when a file is not in its form. Default: format.")
  private boolean isCheck;

  private final List<String> changed = new ArrayList<>();
  private final Map<String, String> left = new TreeMap<>();
  private int files;

  @Override
  public Integer call() {
    Parsed parsed = parse();
    checked(parsed);
    Path root = Path.of(Objects.requireNonNull(parsed.spec()).folder());
    try (Binder binder = Binder.open()) {
      SqlFormatter sql = new SqlFormatter(binder);
      for (String file : new TreeSet<>(parsed.texts().keySet())) {
        if (file.endsWith(".sql")) {
          format(root, file, sql::format);
        } else if (file.endsWith(".yaml") || file.endsWith(".yml")) {
          format(root, file, YamlFormatter::pipeline);
        }
      }
    }
    for (String file : CaseFiles.names(root)) {
      format(root, file, YamlFormatter::plain);
    }
    print(view());
    return (isCheck && !changed.isEmpty() ? ExitStatus.FAILED : ExitStatus.OK).number();
  }

  private interface Form {
    Formatted of(String text);
  }

  private void format(Path root, String file, Form form) {
    Path path = root.resolve(file);
    try {
      String text = Files.readString(path);
      Formatted formatted = form.of(text);
      files++;
      if (formatted.left() != null) {
        left.put(file, formatted.left());
      } else if (!formatted.text().equals(text)) {
        changed.add(file);
        if (!isCheck) {
          Files.writeString(path, formatted.text());
        }
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE, "Cannot format %s: %s".formatted(path, e), e);
    }
  }

  private View view() {
    View view = new View().value("changed", changed).value("left", left).value("files", files);
    changed.forEach(file -> view.line((isCheck ? "not in its form: " : "formatted ") + file));
    left.forEach((file, why) -> view.line("left as it is: " + file + ": " + why));
    return changed.isEmpty() && left.isEmpty()
        ? view.line(SafeText.count(files, "file") + ", all in their form")
        : view;
  }
}
