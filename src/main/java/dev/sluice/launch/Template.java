// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.report.text.Json;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** The Flex Template, as Dataflow's own messages describe one; made from {@link LaunchOptions}. */
public final class Template {
  private Template() {}

  /**
   * A parameter.
   *
   * @param type one of Dataflow's
   * @param regexes what a value must look like, as a whole; empty for anything
   * @param values the only ones; empty for any
   * @param byDefault empty for none
   */
  public record Option(
      String name,
      String label,
      String help,
      boolean isRequired,
      String type,
      List<String> regexes,
      List<String> values,
      String byDefault) {
    /** What is wrong with a value; null when nothing is. */
    public @Nullable String problem(String value) {
      if (!values.isEmpty() && !values.contains(value)) {
        return "must be one of " + String.join(", ", values);
      }
      boolean fits = regexes.stream().allMatch(regex -> Pattern.matches(regex, value));
      return fits ? null : "must look like " + String.join(" and ", regexes);
    }

    private Map<String, @Nullable Object> tree() {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("name", name);
      tree.put("label", label);
      tree.put("helpText", help);
      tree.put("isOptional", !isRequired);
      if (!regexes.isEmpty()) {
        tree.put("regexes", regexes);
      }
      tree.put("paramType", type);
      if (!values.isEmpty()) {
        tree.put(
            "enumOptions", values.stream().map(value -> Map.of("value", (Object) value)).toList());
      }
      if (!byDefault.isEmpty()) {
        tree.put("defaultValue", byDefault);
      }
      return tree;
    }
  }

  /** The parameters in their order. */
  public static List<Option> options() {
    return Arrays.stream(LaunchOptions.class.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(TemplateParameter.class))
        .sorted(Comparator.comparingInt(method -> parameter(method).order()))
        .map(Template::option)
        .toList();
  }

  private static TemplateParameter parameter(Method method) {
    return Objects.requireNonNull(method.getAnnotation(TemplateParameter.class));
  }

  private static Option option(Method method) {
    TemplateParameter parameter = parameter(method);
    int start = method.getName().startsWith("is") ? 2 : 3;
    String name = method.getName().substring(start);
    Description description = method.getAnnotation(Description.class);
    return new Option(
        name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
        parameter.label(),
        description == null ? "" : description.value(),
        method.isAnnotationPresent(Validation.Required.class),
        parameter.type(),
        parameter.regex().isEmpty() ? List.of() : List.of(parameter.regex()),
        List.of(parameter.values()),
        byDefault(method));
  }

  private static String byDefault(Method method) {
    Default.Boolean flag = method.getAnnotation(Default.Boolean.class);
    Default.String text = method.getAnnotation(Default.String.class);
    return flag != null ? String.valueOf(flag.value()) : text != null ? text.value() : "";
  }

  /** Dataflow's message {@code TemplateMetadata}. */
  public static Map<String, @Nullable Object> metadata() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", "Sluice");
    tree.put(
        "description",
        "Runs a Sluice pipeline: extract, validate, transform, check, and publish in one commit.");
    tree.put("streaming", false);
    tree.put("parameters", options().stream().map(Option::tree).toList());
    return tree;
  }

  /** Dataflow's message {@code ContainerSpec}, which lies in Cloud Storage and names the image. */
  public static Map<String, @Nullable Object> containerSpec() {
    Map<String, @Nullable Object> environment = new LinkedHashMap<>();
    environment.put("additionalExperiments", List.of("use_runner_v2"));
    environment.put("machineType", "e2-standard-4");
    environment.put("diskSizeGb", 100);
    environment.put("maxWorkers", 10);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("image", "REGION-docker.pkg.dev/PROJECT/sluice/sluice:COMMIT");
    tree.put("sdkInfo", Map.of("language", "JAVA"));
    tree.put("metadata", metadata());
    tree.put("defaultEnvironment", environment);
    return tree;
  }

  /** Dataflow's message {@code LaunchFlexTemplateRequest}, an example. */
  public static Map<String, @Nullable Object> launch() {
    Map<String, @Nullable Object> environment = new LinkedHashMap<>();
    environment.put("serviceAccountEmail", "sluice-worker@PROJECT.iam.gserviceaccount.com");
    environment.put("tempLocation", "gs://BUCKET/sluice-temp");
    environment.put("stagingLocation", "gs://BUCKET/sluice-temp/staging");
    environment.put("subnetwork", "regions/REGION/subnetworks/SUBNETWORK");
    environment.put("ipConfiguration", "WORKER_IP_PRIVATE");
    Map<String, @Nullable Object> parameter = new LinkedHashMap<>();
    parameter.put("jobName", "sluice-shop-20260131");
    parameter.put("containerSpecGcsPath", "gs://BUCKET/templates/sluice.json");
    parameter.put(
        "parameters",
        new TreeMap<>(Map.of("spec", "gs://BUCKET/pipelines/shop", "approve", "manual")));
    parameter.put("environment", environment);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("launchParameter", parameter);
    return tree;
  }

  /** The files that are kept in the repository, by name. */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("sluice-metadata.json", Json.write(metadata()) + "\n");
    files.put("sluice-container-spec.json", Json.write(containerSpec()) + "\n");
    files.put("sluice-launch.json", Json.write(launch()) + "\n");
    return files;
  }
}
