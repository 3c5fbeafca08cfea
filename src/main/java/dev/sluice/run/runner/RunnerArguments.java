// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Reads Beam's options from a command line, and says what is wrong with them. */
final class RunnerArguments {
  private RunnerArguments() {}

  /**
   * Parses.
   *
   * @param known options that stand beside Beam's own, to guess what was meant
   */
  static PipelineOptions parse(List<String> arguments, Collection<String> known) {
    if (!PipelineOptionsFactory.getRegisteredOptions().contains(DataflowPipelineOptions.class)) {
      PipelineOptionsFactory.resetCache(); // what alone() left out
    }
    Set<String> names = names();
    arguments.forEach(RunnerArguments::requireRunner);
    for (String argument : arguments) {
      requireKnown(argument, names, known);
    }
    try {
      return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
    } catch (RuntimeException e) {
      throw unreadable(arguments, e);
    }
  }

  static boolean isGiven(List<String> arguments, String name) {
    return arguments.stream().anyMatch(argument -> name(argument).equals(name));
  }

  /** What was given for an option; the last where it was given several times. */
  static Optional<String> value(List<String> arguments, String name) {
    return arguments.stream()
        .filter(argument -> name(argument).equals(name) && argument.contains("="))
        .map(argument -> argument.substring(argument.indexOf('=') + 1))
        .reduce((first, last) -> last);
  }

  /**
   * Makes options without reading those of all runners and connectors, which takes Beam 0.7 s of
   * processor time once for each process.
   */
  static <T> T alone(Supplier<T> made) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new NoRegistrars(before));
    try {
      return made.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Beam finds the registrars of options by the context class loader, when it is first used. */
  private static final class NoRegistrars extends ClassLoader {
    private static final String REGISTRARS =
        "META-INF/services/org.apache.beam.sdk.options.PipelineOptionsRegistrar";

    NoRegistrars(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(REGISTRARS) ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }

  private static String name(String argument) {
    int end = argument.indexOf('=');
    return argument.startsWith("--")
        ? argument.substring(2, end < 0 ? argument.length() : end)
        : argument;
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Class<?> options : PipelineOptionsFactory.getRegisteredOptions()) {
      for (Method method : options.getMethods()) {
        String name = method.getName();
        int start = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        if (start > 0 && method.getParameterCount() == 0 && name.length() > start) {
          names.add(
              name.substring(start, start + 1).toLowerCase(Locale.ROOT)
                  + name.substring(start + 1));
        }
      }
    }
    return names;
  }

  private static void requireKnown(String argument, Set<String> names, Collection<String> known) {
    String name = name(argument);
    if (names.contains(name) && argument.contains("=")) {
      return;
    }
    if (names.contains(name)) {
      throw Runner.invalid("`--%s` lacks its value: write `--%s=VALUE`".formatted(name, name));
    }
    Set<String> candidates = new TreeSet<>();
    names.forEach(each -> candidates.add("--" + each));
    candidates.addAll(known);
    String nearest = Suggestion.nearest("--" + name, candidates);
    throw Runner.invalid(
        "`--%s` is an option neither of Sluice nor of Beam's runners%s"
            .formatted(name, nearest == null ? "." : ": " + nearest));
  }

  private static void requireRunner(String argument) {
    String runner = argument.substring(argument.indexOf('=') + 1);
    if (name(argument).equals("runner") && !Runner.NAMES.contains(runner)) {
      throw Runner.invalid(
          "`%s` is not a runner: %s"
              .formatted(runner, Suggestion.nearestOr(runner, "there are ", Runner.NAMES)));
    }
    if (runner.equals(FlinkDefaults.NAME) && !FlinkDefaults.isBuiltIn()) {
      throw Runner.invalid(
          "This Sluice was built without the runner for Apache Flink. Build it with `mvn -Pflink package`, and use what that makes.");
    }
  }

  private static PipelineException unreadable(List<String> arguments, RuntimeException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return Runner.invalid(
        "Beam cannot read `%s`: %s".formatted(String.join(" ", arguments), message));
  }
}
