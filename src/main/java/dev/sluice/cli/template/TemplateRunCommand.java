// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.template;

import dev.sluice.error.issue.Suggestion;
import dev.sluice.launch.Gcloud;
import dev.sluice.launch.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice template run}. */
@Command(
    name = "run",
    description = "Print the command that launches a pipeline by the template; or run it.")
final class TemplateRunCommand extends GcloudCommand {
  @Parameters(
      paramLabel = "JOB",
      description =
          "The job's name: lower-case letters, digits and `-`. Of one name only one job runs at a"
              + " time. Required.")
  private String job;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      required = true,
      description = "The template's file: gs://BUCKET/PATH.json. Required.")
  private String template;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      required = true,
      description = "Where the workers are, such as europe-west1. Required.")
  private String region;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description =
          "What `sluice template metadata` lists, such as spec=gs://BUCKET/shop; may stand several"
              + " times. `spec` is required.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Override
  Gcloud gcloud() {
    if (!job.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw wrong("JOB must be of lower-case letters, digits and `-`, not '" + job + "'");
    }
    List<Template.Option> options = Template.options();
    List<String> names = options.stream().map(Template.Option::name).toList();
    for (String name : parameters.keySet()) {
      if (!names.contains(name)) {
        throw wrong(
            "The template has no parameter `%s`: %s"
                .formatted(name, Suggestion.nearestOr(name, "it has ", names)));
      }
    }
    options.forEach(this::requireFit);
    List<String> more = new ArrayList<>(List.of("--region=" + region));
    more.addAll(more());
    return Gcloud.run(job, template, parameters, more);
  }

  private void requireFit(Template.Option option) {
    @Nullable String value = parameters.get(option.name());
    if (value == null && option.isRequired()) {
      throw wrong(
          "The parameter `%s` is missing: --parameter=%s=…"
              .formatted(option.name(), option.name()));
    }
    String problem = value == null ? null : option.problem(value);
    if (problem != null) {
      throw wrong(
          "The parameter `%s` %s, not '%s'"
              .formatted(option.name(), problem, Objects.requireNonNull(value)));
    }
  }
}
