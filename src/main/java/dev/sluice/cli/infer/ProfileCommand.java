// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.base.PageFile;
import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.values.FileValues;
import dev.sluice.report.stats.ProfileText;
import dev.sluice.report.stats.page.ProfilePage;
import dev.sluice.report.text.Json;
import dev.sluice.report.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice profile}. */
@Command(
    name = "profile",
    description = {
      "Look at files of data and say what their values are like, column by column: nulls,"
          + " different values, distribution, frequent values. No pipeline is needed.",
      "Files are read as `init --from` and a run of its pipeline read them; memory does not grow"
          + " with the rows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice profile data/orders.csv",
      "  sluice profile 'data/*.parquet' --open",
      "  sluice profile data --html profile.html --personal email"
    })
public final class ProfileCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  /** Paths are spelled from the folder of a spec: from one that holds none, whole. */
  private static final Path ELSEWHERE =
      Path.of(System.getProperty("java.io.tmpdir"), "sluice-profile", "spec");

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of CSV, JSON, Avro or Parquet, patterns in quotes, or folders.")
  private List<String> files;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page of it to this file. Default: print a line for each column.")
  private @Nullable Path html;

  @Option(names = "--open", description = "Open the page in a browser. Default: only write it.")
  private boolean isOpened;

  @Option(
      names = "--personal",
      paramLabel = "COLUMN",
      description =
          "A column that is personal: its rows are counted, and no value is shown. Repeatable."
              + " Default: none.")
  private Set<String> personal = Set.of();

  @Mixin private LookOptions options;

  @ParentCommand private Session sluice;

  @Override
  public Integer call() {
    List<TableGuess> tables = options.look(files, ELSEWHERE, Set.of(), sluice);
    requireColumns(tables);
    ProfileText text = new ProfileText(values(tables));
    View view = text.view();
    Path page = page();
    if (page != null) {
      PageFile.write(page, ProfilePage.of(text.tables()));
      String shown = page.toAbsolutePath().normalize().toString();
      view.value("page", shown).line("").line("page  " + shown);
      if (isOpened && !PageFile.open(page.toAbsolutePath())) {
        view.line("No browser could be started; open the file yourself.");
      }
    }
    command
        .commandLine()
        .getOut()
        .print(sluice.isJson() ? Json.write(view.tree()) + "\n" : view.text(sluice.page()));
    return ExitStatus.OK.number();
  }

  private List<FileValues> values(List<TableGuess> tables) {
    try (LookProgress progress = new LookProgress(sluice)) {
      return FileValues.of(tables, new FileValues.Request(personal, options.most(), progress));
    }
  }

  /** A name that is misspelt would show what it was to hide. */
  private void requireColumns(List<TableGuess> tables) {
    Set<String> names = new TreeSet<>();
    tables.forEach(table -> table.columns().stream().map(ColumnGuess::name).forEach(names::add));
    for (String each : personal) {
      if (!names.contains(each)) {
        throw new PipelineException(
            ErrorCode.UNKNOWN_NAME,
            "--personal %s: there is no such column; %s"
                .formatted(each, Suggestion.nearestOr(each, "there are ", names)));
      }
    }
  }

  private @Nullable Path page() {
    if (html != null || !isOpened) {
      return html;
    }
    try {
      return Files.createTempFile("sluice-profile-", ".html");
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE,
          "Cannot write a page among temporary files: %s. Name a file with --html.".formatted(e),
          e);
    }
  }
}
