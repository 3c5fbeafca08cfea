// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.BuildStep;
import com.google.protobuf.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What must hold of a build for Cloud Build that its message cannot say.
 *
 * @param root where the scripts lie that it calls
 */
record BuildFile(Build build, Path root) {
  private static final Pattern SUBSTITUTION =
      Pattern.compile("(?<!\\$)\\$(?:\\{([A-Z_][A-Z0-9_]*)\\}|([A-Z_][A-Z0-9_]*))");
  private static final Pattern SCRIPT = Pattern.compile("(?:scripts|\\.ci)/[A-Za-z0-9_./-]+");

  /** A digest, a substitution that holds one, or an image that this build itself made. */
  private static final Pattern PINNED =
      Pattern.compile(
          ".+@sha256:[0-9a-f]{64}|\\$\\{_[A-Z0-9_]*IMAGE\\}|\\$\\{_REPOSITORY\\}/[a-z-]+:\\$\\{COMMIT_SHA\\}|sluice-ci");

  /** What Cloud Build itself fills in. */
  private static final Set<String> BUILT_IN =
      Set.of("PROJECT_ID", "BUILD_ID", "PROJECT_NUMBER", "LOCATION", "COMMIT_SHA", "REPO_NAME");

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    order(problems);
    substitutions(problems);
    scripts(problems);
    images(problems);
    limits(problems);
    return problems;
  }

  private void order(List<String> problems) {
    Set<String> earlier = new HashSet<>(Set.of("-"));
    for (BuildStep step : build.getStepsList()) {
      for (String id : step.getWaitForList()) {
        if (!earlier.contains(id)) {
          problems.add(
              "Step '%s' waits for '%s', which no earlier step is".formatted(name(step), id));
        }
      }
      if (step.getId().isEmpty()) {
        problems.add("A step on %s has no id".formatted(step.getName()));
      } else if (!earlier.add(step.getId())) {
        problems.add("Two steps have the id '%s'".formatted(step.getId()));
      }
    }
  }

  private void substitutions(List<String> problems) {
    Set<String> declared = build.getSubstitutionsMap().keySet();
    Set<String> used = used();
    for (String name : used) {
      if (!declared.contains(name) && !BUILT_IN.contains(name)) {
        problems.add("$%s is used but not declared".formatted(name));
      }
    }
    for (String name : new TreeSet<>(declared)) {
      if (!used.contains(name)) {
        problems.add("$%s is declared but not used".formatted(name));
      }
      if (!name.matches("_[A-Z0-9_]+")) {
        problems.add("$%s is no name for a substitution of one's own".formatted(name));
      }
    }
  }

  private Set<String> used() {
    Build.Builder rest = build.toBuilder().clearSubstitutions();
    Set<String> used = new TreeSet<>();
    SUBSTITUTION
        .matcher(TextFormat.printer().escapingNonAscii(false).printToString(rest.build()))
        .results()
        .forEach(match -> used.add(match.group(1) == null ? match.group(2) : match.group(1)));
    return used;
  }

  /**
   * Every script that is called; a build that calls one that is not there fails only when it runs.
   */
  Set<String> scriptsCalled() {
    Set<String> scripts = new TreeSet<>();
    for (BuildStep step : build.getStepsList()) {
      List<String> words = new ArrayList<>(step.getArgsList());
      words.add(step.getEntrypoint());
      words.add(step.getScript());
      for (String word : words) {
        SCRIPT.matcher(word).results().map(MatchResult::group).forEach(scripts::add);
      }
    }
    return scripts;
  }

  private void scripts(List<String> problems) {
    for (String script : scriptsCalled()) {
      if (!Files.isRegularFile(root.resolve(script))) {
        problems.add("%s is called but not there".formatted(script));
      } else if (!Files.isExecutable(root.resolve(script))) {
        problems.add("%s is called but not executable".formatted(script));
      }
    }
  }

  private void images(List<String> problems) {
    for (BuildStep step : build.getStepsList()) {
      if (!PINNED.matcher(step.getName()).matches()) {
        problems.add(
            "Step '%s' runs on %s, which names no digest".formatted(name(step), step.getName()));
      }
    }
  }

  private void limits(List<String> problems) {
    if (!build.hasTimeout()) {
      problems.add("The build has no timeout");
    }
    build.getStepsList().stream()
        .filter(step -> step.getAllowFailure() || step.getAllowExitCodesCount() > 0)
        .forEach(step -> problems.add("Step '%s' may fail".formatted(name(step))));
  }

  private static String name(BuildStep step) {
    return step.getId().isEmpty() ? step.getName() : step.getId();
  }
}
