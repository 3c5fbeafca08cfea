// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.Issue;
import dev.sluice.error.PipelineException;
import dev.sluice.run.Json;
import dev.sluice.run.Text;
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
final class Failures {
  private final boolean isJson;

  Failures(boolean isJson) {
    this.isJson = isJson;
  }

  int wrongCommandLine(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    if (isJson) {
      print(line, "COMMAND_LINE", ErrorKind.USER, String.valueOf(e.getMessage()), List.of());
      return ExitStatus.INVALID.number();
    }
    line.getErr().println("sluice: " + Text.escape(String.valueOf(e.getMessage())));
    Optional<String> meant = Nearest.command(e);
    if (meant.isPresent()) {
      line.getErr().println("Did you mean `" + meant.get() + "`?");
    } else if (!UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
      line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
    }
    return ExitStatus.INVALID.number();
  }

  int failed(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof Stop stop) {
      return stopped(stop, line);
    }
    ErrorCode code = e instanceof PipelineException known ? known.code() : ErrorCode.INTERNAL;
    String message = e instanceof PipelineException ? String.valueOf(e.getMessage()) : e.toString();
    if (isJson) {
      print(line, code.name(), code.kind(), message, List.of());
    } else {
      line.getErr().println("sluice: " + code + ": " + Text.escape(message));
      causes(e).forEach(cause -> line.getErr().println("  because " + Text.escape(cause)));
    }
    if (code.kind() == ErrorKind.INTERNAL) {
      e.printStackTrace(line.getErr());
    }
    return ExitStatus.of(code).number();
  }

  private int stopped(Stop stop, CommandLine line) {
    boolean isSpec = stop.status() == ExitStatus.INVALID;
    String message = String.valueOf(stop.getMessage());
    if (isJson) {
      print(line, isSpec ? "SPEC_INVALID" : "REFUSED", ErrorKind.USER, message, stop.issues());
    } else if (isSpec) {
      line.getErr().print(IssueText.render(stop.issues(), stop.texts()));
    } else {
      line.getErr().println("sluice: " + Text.escape(message));
    }
    return stop.status().number();
  }

  private static void print(
      CommandLine line, String code, ErrorKind kind, String message, List<Issue> issues) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("kind", kind.name().toLowerCase(Locale.ROOT));
    error.put("message", message);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("error", error);
    tree.put("issues", IssueText.trees(issues));
    line.getOut().println(Json.write(tree));
  }

  private static List<String> causes(Throwable e) {
    List<String> causes = new ArrayList<>();
    for (Throwable cause = e.getCause();
        cause != null && causes.size() < 5;
        cause = cause.getCause()) {
      causes.add(cause.toString());
    }
    return causes;
  }
}
