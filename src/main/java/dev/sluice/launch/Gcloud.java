// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command of Google's {@code gcloud}, to be shown or run. */
public record Gcloud(List<String> arguments) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./~-]+");

  /** Parts a list where a value holds a comma; see {@code gcloud topic escaping}. */
  private static final List<String> DELIMITERS = List.of("~", ";", "|", "#", "!", "@@", "~~~");

  public Gcloud {
    arguments = List.copyOf(arguments);
  }

  /** The command that writes the template's file. */
  public static Gcloud build(String file, String image, String metadata, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("gcloud", "dataflow", "flex-template"));
    arguments.addAll(List.of("build", file, "--image=" + image, "--sdk-language=JAVA"));
    arguments.add("--metadata-file=" + metadata);
    arguments.addAll(more);
    return new Gcloud(arguments);
  }

  /** The command that launches a job from the template's file. */
  public static Gcloud run(
      String job, String file, Map<String, String> parameters, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("gcloud", "dataflow", "flex-template"));
    arguments.addAll(List.of("run", job, "--template-file-gcs-location=" + file));
    arguments.add("--parameters=" + list(parameters));
    arguments.addAll(more);
    return new Gcloud(arguments);
  }

  /** A list as gcloud takes it, whatever the values hold. */
  static String list(Map<String, String> parameters) {
    String values = String.join("", parameters.values());
    if (!values.contains(",")) {
      return join(parameters, ",");
    }
    String delimiter =
        DELIMITERS.stream()
            .filter(each -> !values.contains(each))
            .findFirst()
            .orElseThrow(
                () ->
                    new PipelineException(
                        ErrorCode.INVALID_VALUE,
                        "The values of the parameters hold a comma and each of %s: gcloud has no way to part them"
                            .formatted(String.join(" ", DELIMITERS))));
    return "^" + delimiter + "^" + join(parameters, delimiter);
  }

  private static String join(Map<String, String> parameters, String delimiter) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(delimiter));
  }

  /** The command for a POSIX shell, one argument a line. */
  public String shell() {
    String quoted =
        arguments.stream().skip(5).map(Gcloud::quote).collect(Collectors.joining(" \\\n    "));
    String head = arguments.stream().limit(5).map(Gcloud::quote).collect(Collectors.joining(" "));
    return head + " \\\n    " + quoted + "\n";
  }

  private static String quote(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /**
   * Runs the command with this process's own input and output.
   *
   * @return its exit code
   * @throws PipelineException JOB_FAILED when there is no gcloud
   */
  public int execute() {
    try {
      return new ProcessBuilder(arguments).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.JOB_FAILED,
          "Cannot run gcloud: %s. Install the Google Cloud CLI, or run the printed command where it is."
              .formatted(e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PipelineException(ErrorCode.JOB_FAILED, "Interrupted while gcloud ran", e);
    }
  }
}
