// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import dev.sluice.error.issue.Issue;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.report.page.Page;
import dev.sluice.report.text.Json;
import dev.sluice.report.view.PlaceLines;
import dev.sluice.report.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints what went wrong, to people on stderr and to programs on stdout, and picks the exit code.
 */
public final class Failures {
  private static final String REPORT =
      "--debug shows where: please report it with what that prints, as an issue of Sluice";

  private final boolean isJson;
  private final boolean isDebug;

  private final Page page;

  /**
   * Failures of one command line.
   *
   * @param page how people see them
   */
  public Failures(boolean isJson, boolean isDebug, Page page) {
    this.isJson = isJson;
    this.isDebug = isDebug;
    this.page = page;
  }

  public int wrongCommandLine(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    if (isJson) {
      print(line, error("COMMAND_LINE", ErrorKind.USER, message(e), List.of()), List.of());
      return ExitStatus.INVALID.number();
    }
    print(line, View.error("", message(e)));
    Optional<String> meant = CommandSuggestion.of(e);
    if (meant.isPresent()) {
      line.getErr().println("Did you mean `" + meant.get() + "`?");
    } else {
      line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
    }
    return ExitStatus.INVALID.number();
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String words = "`" + String.join(" ", unmatched.getUnmatched()) + "`";
      return e.getCommandLine().getSubcommands().isEmpty()
          ? words + " is more than this command takes."
          : "There is no command " + words + ".";
    }
    return String.valueOf(e.getMessage()).replace("option option '", "option '");
  }

  public int failed(Exception e, CommandLine line, ParseResult parsed) {
    return e instanceof Stop stop ? stopped(stop, line) : failed(e, line);
  }

  /** Whatever else went wrong; texts and names of libraries are for those who ask for them. */
  public int failed(Throwable thrown, CommandLine line) {
    PipelineException e = Unexpected.of(thrown);
    ErrorCode code = e.code();
    boolean isDefect = code.kind() == ErrorKind.INTERNAL;
    String message = String.valueOf(e.getMessage());
    if (isJson) {
      print(line, error(code.name(), code.kind(), message, places(line, e)), List.of());
    } else {
      View view = View.error(code.name(), message);
      source(line).ifPresent(files -> PlaceLines.add(view, files, e.about(), page.width()));
      causes(e).forEach(cause -> view.labelled(8, "because", cause));
      report(line).ifPresent(page -> view.labelled(8, "report", page));
      print(line, view);
    }
    if (isDefect && !isDebug) {
      line.getErr().println("  " + REPORT);
    }
    if (isDebug) {
      thrown.printStackTrace(line.getErr());
    }
    return ExitStatus.of(code).number();
  }

  private int stopped(Stop stop, CommandLine line) {
    boolean isLocated = !stop.issues().isEmpty();
    String message = String.valueOf(stop.getMessage());
    if (isJson) {
      print(line, error(stop.code(), ErrorKind.USER, message, List.of()), stop.issues());
    } else if (isLocated) {
      line.getErr().print(IssueText.render(stop.issues(), stop.texts(), page));
    } else {
      print(line, View.error("", message));
    }
    return stop.status().number();
  }

  private void print(CommandLine line, View view) {
    line.getErr().print(view.text(page));
    line.getErr().flush();
  }

  private static Map<String, @Nullable Object> error(
      String code, ErrorKind kind, String message, List<Map<String, @Nullable Object>> places) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("kind", kind.name().toLowerCase(Locale.ROOT));
    error.put("message", message);
    if (!places.isEmpty()) {
      error.put("at", places);
    }
    return error;
  }

  private static Optional<SpecSource> source(CommandLine line) {
    return line.getCommandSpec().userObject() instanceof Reporting command
        ? Optional.of(command.source())
        : Optional.empty();
  }

  private static List<Map<String, @Nullable Object>> places(CommandLine line, PipelineException e) {
    return source(line).map(files -> PlaceLines.trees(files, e.about())).orElse(List.of());
  }

  private static void print(
      CommandLine line, Map<String, @Nullable Object> error, List<Issue> issues) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("error", error);
    tree.put("issues", IssueText.trees(issues));
    report(line).ifPresent(place -> tree.put("report", place));
    line.getOut().println(Json.write(tree));
  }

  private static Optional<String> report(CommandLine line) {
    return line.getCommandSpec().userObject() instanceof Reporting command
        ? Optional.ofNullable(command.report())
        : Optional.empty();
  }

  /** What our own errors say below the first, unless it was said. */
  private static List<String> causes(Throwable e) {
    List<String> causes = new ArrayList<>();
    String said = String.valueOf(e.getMessage());
    for (Throwable cause = e.getCause();
        cause != null && causes.size() < 5;
        cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (cause instanceof PipelineException && !said.contains(text)) {
        causes.add(text);
        said += "\n" + text;
      }
    }
    return causes;
  }
}
